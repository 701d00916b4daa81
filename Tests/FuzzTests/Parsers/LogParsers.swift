import Base

@testable import Commands
@testable import Economics

/// Logs of usage, answers in a file, and policies.
extension ForeignParser {
  static let logs = [
    ForeignParser(
      "usage-log",
      texts: [
        """
        {"created": 1764000000, "model": "gpt-4o-mini", "usage": {"prompt_tokens": 800, "completion_tokens": 400, "prompt_tokens_details": {"cached_tokens": 100}}}
        {"timestamp": "2025-11-24T17:00:00Z", "model": "c", "usage": {"input_tokens": 10, "cache_read_input_tokens": 90, "output_tokens": 20}, "metadata": {"feature": "chat"}}
        {"response": {"status_code": 200, "body": {"model": "o3", "created": 1764000100, "usage": {"prompt_tokens": 5, "completion_tokens": 6}}}}
        """,
        #"{"model": "q", "created_at": "2025-11-24T18:00:00.5+01:00", "prompt_eval_count": 30, "eval_count": 40, "total_duration": 3000000000, "prompt_eval_duration": 500000000, "load_duration": 250000000, "eval_duration": 2000000000, "done": true}"#,
        #"{"start_time": 1764028800, "results": [{"model": "o", "input_tokens": 1000, "output_tokens": 100, "num_model_requests": 10}]}"#,
        "data: {\"object\": \"chat.completion.chunk\", \"usage\": {\"prompt_tokens\": 3, \"completion_tokens\": 4}, \"timings\": {\"prompt_ms\": 250, \"predicted_ms\": 750}}\ndata: [DONE]\n",
        "[{\"model\": \"a\", \"prompt_tokens\": 1, \"completion_tokens\": 2}]",
        "time,model,input_tokens,output_tokens,latency_seconds\n2026-01-01 10:00:00,\"a,\"\"b\"\"\",100,20,1.5\n2026-01-01T10:00:09Z,c,5,6,\n",
      ]
    ) { text in
      let log = UsageLog(Array(text.utf8))
      for record in log.records {
        let counts = [record.inputTokens, record.outputTokens, record.cachedTokens, record.requests]
        try demand(counts.allSatisfy { $0 >= 0 }, "\(record)")
      }
      _ = UsageSummary(log)
      _ = MeterReading(log)
    },
    ForeignParser("timestamp", texts: ["2026-11-25T10:00:00Z", "2026-11-25 10:00:00.5+01:00", "1764000000123"]) {
      text in
      if let seconds = Timestamp.seconds(text) { try demand(seconds.isFinite, "\(seconds) s") }
    },
    ForeignParser(
      "answers",
      texts: [
        "# remark\nquality = good\ndata = \"personal, health\"\nlatency_ms = 200\n",
        #"{"quality": "frontier", "offline": true, "data": ["none"], "monthly_api_usd": 1200.5}"#,
      ]
    ) { text in
      guard let entries = try? AnswerSource.entries(Array(text.utf8), file: "x") else { return }
      var answers = DecisionAnswers()
      for (question, text, _) in entries {
        try? AnswerSource.take(text, of: question, into: &answers) { Failure(.badData, $0) }
      }
    },
    ForeignParser(
      "policy",
      texts: [
        #"{"name": "x", "use_case": "coding", "models": ["a"], "quantizations": ["Q4_K_M"], "context_tokens": 8192, "license": "open"}"#,
        #"{"minimum_tokens_per_second": 2.5, "maximum_memory_bytes": "12GiB", "licenses": ["mit"], "publishers": ["b"], "creators": null}"#,
      ]
    ) { text in
      guard let policy = try? PolicyFile(Array(text.utf8), file: "x").policy else { return }
      try demand((policy.minimumTokensPerSecond ?? 1) > 0 && (policy.maximumMemoryBytes ?? 1) > 0, "\(policy)")
    },
  ]
}

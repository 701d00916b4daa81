import Base
import Glibc

@testable import Commands
@testable import Probe
@testable import Runtimes

/// Answers of servers, and the variable that says where one listens.
extension ForeignParser {
  static let servers = [
    ForeignParser("pull-stream", texts: [pull]) { text in
      var splitter = LineSplitter()
      for line in splitter.lines(text.utf8) ?? [] {
        if case .progress(_, _, let completed, let total) = PullEvent(line: line) {
          try demand(completed >= 0 && completed <= total, "\(completed) of \(total) bytes")
        }
      }
    },
    ForeignParser(
      "generation-stream",
      texts: [
        #"{"model":"x","response":"a","done":false}"# + "\n"
          + #"{"model":"x","response":"","done":true,"total_duration":3000000000,"load_duration":250000000,"prompt_eval_count":30,"prompt_eval_duration":500000000,"eval_count":40,"eval_duration":2000000000}"#,
        #"data: {"choices":[{"text":"a"}]}"# + "\n\n" + #"data: {"choices":[{"delta":{"content":"b"}}]}"# + "\n"
          + #"data: {"usage":{"prompt_tokens":3,"completion_tokens":4},"timings":{"prompt_n":3,"predicted_n":4,"prompt_per_second":9.5,"predicted_per_second":8}}"#
          + "\ndata: [DONE]\n",
      ]
    ) { text in
      var (ollama, completions) = (OllamaStream(), CompletionStream())
      for (index, line) in text.split(separator: "\n").enumerated() {
        ollama.take(Array(line.utf8), at: Double(index))
        completions.take(Array(line.utf8), at: Double(index))
      }
      _ = (ollama.turn, completions.turn)
    },
    ForeignParser(
      "metrics",
      texts: [
        "# HELP x y\nvllm:generation_tokens_total{model_name=\"a \\\"b\\\"\",engine=\"0\"} 1.5e+03\nvllm:e2e_request_latency_seconds_bucket{le=\"0.5\",model_name=\"a\"} 3\nvllm:e2e_request_latency_seconds_bucket{le=\"+Inf\",model_name=\"a\"} 4\nllamacpp:tokens_predicted_total 12\n"
      ]
    ) { text in
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let half = lines.count / 2
      let (first, last) = (MetricsText(lines[..<half].joined(separator: "\n")), MetricsText(text))
      let found = MeterSource.found(MetricsInterval(first: first, last: last), seconds: 10, address: "x")
      let counts = [found.reading.requests, found.reading.inputTokens, found.reading.outputTokens]
      try demand(counts.allSatisfy { $0 >= 0 }, "\(counts)")
      let times = [found.reading.latency, found.reading.firstToken, found.reading.wait].compactMap { $0?.p95 }
      try demand((times + [found.reading.utilisation ?? 0]).allSatisfy(\.isFinite), "\(times)")
    },
    ForeignParser(
      "server-address",
      texts: ["http://[::1]:11434/", "user:pass@host.example:80", "https://0.0.0.0", "10.0.0.1:8080/v1"]
    ) { text in
      guard let server = OllamaServer(text) else { return }
      try demand((0...65_535).contains(server.port), "port \(server.port)")
      _ = (server.address, server.isLoopback)
    },
    ForeignParser(
      "redaction",
      texts: [
        "0::/kubepods/pod1234abcd/0123456789abcdef\n",
        "processor 0: version = 00, identification = 1F00, machine = 2817\n",
        "36 25 0:31 / /home/x rw - ext4 /dev/sda rw\n",
      ]
    ) { text in
      var names = RecordedNames()
      for path in ["/proc/net/tcp", "/proc/self/cgroup", "/proc/self/mountinfo", "/proc/cpuinfo", "/proc/sysinfo"] {
        _ = Redaction.redacted(Array(text.utf8), path: path, names: &names)
      }
    },
  ]

  private static let pull = """
    {"status":"pulling manifest"}
    {"status":"pulling 6a0746a1ec1a","digest":"sha256:6a07","total":4661211424,"completed":241970}
    {"status":"pulling 6a0746a1ec1b","digest":"sha256:6a08","total":9223372036854775807}
    {"error":"x"}
    {"status":"success"}

    """
}

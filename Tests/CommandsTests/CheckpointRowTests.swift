import Base
import Testing

/// Rows of `fit` for checkpoints that vLLM serves.
@Suite struct CheckpointRowTests {
  private func rows(_ model: String, _ gpu: String, _ more: String...) throws -> [JSONValue] {
    let run = ProgramRun(["fit", model, "--gpu", gpu, "--ram", "256GiB", "--json"] + more)
    return try #require(try run.document()["rows"]?.array)
  }

  private func checkpoints(_ model: String, _ gpu: String, _ more: String...) throws -> [String: JSONValue] {
    var found: [String: JSONValue] = [:]
    for row in try rows(model, gpu) where row["runtime"]?.string == "vllm" {
      found[try #require(row["quantization"]?.string)] = row
    }
    return found
  }

  @Test func anFP8CheckpointIsARowWithItsSizeItsSpeedAndItsCommand() throws {
    let row = try #require(try checkpoints("qwen3-32b", "H100 80GB")["FP8"])
    #expect(row["artefact"]?["runtime_format"]?.string == "safetensors")
    #expect(row["artefact"]?["repository"]?.string == "Qwen/Qwen3-32B-FP8")
    #expect(row["verdict"]?.string == "fits")
    let command = try #require(row["command"]?["first"]?.string)
    #expect(command.hasPrefix("vllm serve Qwen/Qwen3-32B-FP8 --max-model-len 8192"))
    #expect(row["command"]?["vllm"]?.string == command)
    #expect((row["speed"]?["decode_tokens_per_second"]?["estimate"]?.number ?? 0) > 20)
    let memory = try #require(row["memory"])
    // Weights of eight bits, tables of the vocabulary in sixteen: some 34 GB.
    #expect((33_000_000_000..<36_000_000_000).contains(memory["weights_bytes"]?.integer ?? 0))
    #expect(memory["kv_cache_bytes"]?.integer == 8192 * 64 * 2 * 8 * 128 * 2)
    let parts = ["weights_bytes", "kv_cache_bytes", "recurrent_bytes", "compute_bytes", "overhead_bytes"]
    #expect(parts.reduce(0) { $0 + (memory[$1]?.integer ?? 0) } == memory["total_bytes"]?.integer)
  }

  /// Measured in vLLM: 18.00 GiB.
  @Test func aListedSizeIsTheWeightsSize() throws {
    let row = try #require(try checkpoints("qwen3-32b", "A100 80GB")["AWQ"])
    let gibibytes = Double(row["memory"]?["weights_bytes"]?.integer ?? 0) / Double(1 << 30)
    #expect((17.9...18.1).contains(gibibytes))
  }

  /// FP8 needs compute capability 8.9, NVFP4 needs Blackwell; AWQ runs on what is older.
  @Test(arguments: [
    ("A100 80GB", ["AWQ"]), ("RTX 3090", ["AWQ"]), ("H100 80GB", ["AWQ", "FP8"]), ("L40S", ["AWQ", "FP8"]),
    ("B200", ["AWQ", "FP8", "NVFP4"]), ("MI300X", ["AWQ", "FP8"]), ("GTX 1080", []),
  ])
  func formatsRunWhereCardsComputeThem(_ gpu: String, _ runs: [String]) throws {
    let found = try checkpoints("qwen3.6-35b-a3b", gpu)
    #expect(found.keys.sorted() == ["AWQ", "FP8", "NVFP4"])
    for (format, row) in found where !runs.contains(format) {
      #expect(row["verdict"]?.string == "too-large" && row["speed"] == .null, "\(format)")
      #expect(row["command"]?["first"] == .null, "\(format)")
      let notes = row["notes"]?.array?.compactMap(\.string) ?? []
      #expect(notes.contains { $0.hasPrefix("\(format) in vLLM needs") || $0.contains("has no kernels") }, "\(notes)")
    }
    for format in runs where gpu != "RTX 3090" {
      let row = try #require(found[format])
      #expect(row["verdict"]?.string == "fits", "\(format)")
      #expect(row["speed"]?["decode_tokens_per_second"]?["estimate"]?.number != nil, "\(format)")
    }
  }

  /// A name that files have too is both.
  @Test func aNameOfTwoFormatsGivesBoth() throws {
    let rows = try rows("gpt-oss-20b", "H100 80GB", "--quant", "MXFP4")
    #expect(rows.compactMap { $0["quantization"]?.string } == ["MXFP4_MOE", "MXFP4"])
    #expect(rows.last?["command"]?["first"]?.string?.hasPrefix("vllm serve openai/gpt-oss-20b") == true)
    // 12.8 GiB of experts in four bits, the rest in sixteen.
    #expect((13_000_000_000..<14_500_000_000).contains(rows.last?["memory"]?["weights_bytes"]?.integer ?? 0))
  }

  @Test func cardsShareWhatOneDoesNotHold() throws {
    let row = try #require(try checkpoints("llama-3.3-70b-instruct", "2xH100 80GB")["FP8"])
    #expect(row["placement"]?["mode"]?.string == "multi-gpu")
    #expect(row["command"]?["first"]?.string?.contains("--tensor-parallel-size 2") == true)
    let text = ProgramRun("fit", "llama-3.3-70b-instruct", "--gpu", "H100 80GB", "--ram", "256GiB").output
    #expect(text.contains("FP8 vLLM"))
    #expect(text.contains("NVFP4 in vLLM needs compute capability 10.0; the card has 9.0"))
  }
}

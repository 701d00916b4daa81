import Base
import Testing

/// What `recommend` says of a file is what `fit` says of it.
@Suite struct SameRowTests {
  static let machines: [[String]] = [
    ["--gpu", "none", "--ram", "16GiB", "--cores", "4", "--memory-bandwidth", "38GB/s"],
    ["--gpu", "none", "--ram", "512GiB", "--cores", "64", "--memory-bandwidth", "460GB/s"],
    ["--gpu", "RTX 3060 12GB", "--ram", "32GiB"], ["--gpu", "2xRTX 3090", "--ram", "64GiB"],
    ["--gpu", "RTX 4060", "--ram", "16GiB"], ["--gpu", "RTX 4090", "--gpu", "GT 1030", "--ram", "64GiB"],
    ["--gpu", "RX 7900 XTX", "--ram", "32GiB"], ["--gpu", "Arc B580", "--ram", "32GiB"],
    ["--gpu", "H100", "--ram", "256GiB"], ["--gpu", "8xA100 80GB", "--ram", "1TiB"],
    ["--gpu", "B200", "--ram", "256GiB"],
    ["--gpu", "MI300X", "--ram", "256GiB"], ["--gpu", "Radeon 780M", "--ram", "32GiB"],
    ["--board", "jetson agx orin 64GB 30W"],
  ]
  private static let useCases = ["general", "coding", "vision", "embedding", "rag"]

  @Test(arguments: machines.indices)
  func recommendAndFitAgree(_ index: Int) throws {
    let machine = Self.machines[index]
    let useCase = Self.useCases[index % Self.useCases.count]
    let answer = try ProgramRun(["recommend", "--json", "--use-case", useCase] + machine).document()
    let prompt = try #require(answer["request"]?["prompt"]?.integer)
    for pick in try #require(answer["recommendations"]?.array).prefix(3) {
      let (row, model) = (try #require(pick["row"]), try #require(pick["model"]?["id"]?.string))
      func same(_ label: String) throws -> [JSONValue] {
        let run = ProgramRun(
          ["fit", model, "--json", "--quant", label, "--use-case", useCase, "--prompt", String(prompt)]
            + ["--context", String(row["context"]?.integer ?? 0)] + machine)
        return try run.document()["rows"]?.array ?? []
      }
      let label = try #require(row["quantization"]?.string)
      let file = try #require(try same(label).first { $0["runtime"] == row["runtime"] }, "\(model) \(label)")
      let isJudgedByAnother = row["served"]?["judged"]?.bool == true
      let keys = ["memory", "placement", "speed", "verdict", "headroom_bytes", "artefact", "bits_per_weight", "notes"]
      for key in keys + (isJudgedByAnother ? [] : ["utility", "thinking", "answer_seconds"]) {
        #expect(file[key] == row[key], "\(model) \(label): \(key)")
      }
      try checkServed(row, model, same)
    }
  }

  /// The checkpoint beside a file is that of its own row.
  private func checkServed(_ row: JSONValue, _ model: String, _ same: (String) throws -> [JSONValue]) throws {
    guard let served = row["served"], served != .null, served["made_on_load"]?.bool == false,
      let format = served["format"]?.string, format != "BF16"
    else { return }
    let name = "\(model) \(format)"
    let checkpoint = try #require(try same(format).first { $0["runtime"]?.string == "vllm" }, "\(name)")
    // Cards that only unpack the format serve it where there is no other.
    guard checkpoint["verdict"]?.string == "fits" else { return }
    #expect(checkpoint["speed"]?["decode_tokens_per_second"] == served["decode_tokens_per_second"], "\(name)")
    #expect(checkpoint["command"]?["vllm"] == row["command"]?["vllm"], "\(name)")
    let weights = Double(checkpoint["memory"]?["weights_bytes"]?.integer ?? 0)
    let difference = weights / Double(served["weights_bytes"]?.integer ?? 1)
    #expect((0.995...1.005).contains(difference), "\(name): \(difference)")
  }
}

import Base
import TestSupport
import Testing

/// Through the whole program: who is alone on a machine is served as `fit` says, wherever the model lies.
@Suite struct CapacityOfOneTests {
  private static let machines = [
    ["--gpu", "RTX 4090", "--ram", "64GiB"], ["--gpu", "2xRTX 3090", "--ram", "64GiB"],
    ["--gpu", "4xRTX 3090", "--ram", "128GiB"], ["--gpu", "RTX 4090", "--gpu", "RTX 3060 12GB", "--ram", "64GiB"],
    ["--gpu", "RTX 4060", "--ram", "64GiB"], ["--gpu", "GTX 1650", "--ram", "64GiB"],
    ["--gpu", "Radeon 8060S", "--ram", "128GiB"], ["--gpu", "2xRX 7900 XTX", "--ram", "64GiB"],
    ["--gpu", "8xH100 SXM5", "--ram", "1TiB"], ["--gpu", "none", "--ram", "64GiB", "--cores", "16"],
    ["--gpu", "none", "--ram", "512GiB", "--cores", "64", "--memory-bandwidth", "460GB/s"],
    ["--board", "jetson agx orin 64GB"], ["--gpu", "Apple M4 Max", "--ram", "64GiB"],
  ]

  @Test(arguments: machines) func onePersonIsServedAsFitSays(_ machine: [String]) throws {
    var compared = 0
    for model in ["qwen3-8b", "qwen3-32b", "qwen3-30b-a3b", "llama-3.3-70b-instruct"] {
      let workload = ["--context", "4096", "--json"] + machine
      let fit = try ProgramRun(["fit", model, "--quant", "Q4_K_M", "--prompt", "1000"] + workload).document()
      let capacity = try ProgramRun(
        ["capacity", model, "--checkpoint", "Q4_K_M", "--engine", "llama.cpp", "--users", "1"]
          + ["--input", "1000", "--output", "300"] + workload
      ).document()
      let row = try #require(fit["rows"]?.array?.first)
      guard row["verdict"]?.string != "too-large" else { continue }
      let best = try #require(capacity["rows"]?.array?.first)
      let (alone, each) = (
        row["speed"]?["decode_tokens_per_second"], best["tokens_per_second_per_user"]
      )
      #expect(each == alone && each?["estimate"]?.number != nil, "\(model) on \(machine)")
      compared += 1
    }
    #expect(compared > 0, "\(machine)")
  }
}

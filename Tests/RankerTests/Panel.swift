import DeviceCatalog
import FitCalculator
import HardwareModel
import ModelCatalog
import Ranker
import Testing
import SpeedModel
import Units

/// A machine of the panel, with what an expert says about its pick.
struct PanelMachine: CustomTestStringConvertible, Sendable {
  var name: String
  var gpus: [String] = []
  var gibibytes = 64
  var cores: Int?
  var gigabytesPerSecond: Double?
  var freeVRAMGibibytes: Int?
  var useCase = UseCase.general
  /// Why the golden pick is right.
  var why: String

  var testDescription: String { name }

  func machine() throws -> Machine {
    try SimulatedMachine.machine(
      gpus: gpus, ramBytes: gibibytes << 30, cores: cores,
      memoryBandwidthBytesPerSecond: gigabytesPerSecond.map { $0 * 1e9 })
  }

  func answer(limit: Int = 5) throws -> Recommendation {
    try Panel.answer(machine(), useCase: useCase, vramGibibytes: freeVRAMGibibytes, limit: limit)
  }

  static let all: [PanelMachine] = [
    PanelMachine(
      name: "raspberry-pi-5-8gb", gibibytes: 8, cores: 4, gigabytesPerSecond: 17,
      why: "17 GB/s read a gigabyte or two per token: two billion effective weights, or experts of one."),
    PanelMachine(
      name: "laptop-8gb", gibibytes: 8, cores: 4, gigabytesPerSecond: 38,
      why: "4 B at four bits, thinking, is what 8 GB with a browser open and 38 GB/s carry; E2B is the quick one."),
    PanelMachine(
      name: "laptop-16gb-iris-xe", gpus: ["Iris Xe"], gibibytes: 16, cores: 4, gigabytesPerSecond: 51,
      why: "4 B that thinks or 9 B that does not, at reading speed; the graphics share the memory's bandwidth."),
    PanelMachine(
      name: "server-2-cores-24gb", gibibytes: 24, cores: 2, gigabytesPerSecond: 20,
      why: "Memory for 14 B, but two cores write 1.3 tok/s with it: two billion effective weights, or experts of one."),
    PanelMachine(
      name: "epyc-64-cores-512gb", gibibytes: 512, cores: 64, gigabytesPerSecond: 204,
      why: "Large mixtures of experts: memory is plenty, bandwidth carries some ten billion active weights."),
    PanelMachine(
      name: "gt-710", gpus: ["GT 710"], gibibytes: 16, cores: 4, gigabytesPerSecond: 38,
      why: "2 GB at 14 GB/s help nobody: as without a card."),
    PanelMachine(
      name: "gtx-1060-6gb", gpus: ["GTX 1060 6GB"], gibibytes: 16,
      why: "Experts in main memory and attention on the card beat what 6 GB hold whole."),
    PanelMachine(
      name: "rtx-3060-12gb", gpus: ["RTX 3060 12GB"], gibibytes: 32,
      why: "35B-A3B with experts in RAM runs at 50 tok/s; a dense 27B would crawl."),
    PanelMachine(
      name: "rtx-4060-laptop-8gb", gpus: ["RTX 4060 Laptop"], gibibytes: 16,
      why: "35B-A3B over card and RAM, a 9 B whole on the card as the quick one."),
    PanelMachine(name: "rtx-3090", gpus: ["RTX 3090"], why: "The 24 GB classic: a dense 27B at four bits, thinking."),
    PanelMachine(name: "rtx-4090", gpus: ["RTX 4090"], why: "As the RTX 3090, faster."),
    PanelMachine(
      name: "rtx-4090-2gb-free", gpus: ["RTX 4090"], freeVRAMGibibytes: 2,
      why: "Nothing of size fits beside what runs there: mixtures of experts from main memory."),
    PanelMachine(
      name: "rtx-4090-gt-1030", gpus: ["RTX 4090", "GT 1030"],
      why: "As the RTX 4090 alone: the small card takes no layers of what the large one holds."),
    PanelMachine(name: "2x-rtx-3090", gpus: ["2xRTX 3090"], why: "27B still, with room for context and more bits."),
    PanelMachine(name: "rtx-5090", gpus: ["RTX 5090"], why: "27B with eight bits fits and stays above 40 tok/s."),
    PanelMachine(name: "rx-6700-xt", gpus: ["RX 6700 XT"], gibibytes: 32, why: "As the RTX 3060, over Vulkan."),
    PanelMachine(name: "rx-7900-xtx", gpus: ["RX 7900 XTX"], why: "24 GB: the dense 27B, over ROCm."),
    PanelMachine(name: "arc-b580", gpus: ["Arc B580"], gibibytes: 32, why: "12 GB: 35B-A3B with experts in RAM."),
    PanelMachine(
      name: "strix-halo-128gb", gpus: ["Radeon 8060S"], gibibytes: 128,
      why: "27B is slow to think at 256 GB/s and pays for it; mixtures of few active weights stand beside it."),
    PanelMachine(
      name: "tesla-p40", gpus: ["Tesla P40"],
      why: "24 GB at 347 GB/s: 27B is quick enough to think, its wait costs a point."),
    PanelMachine(name: "tesla-k80", gpus: ["Tesla K80"], why: "Old, 12 GB a die, Vulkan only: experts from RAM."),
    PanelMachine(name: "tesla-t4", gpus: ["T4"], gibibytes: 16, why: "16 GB and 16 GB: what fits at four bits."),
    PanelMachine(name: "a100-80gb", gpus: ["A100 80GB"], gibibytes: 256, why: "80 GB carry the best at eight bits."),
    PanelMachine(
      name: "8x-a100-80gb", gpus: ["8xA100 80GB"], gibibytes: 1024,
      why: "640 GB hold a frontier mixture of experts whole; the 27B and DeepSeek V4 Flash stand beside it."),
    PanelMachine(name: "h100", gpus: ["H100"], gibibytes: 256, why: "As the A100, faster."),
    PanelMachine(
      name: "b200", gpus: ["B200"], gibibytes: 512,
      why: "180 GB: 27B at eight bits, DeepSeek V4 Flash whole on the card beside it."),
    PanelMachine(name: "gb10", gpus: ["GB10"], gibibytes: 128, why: "As Strix Halo: memory, not bandwidth."),
    PanelMachine(
      name: "m3-max-64gb", gpus: ["M3 Max"], gibibytes: 64, why: "400 GB/s of 64 GB: 27B thinks at 18 tok/s."),
    PanelMachine(name: "v100-32gb", gpus: ["V100 32GB"], why: "32 GB at 900 GB/s: 27B with room."),
    PanelMachine(name: "l4", gpus: ["L4"], why: "24 GB at 300 GB/s: 27B is just quick enough."),
    PanelMachine(name: "mi300x", gpus: ["MI300X"], gibibytes: 512, why: "192 GB: the best at any bits."),
    PanelMachine(
      name: "ryzen-780m-32gb", gpus: ["Radeon 780M"], gibibytes: 32, gigabytesPerSecond: 89,
      why: "35B-A3B is made for this: 3 B active weights from shared memory."),
    PanelMachine(
      name: "board-4gb", gibibytes: 4, cores: 4, gigabytesPerSecond: 17,
      why: "Phones' class: one to two billion weights."),
    PanelMachine(
      name: "container-2gb", gibibytes: 2, cores: 2, gigabytesPerSecond: 20, why: "One billion weights at four bits."),
    PanelMachine(
      name: "rtx-4090-coding", gpus: ["RTX 4090"], useCase: .coding, why: "The dense 27B leads at code too."),
    PanelMachine(
      name: "rtx-3060-reasoning", gpus: ["RTX 3060 12GB"], gibibytes: 32, useCase: .reasoning,
      why: "Thousands of thoughts need speed: mixtures of 3 B active weights, GPT-OSS 20B the quickest."),
    PanelMachine(
      name: "laptop-8gb-coding", gibibytes: 8, cores: 8, gigabytesPerSecond: 51, useCase: .coding,
      why: "4 B at four bits reads a file in a minute and writes at ten tok/s."),
    PanelMachine(
      name: "rtx-4090-vision", gpus: ["RTX 4090"], useCase: .vision,
      why: "The large Qwen and Gemma see as well as they write."),
    PanelMachine(
      name: "cpu-32gb-rag", gibibytes: 32, cores: 8, gigabytesPerSecond: 51, useCase: .rag,
      why: "Reading 4,096 tokens decides: few active weights."),
    PanelMachine(
      name: "rtx-3060-embedding", gpus: ["RTX 3060 12GB"], gibibytes: 32, useCase: .embedding,
      why: "Qwen3 Embedding leads the tables and 8B at eight bits fits."),
    PanelMachine(
      name: "server-embedding", gibibytes: 24, cores: 2, gigabytesPerSecond: 20, useCase: .embedding,
      why: "A piece of text must be done in seconds: a small embedding model, eight bits or more."),
  ]
}

enum Panel {
  static let models: [Model] = (try? Catalog.builtIn().models) ?? []

  static func answer(
    _ machine: Machine, useCase: UseCase = .general, vramGibibytes: Int? = nil, limit: Int = 5
  ) -> Recommendation {
    let ranker = Ranker(
      fitCalculator: FitCalculator(machine: machine), speedModel: SpeedModel(machine: machine, measurements: nil))
    let workload = Workload(
      promptTokens: RankingRules.promptTokens(useCase), vramBudgetBytes: vramGibibytes.map { $0 << 30 })
    return ranker.recommendation(from: models, workload: workload, wishes: Wishes(useCase: useCase, limit: limit))
  }

  /// The answer in lines that a reviewer can read; without figures, so that only another pick is another answer.
  static func text(_ answer: Recommendation) -> String {
    var text = ""
    for pick in answer.picks {
      text += "\(pick.rank). \(pick.model.id) \(pick.fit.quantization) \(pick.fit.placement.mode.rawValue)"
      text += " · thinking \(pick.thinking.rawValue)\(pick.label.map { " · " + $0 } ?? "")\n"
    }
    return text
  }
}

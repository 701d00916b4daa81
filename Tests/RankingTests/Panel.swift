import Base
import Machines
import Memory
import Models
import Ranking
import Speed
import Testing

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
      why:
        "4 B at four bits is what 8 GB with a browser open and 38 GB/s carry, if it answers at once; E2B has time to think."
    ),
    PanelMachine(
      name: "laptop-16gb-iris-xe", gpus: ["Iris Xe"], gibibytes: 16, cores: 4, gigabytesPerSecond: 51,
      why:
        "9 B that answers at once, just at reading speed, since the graphics share the memory's bandwidth; 4 B is quicker."
    ),
    PanelMachine(
      name: "server-2-cores-24gb", gibibytes: 24, cores: 2, gigabytesPerSecond: 20,
      why: "Memory for 14 B, but two cores write 1.3 tok/s with it: two billion effective weights, or experts of one."),
    PanelMachine(
      name: "epyc-64-cores-512gb", gibibytes: 512, cores: 64, gigabytesPerSecond: 204,
      why: "Memory is plenty and bandwidth carries some ten billion active weights; 35B-A3B is the quick one."),
    PanelMachine(
      name: "gt-710", gpus: ["GT 710"], gibibytes: 16, cores: 4, gigabytesPerSecond: 38,
      why: "2 GB at 14 GB/s help nobody: as without a card."),
    PanelMachine(
      name: "gtx-1060-6gb", gpus: ["GTX 1060 6GB"], gibibytes: 16,
      why: "Experts in main memory and attention on the card beat what 6 GB hold whole."),
    PanelMachine(
      name: "rtx-3060-12gb", gpus: ["RTX 3060 12GB"], gibibytes: 32,
      why: "35B-A3B with experts in RAM writes 40 tok/s, a dense 27B would crawl; 9 B and 12 B lie whole on the card."),
    PanelMachine(
      name: "rtx-4060-laptop-8gb", gpus: ["RTX 4060 Laptop"], gibibytes: 16,
      why: "26B-A4B at four bits over card and RAM, where 35B-A3B would take three; a 9 B whole on the card."),
    PanelMachine(
      name: "rtx-3090", gpus: ["RTX 3090"],
      why: "The 24 GB classic: a dense 27B at four bits, thinking; 35B-A3B whole on the card is three times as fast."),
    PanelMachine(name: "rtx-4090", gpus: ["RTX 4090"], why: "As the RTX 3090, faster."),
    PanelMachine(
      name: "rtx-4090-2gb-free", gpus: ["RTX 4090"], freeVRAMGibibytes: 2,
      why: "Nothing of size fits beside what runs there: mixtures of experts from main memory."),
    PanelMachine(
      name: "rtx-4090-gt-1030", gpus: ["RTX 4090", "GT 1030"],
      why: "As the RTX 4090 alone: the small card takes no layers of what the large one holds."),
    PanelMachine(
      name: "2x-rtx-3090", gpus: ["2xRTX 3090"], why: "27B on one card still; both hold 35B-A3B at eight bits."),
    PanelMachine(name: "rtx-5090", gpus: ["RTX 5090"], why: "27B with eight bits fits and stays above 40 tok/s."),
    PanelMachine(name: "rx-6700-xt", gpus: ["RX 6700 XT"], gibibytes: 32, why: "As the RTX 3060, over Vulkan."),
    PanelMachine(name: "rx-7900-xtx", gpus: ["RX 7900 XTX"], why: "24 GB: the dense 27B, over ROCm."),
    PanelMachine(name: "arc-b580", gpus: ["Arc B580"], gibibytes: 32, why: "12 GB: 35B-A3B with experts in RAM."),
    PanelMachine(
      name: "strix-halo-128gb", gpus: ["Radeon 8060S"], gibibytes: 128,
      why: "At 256 GB/s a dense 27B would think for three minutes: 122B-A10B, or 35B-A3B, the quick one."),
    PanelMachine(
      name: "tesla-p40", gpus: ["Tesla P40"],
      why: "24 GB, but 347 GB/s are too slow for the thoughts of a dense 27B: 35B-A3B whole on the card."),
    PanelMachine(name: "tesla-k80", gpus: ["Tesla K80"], why: "Old, 12 GB a die, Vulkan only: experts from RAM."),
    PanelMachine(
      name: "tesla-t4", gpus: ["T4"], gibibytes: 16,
      why: "16 GB just hold 27B at four bits, which takes its time; 35B-A3B with experts in RAM is the quick one."),
    PanelMachine(
      name: "a100-80gb", gpus: ["A100 80GB"], gibibytes: 256,
      why: "80 GB carry the best 27B at eight bits, or 122B-A10B whole."),
    PanelMachine(
      name: "8x-a100-80gb", gpus: ["8xA100 80GB"], gibibytes: 1024,
      why: "640 GB hold a frontier mixture of experts whole; DeepSeek V4 Flash and the 27B stand beside it."),
    PanelMachine(name: "h100", gpus: ["H100"], gibibytes: 256, why: "As the A100, faster."),
    PanelMachine(
      name: "b200", gpus: ["B200"], gibibytes: 512,
      why: "180 GB hold DeepSeek V4 Flash whole: as good as the 27B and twice as fast."),
    PanelMachine(
      name: "gb10", gpus: ["GB10"], gibibytes: 128,
      why: "As Strix Halo, memory rather than bandwidth: 122B-A10B, as good here as a 27B that makes wait."),
    PanelMachine(
      name: "m3-max-64gb", gpus: ["M3 Max"], gibibytes: 64,
      why: "400 GB/s of 64 GB: 27B thinks at 19 tok/s, 35B-A3B is three times as fast."),
    PanelMachine(name: "v100-32gb", gpus: ["V100 32GB"], why: "32 GB at 900 GB/s: 27B with room."),
    PanelMachine(name: "l4", gpus: ["L4"], why: "24 GB at 300 GB/s: 27B is just quick enough."),
    PanelMachine(
      name: "mi300x", gpus: ["MI300X"], gibibytes: 512,
      why: "192 GB hold DeepSeek V4 Flash whole, the 27B at eight bits."),
    PanelMachine(
      name: "ryzen-780m-32gb", gpus: ["Radeon 780M"], gibibytes: 32, gigabytesPerSecond: 89,
      why: "35B-A3B is made for this: 3 B active weights from shared memory."),
    PanelMachine(
      name: "board-4gb", gibibytes: 4, cores: 4, gigabytesPerSecond: 17,
      why: "Phones' class: one to two billion weights."),
    PanelMachine(
      name: "container-2gb", gibibytes: 2, cores: 2, gigabytesPerSecond: 20, why: "One billion weights."),
    PanelMachine(
      name: "rtx-4090-coding", gpus: ["RTX 4090"], useCase: .coding, why: "The dense 27B leads at code too."),
    PanelMachine(
      name: "rtx-3060-reasoning", gpus: ["RTX 3060 12GB"], gibibytes: 32, useCase: .reasoning,
      why: "Thousands of thoughts need speed: mixtures of 3 B active weights, GPT-OSS 20B the quickest."),
    PanelMachine(
      name: "laptop-8gb-coding", gibibytes: 8, cores: 8, gigabytesPerSecond: 51, useCase: .coding,
      why: "Thousands of tokens of thought and code leave two billion effective weights, or experts of one."),
    PanelMachine(
      name: "rtx-4090-vision", gpus: ["RTX 4090"], useCase: .vision,
      why: "The large Qwen and Gemma see as well as they write."),
    PanelMachine(
      name: "cpu-32gb-rag", gibibytes: 32, cores: 8, gigabytesPerSecond: 51, useCase: .rag,
      why: "Reading 3,072 tokens decides: few active weights."),
    PanelMachine(
      name: "strix-halo-coding", gpus: ["Radeon 8060S"], gibibytes: 128, useCase: .coding,
      why: "Long answers need speed: 35B-A3B is as good as 122B-A10B at code and twice as fast."),
    PanelMachine(
      name: "laptop-16gb-reasoning", gpus: ["Iris Xe"], gibibytes: 16, cores: 4, gigabytesPerSecond: 51,
      useCase: .reasoning, why: "4 B made for thinking, at the speed that thinking needs."),
    PanelMachine(
      name: "rtx-4060-laptop-summarization", gpus: ["RTX 4060 Laptop"], gibibytes: 16, useCase: .summarization,
      why: "Knowledge and instruction count: Gemma's mixture, or a 9 B that reads ten times as fast."),
    PanelMachine(
      name: "laptop-8gb-rag", gibibytes: 8, cores: 4, gigabytesPerSecond: 38, useCase: .rag,
      why: "Two billion effective weights read 3,072 tokens in a minute or two; 4 B would take longer."),
    PanelMachine(
      name: "laptop-16gb-vision", gibibytes: 16, cores: 8, gigabytesPerSecond: 51, useCase: .vision,
      why: "Proven at pictures: Qwen3-VL, 8 B at reading speed; Gemma 4 and 4 B that think beside it."),
    PanelMachine(
      name: "rtx-3060-embedding", gpus: ["RTX 3060 12GB"], gibibytes: 32, useCase: .embedding,
      why: "Qwen3 Embedding leads the tables, and 4B leaves room for the model that answers."),
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
    return ranker.recommendation(
      from: models, workload: workload(useCase, vramGibibytes: vramGibibytes),
      wishes: Wishes(useCase: useCase, limit: limit))
  }

  /// The use case's usual task.
  static func workload(_ useCase: UseCase, vramGibibytes: Int? = nil) -> Workload {
    let task = UsualTask.of(useCase)
    return Workload(
      context: task.contextTokens, promptTokens: task.promptTokens, vramBudgetBytes: vramGibibytes.map { $0 << 30 }
    ).forFirstCommand
  }

  /// The answer in lines that a reviewer can read; without figures, so that only another pick is another answer.
  static func text(_ answer: Recommendation) -> String {
    var text = ""
    for pick in answer.picks {
      let labels = pick.labels.map { label in
        switch label {
        case .quality: pick.utility.useCase == .embedding ? "best retrieval" : "best quality"
        case .balance: "best balance"
        case .speed: "fastest"
        case .size: "smallest"
        case .context: "longest context"
        }
      }
      text += "\(pick.rank). \(pick.model.id) \(pick.fit.quantization) \(pick.fit.placement.mode.rawValue)"
      text +=
        " · thinking \(pick.thinking.rawValue)\(labels.isEmpty ? "" : " · ")\(labels.joined(separator: ", "))\n"
    }
    return text
  }
}

import Base
import Machines
import Memory
import Models
import Ranking
import Serving
import Speed

/// What emitted files say of where they come from.
package enum ProvenanceSentences {
  /// `a simulated machine, x86_64: NVIDIA GeForce RTX 3060 12 GB (12.0 GiB), 8 cores, 32.0 GiB`.
  package static func machine(_ machine: Machine) -> String {
    let origin =
      switch machine.origin {
      case .live: "this machine"
      case .recorded: "a recorded machine"
      case .document: "a machine of a document"
      case .simulated: "a simulated machine"
      }
    var cards: [(name: String, count: Int)] = []
    for card in machine.accelerators where card.isUsable {
      let size = card.memoryTotalBytes.value.map { " (\(ByteSize.text($0)))" } ?? ""
      let name = (card.name.value ?? card.vendor.rawValue) + size
      if cards.last?.name == name { cards[cards.count - 1].count += 1 } else { cards.append((name, 1)) }
    }
    let processor = [
      machine.cpu.model.value, machine.cpu.cores.value.map { "\($0) cores" },
      machine.memory.totalBytes.value.map(ByteSize.text),
    ]
    let architecture = machine.os.architecture.value.map { ", \($0)" } ?? ""
    return "\(origin)\(architecture): "
      + (cards.map { ($0.count > 1 ? "\($0.count) x " : "") + $0.name } + processor.compactMap(\.self))
      .joined(separator: ", ")
  }

  /// `Qwen3 8B Q4_K_M, context 8192, cache f16, 37 layers on cuda; 6.1 GiB`.
  package static func plan(_ model: Model, _ fit: Fit) -> String {
    let (workload, placement) = (fit.workload, fit.placement)
    var parts = [
      "\(model.name) \(fit.quantization)",
      "context \(workload.context)" + (workload.parallel > 1 ? " for each of \(workload.parallel)" : ""),
      "cache \(workload.cacheTypes)",
    ]
    if placement.mode == .cpu {
      parts.append("on the processor")
    } else {
      let kinds = Set(placement.devices.map(\.backend)).subtracting([.cpu]).map(\.rawValue).sorted()
      parts.append("\(placement.gpuLayers) layers on \(kinds.joined(separator: " and "))")
    }
    if placement.expertLayersInRAM > 0 {
      parts.append("experts of \(placement.expertLayersInRAM) layers in main memory")
    }
    return parts.joined(separator: ", ") + "; \(ByteSize.text(fit.memory.totalBytes))"
  }

  /// `39 tok/s (27-54), first token of 512 after 3.0 s (1.6-6.2), modelled`.
  package static func prediction(_ speed: Speed, promptTokens: Int) -> String {
    let first = speed.timeToFirstTokenSeconds
    return "\(band(speed.decodeTokensPerSecond)) tok/s, first token of a prompt of \(promptTokens) after "
      + "\(band(first)) s, \(speed.basis.rawValue)"
  }

  /// The same of an engine that answers several requests at once.
  package static func plan(_ model: Model, _ row: CapacityRow) -> String {
    let split = row.split
    var parts = ["\(model.name) \(row.checkpoint.label)", row.engine.name]
    if split.tensorParallel > 1 { parts.append("tensor parallel \(split.tensorParallel)") }
    if split.pipelineParallel > 1 { parts.append("pipeline of \(split.pipelineParallel)") }
    if split.replicas > 1 { parts.append("\(split.replicas) replicas") }
    if let most = row.maxConcurrency { parts.append("at most \(most) requests at once") }
    guard let memory = row.memory else { return parts.joined(separator: ", ") }
    return parts.joined(separator: ", ")
      + "; \(ByteSize.text(memory.weightsBytes)) of weights, \(ByteSize.text(memory.cacheBudgetBytes)) for the cache"
  }

  package static func prediction(_ load: CapacityRow.Load) -> String {
    "\(band(load.tokensPerSecondPerUser)) tok/s for each user"
      + (load.timeToFirstToken.map { ", first token after \(Amounts.short($0.p50)) s" } ?? "")
      + (load.isMeasured ? ", measured" : ", modelled")
  }

  private static func band(_ estimate: Estimate) -> String {
    "\(Amounts.short(estimate.estimate)) (\(Amounts.short(estimate.low))-\(Amounts.short(estimate.high)))"
  }
}

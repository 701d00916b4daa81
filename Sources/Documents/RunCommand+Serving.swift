import Machines
import Models
import Serving

extension RunCommand {
  /// Adds vLLM's command where a machine has data-centre cards: compute capability 8.0 and more, or AMD's MI300, with 40 GB
  /// and more.
  ///
  /// Of the checkpoints that one person's requests can run from the fewest cards and bits that its engine computes with:
  /// eight bits where the cards have them, four where those are Blackwell's own.
  package mutating func addServing(_ model: Model, machine: Machine, promptTokens: Int, answerTokens: Int) {
    guard machine.accelerators.contains(where: \.isForServing), !model.capabilities.contains(.embedding) else { return }
    let request = ServingRequest(
      inputTokens: promptTokens, outputTokens: answerTokens, demand: .users(1, thinkSeconds: 0))
    let rows = CapacityPlanner(machine: machine).rows(of: model, request, CapacityPlanner.Choice(engines: [.vllm]))
    let row = rows.filter { $0.verdict == .meets && $0.load != nil && $0.checkpoint.repository != nil }.max {
      ($0.load?.tokensPerSecondPerUser.estimate ?? 0) < ($1.load?.tokensPerSecondPerUser.estimate ?? 0)
    }
    vllm = row.flatMap {
      ServeCommand.line($0, model: model, file: nil, request: request, accelerators: machine.accelerators)
    }
  }
}

extension Accelerator {
  fileprivate var isForServing: Bool {
    guard isUsable, let bytes = memoryTotalBytes.value, bytes >= 40_000_000_000, memoryKind.value == .dedicated else {
      return false
    }
    if vendor == .nvidia { return (computeTarget.value.flatMap(Double.init) ?? 0) >= 8 }
    return vendor == .amd && ["gfx942", "gfx950"].contains(computeTarget.value ?? "")
  }
}

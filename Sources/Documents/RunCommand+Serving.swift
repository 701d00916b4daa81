import Machines
import Memory
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
    let serving = Self.serving(
      model, .vllm, planner: CapacityPlanner(machine: machine),
      request: ServingRequest(
        inputTokens: promptTokens, outputTokens: answerTokens, demand: .users(1, thinkSeconds: 0)))
    vllm = serving.best.flatMap {
      ServeCommand.line($0, model: model, file: nil, request: serving.request, accelerators: machine.accelerators)
    }
  }

  /// The deployment of an engine that gives each user most, of checkpoints that somebody publishes; and all that were
  /// looked at, for the reason where there is none.
  package static func serving(
    _ model: Model, _ engine: ServingEngine, planner: CapacityPlanner, request: ServingRequest,
    checkpoint: String? = nil, workload: Workload = Workload(context: 0)
  ) -> (best: CapacityRow?, rows: [CapacityRow], request: ServingRequest) {
    let rows = planner.rows(
      of: model, request,
      CapacityPlanner.Choice(engines: [engine], checkpoint: checkpoint, workload: workload))
    let best = rows.filter { $0.verdict == .meets && $0.load != nil && $0.checkpoint.repository != nil }.max {
      ($0.load?.tokensPerSecondPerUser.estimate ?? 0) < ($1.load?.tokensPerSecondPerUser.estimate ?? 0)
    }
    return (best, rows, request)
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

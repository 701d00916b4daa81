import Machines
import Memory
import Models
import Ranking
import Serving

extension RunCommand {
  /// Adds vLLM's command for the checkpoint that stands beside a pick on data-centre cards.
  package mutating func addServing(_ served: Served?, _ model: Model, accelerators: [Accelerator]) {
    vllm = served.flatMap {
      ServeCommand.line($0.row, model: model, file: nil, request: $0.request, accelerators: accelerators)
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

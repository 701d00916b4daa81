import Machines
import Memory
import Models
import Ranking
import Serving

extension RunCommand {
  /// Adds vLLM's command for the checkpoint that stands beside a pick on data-centre cards.
  mutating func addServing(_ served: Served?, _ model: Model, accelerators: [Accelerator]) {
    vllm = served.flatMap {
      ServeCommand.line($0.row, model: model, file: nil, request: $0.request, accelerators: accelerators)
    }
  }

  /// The deployment of an engine whose answers are worth most, of checkpoints that somebody publishes; and all that were
  /// looked at, for the reason where there is none.
  package static func serving(
    _ model: Model, _ engine: ServingEngine, planner: CapacityPlanner, request: ServingRequest,
    checkpoint: String? = nil, workload: Workload = Workload(context: 0).forFirstCommand
  ) -> (best: CapacityRow?, rows: [CapacityRow], request: ServingRequest) {
    let rows = planner.rows(
      of: model, request,
      CapacityPlanner.Choice(
        engines: [engine], checkpoint: checkpoint, workload: workload, needsUnits: checkpoint == nil))
    let best = rows.filter { $0.verdict == .meets && $0.checkpoint.repository != nil }
      .map { row -> (row: CapacityRow, points: Double) in
        let utility = Utility.of(model, row, promptTokens: request.inputTokens, for: .general)
        return (row: row, points: utility?.points ?? -.infinity)
      }
      .max { $0.points < $1.points }?.row
    return (best, rows, request)
  }
}

import Base
import Memory
import Models
import Serving
import Speed

/// A checkpoint of a model on this machine, as vLLM would serve it to one person.
package struct CheckpointRow: Sendable {
  @Shared package var fit: Fit
  /// Nil where none can be told.
  package var speed: Speed?
  /// What its answers are worth; nil where it does not run.
  package var candidate: Candidate?
  /// The engine's deployment, or why there is none; nil for a format of which nothing is known but its size.
  package var deployment: CapacityRow?
  package var request: ServingRequest

  package var served: Served? {
    guard let deployment, let speed, candidate != nil else { return nil }
    return Served(row: deployment, request: request, speed: speed)
  }
}

extension Ranker {
  /// A checkpoint on the cards on which its answers are worth most; nil for a model without known dimensions.
  package func checkpoint(
    _ model: Model, _ format: Quantization, workload asked: Workload, useCase: UseCase
  ) -> CheckpointRow? {
    var workload = asked
    workload.reservation = .vllm
    let request = ServingRequest(workload, users: 1)
    let rows =
      WeightFormat(label: format.name) == nil
      ? []
      : capacityPlanner.rows(
        of: model, request,
        CapacityPlanner.Choice(engines: [.vllm], checkpoint: format.name, workload: workload, needsUnits: true))
    func placed(_ budgets: [String: Int]?) -> Fit? {
      fitCalculator.fit(of: model, checkpoint: format, workload: workload, budgets: budgets)
        .map { useCase == .vision ? withPictures($0, model) : $0 }
    }
    guard let nowhere = placed([:]) else { return nil }
    guard let first = rows.first else { return withoutEngine(placed(nil) ?? nowhere, model, useCase, request) }
    let best = candidates(rows, model, nowhere, request, useCase).max { $0.utility.points < $1.utility.points }
    let deployment = best?.served?.row ?? first
    var row = CheckpointRow(fit: placed(budgets(deployment)) ?? nowhere, deployment: deployment, request: request)
    if row.fit.published.checkpoint == nil, let unlisted = deployment.checkpoint.unlisted {
      row.fit.published = PublishedFiles.Entry(checkpoint: unlisted)
    }
    if var best, row.fit.verdict != .tooLarge {
      row.speed = best.served?.speed
      best.place(row.fit)
      best.served = nil
      row.candidate = best
    }
    return row
  }

  /// The row of a format that no engine's facts speak of.
  private func withoutEngine(
    _ fit: Fit, _ model: Model, _ useCase: UseCase, _ request: ServingRequest
  ) -> CheckpointRow {
    CheckpointRow(
      fit: fit, speed: speedModel.speed(of: fit, model: model), candidate: candidate(model, fit, useCase: useCase),
      request: request)
  }

  /// What the engine takes of each card of one copy of a deployment, by the cards' ids; nothing where it refuses, and nil
  /// where nothing is known of the cards.
  private func budgets(_ row: CapacityRow) -> [String: Int]? {
    if let refusal = row.refusal { return refusal == .rateUnknown ? nil : [:] }
    let count = row.split.tensorParallel * row.split.pipelineParallel
    let ids = CardGroup.all(of: fitCalculator.machine).first?.ids.prefix(count) ?? []
    let each = (row.memory?.budgetBytes ?? 0) / max(1, row.split.gpus)
    return Dictionary(ids.map { ($0, each) }) { first, _ in first }
  }
}

extension Checkpoint {
  /// The maker's own repository, of which no listing tells what is in it; nil where there is none, or another format.
  fileprivate var unlisted: Artefact? {
    guard !isMadeOnLoad, let repository else { return nil }
    return Artefact(format: .safetensors, repository: repository, label: label, certainty: .unknown)
  }
}

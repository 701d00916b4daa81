import Machines
import Memory
import Models
import Ranking
import Serving
import Speed

/// One row of a fit: the memory side, the speed side and the commands that realise it.
package struct FitRow: Sendable {
  package var fit: Fit
  /// Nil when no speed can be told.
  package var speed: Speed?
  package var command: RunCommand
  /// The sums behind the row, when they were asked for.
  package var explanation: Explanation?
  /// What it is worth; nil where it does not fit or no speed can be told.
  package var candidate: Candidate?

  /// Why an engine does not run a checkpoint here, in words; nil where it does.
  package private(set) var refusal: String?

  /// The remarks in words.
  package var notes: [String] { fit.notes.map(\.text) + [refusal].compactMap(\.self) }

  package init(
    fit: Fit, speed: Speed?, command: RunCommand, explanation: Explanation? = nil, candidate: Candidate? = nil
  ) {
    self.fit = fit
    self.speed = speed
    self.command = command
    self.explanation = explanation
    self.candidate = candidate
  }
}

extension FitRow {
  /// The row of a checkpoint, with the command of the engine that serves it.
  package init(
    _ row: CheckpointRow, _ model: Model, accelerators: [Accelerator], explanation: Explanation?
  ) {
    var command = RunCommand(model: model, fit: row.fit, accelerators: accelerators)
    if let served = row.served { command.addServing(served, model, accelerators: accelerators) }
    self.init(
      fit: row.fit, speed: row.speed, command: command, explanation: explanation, candidate: row.candidate)
    refusal = row.deployment.flatMap { CapacitySentences.reason($0, row.request) }
  }
}

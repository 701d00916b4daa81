import Memory
import Ranking
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

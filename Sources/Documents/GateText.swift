import Base
import Memory
import Models
import Ranking

/// What the gates ask for, and what a pick has that passes them all.
package enum GateText {
  package static func table(_ pick: Pick, _ workload: Workload, _ wishes: Wishes, style: TextStyle) -> String {
    let limits = (wishes.minimumTokensPerSecond, wishes.maximumTimeToFirstTokenSeconds)
    let (model, fit) = (pick.model, pick.fit)
    let rows: [(gate: Gate, asked: String, has: String)] = [
      (.license, licence(wishes.license), model.license ?? "unknown"),
      (.context, "\(Amounts.tokens(workload.context)) tokens", "made for \(Amounts.tokens(model.contextMaximum))"),
      (.fit, "a margin of 3 % everywhere", "\(ByteSize.text(max(0, fit.headroomBytes))) left in the fullest memory"),
      (
        .decodeSpeed, limits.0.map { "at least \(Amounts.short($0)) tok/s" } ?? "nothing",
        Amounts.band(pick.speed.decodeTokensPerSecond, unit: "tok/s", style: style)
      ),
      (
        .timeToFirstToken, limits.1.map { "within \(Amounts.seconds($0))" } ?? "nothing",
        seconds(pick.speed.timeToFirstTokenSeconds, style)
      ),
      (.answerTime, "nothing absurd", seconds(pick.answerSeconds, style)),
    ]
    var table = TextTable([.init("gate"), .init("asked for"), .init("has")])
    table.rows = rows.map { [$0.gate.words, $0.asked, TextStyle.plain($0.has)] }
    return table.text(style: style)
  }

  private static func licence(_ gate: Wishes.LicenseGate) -> String {
    switch gate {
    case .any: "nothing"
    case .open: "an open licence"
    case .commercial: "commercial use"
    }
  }

  private static func seconds(_ estimate: Estimate, _ style: TextStyle) -> String {
    let band = Amounts.seconds(estimate.low) + style.glyph("–", "-") + Amounts.seconds(estimate.high)
    return "\(Amounts.seconds(estimate.estimate)) (\(band))"
  }
}

import Base
import Models
import Serving

/// The runtimes of the field on a machine, for a person.
package enum RuntimesText {
  package static func page(_ answer: RuntimesAnswer, style: TextStyle) -> String {
    let none = style.glyph("–", "-")
    var table = TextTable([
      .init("runtime"), .init("here"), .init("tok/s", .right), .init("busy", .right, leavesFirst: 3),
      .init("API", leavesFirst: 2), .init("port", .right, leavesFirst: 1),
      .init("why not, or good to know", leavesFirst: 0),
    ])
    for row in answer.rows {
      let facts = row.fitness.facts
      table.rows.append([
        facts.name, state(row), row.speed.map { Amounts.short($0.decodeTokensPerSecond.estimate) } ?? none,
        row.speed.map { Amounts.short($0.outputTokensPerSecond.estimate) } ?? none, facts.api.first ?? none,
        ([facts.port] + facts.otherPorts).map(String.init).joined(separator: ", "),
        RuntimeSentences.reason(row.fitness) ?? "",
      ])
    }
    var text = table.text(style: style)
    if let model = answer.model {
      text += "\n" + fitted("tok/s: \(model.name), one request alone; busy: all requests together.", style)
    }
    for row in answer.rows where !row.presence.evidence.isEmpty {
      text += fitted("\(row.fitness.facts.name): \(row.presence.evidence.joined(separator: ", "))", style)
    }
    for product in answer.absent { text += fitted("\(product.name): \(product.reason).", style) }
    return text
  }

  private static func state(_ row: RuntimeRow) -> String {
    guard row.fitness.isUsable else { return "no" }
    if row.presence.isRunning == true { return "running" }
    return row.presence.isInstalled == true ? "installed" : "yes"
  }

  private static func fitted(_ text: String, _ style: TextStyle) -> String {
    style.dim(HardwareText.fitted(TextStyle.plain(text), indentation: 2, style)) + "\n"
  }
}

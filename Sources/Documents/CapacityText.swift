import Base
import Models
import Serving

/// What a machine carries, for a person.
package enum CapacityText {
  package static func page(_ answer: CapacityAnswer, style: TextStyle) -> String {
    var text = style.bold(TextStyle.plain(answer.model.name))
    text += "  " + style.dim(load(answer.request)) + "\n\n"
    text += HardwareText.fitted(CapacitySentences.summary(answer), indentation: 0, style) + "\n\n"
    let shown = shownRows(answer)
    guard !shown.isEmpty else { return text }
    text += table(shown, answer.request, style)
    if let plot = CapacityPlot.text(answer, style: style) { text += "\n" + plot }
    let described = answer.described
    if let best = described.first, let command = best.command {
      text += "\n" + style.bold(command) + "\n"
      if best.row.split.replicas > 1, !command.contains("--data-parallel-size"), !command.contains("--dp ") {
        text += style.dim("(one for each of \(best.row.split.replicas) copies, with a balancer before them)") + "\n"
      }
    }
    return text
  }

  private static func load(_ request: ServingRequest) -> String {
    "\(Amounts.tokens(request.inputTokens)) tokens in, \(Amounts.tokens(request.outputTokens)) out"
      + (request.nodes > 1 ? ", \(request.nodes) machines" : "")
  }

  /// Of each engine and checkpoint the best split; what does not run comes last, once for each reason.
  private static func shownRows(_ answer: CapacityAnswer) -> [CapacityRow] {
    var seen: Set<String> = []
    return answer.rows.filter { row in
      let key = row.load == nil ? CapacitySentences.reason(row, answer.request) ?? "" : row.checkpoint.label
      return seen.insert(row.engine.rawValue + " " + key).inserted
    }
  }

  private static func table(_ rows: [CapacityRow], _ request: ServingRequest, _ style: TextStyle) -> String {
    var table = TextTable([
      .init("engine"), .init("weights"), .init("cards", .left, leavesFirst: 4), .init("at once", .right),
      .init("total t/s", .right), .init("each t/s", .right), .init("first token", .right),
      .init("load", .right, leavesFirst: 2), .init("limit", .left, leavesFirst: 1), .init("verdict"),
    ])
    for row in rows {
      let load = row.load
      let dash = style.glyph("–", "-")
      table.rows.append([
        row.engine.name, row.checkpoint.label, cards(row, style), row.maxConcurrency.map(String.init) ?? dash,
        load.map { Amounts.short($0.outputTokensPerSecond.estimate) } ?? dash,
        load.map { Amounts.short($0.tokensPerSecondPerUser.estimate) } ?? dash,
        load.map { $0.timeToFirstToken.map { Amounts.seconds($0.p95) } ?? "grows" } ?? dash,
        load.map { ByteSize.decimal($0.state.utilisation * 100, places: 0) + " %" } ?? dash,
        load?.limit.rawValue ?? dash, row.verdict.rawValue,
      ])
    }
    let why = rows.compactMap { row in
      CapacitySentences.reason(row, request).map { "\(row.engine.name) \(row.checkpoint.label): \($0)" }
    }
    let notes = why.map { style.dim(HardwareText.fitted($0, indentation: 0, style)) + "\n" }.joined()
    return table.text(style: style) + (notes.isEmpty ? "" : "\n" + notes)
  }

  /// `2×TP4` for two copies on four cards each.
  private static func cards(_ row: CapacityRow, _ style: TextStyle) -> String {
    let split = row.split
    guard split.gpus > 0 else { return row.load == nil ? "" : "CPU" }
    var parts: [String] = []
    // Short enough for a column that tables of 80 columns can keep.
    let gap = split.replicas > 1 ? "" : " "
    if split.tensorParallel > 1 { parts.append("TP\(gap)\(split.tensorParallel)") }
    if split.pipelineParallel > 1 { parts.append("PP\(gap)\(split.pipelineParallel)") }
    let inside = parts.isEmpty ? "\(split.gpus / max(1, split.replicas))" : parts.joined(separator: " ")
    let times = style.glyph("×", "x")
    guard split.replicas > 1 else { return inside }
    return parts.isEmpty ? "\(split.replicas) \(times) \(inside)" : "\(split.replicas)\(times)\(inside)"
  }
}

import Base
import Memory
import Models
import Ranking

/// Several first picks in one table: two models compared, or one per use case.
package enum SideBySide {
  /// One line: what it is called, and the pick or what holds it back.
  package typealias Line = (name: String, pick: Pick?, miss: Rejection?, withoutGates: Pick?)

  /// One row per line, a head line for the first column.
  package static func text(
    _ lines: [Line], heading: String, remarks: [String], style: TextStyle
  ) -> String {
    var table = TextTable([
      .init(heading), .init("quant"), .init("quality", .right), .init("tok/s", .right),
      .init("first token", .right, leavesFirst: 2), .init("memory", .right, leavesFirst: 3),
      .init("where", leavesFirst: 1),
    ])
    // A column of its own for the model only where the lines are not the models.
    let namesModels = lines.contains { line in
      (line.pick ?? line.withoutGates).map { $0.model.name != line.name } ?? false
    }
    if namesModels {
      table = TextTable([table.columns[0], .init("model")] + table.columns.dropFirst())
    }
    for line in lines {
      var cells = [TextStyle.plain(line.name)]
      guard let pick = line.pick ?? line.withoutGates else {
        table.rows.append(cells + (namesModels ? ["nothing passes"] : []))
        continue
      }
      if line.pick == nil { cells[0] += " (held back)" }
      if namesModels { cells.append(TextStyle.plain(pick.model.name)) }
      let speed =
        pick.model.capabilities.contains(.embedding)
        ? pick.speed.prefillTokensPerSecond : pick.speed.decodeTokensPerSecond
      table.rows.append(
        cells + [
          pick.fit.quantization, ByteSize.decimal(pick.utility.quality, places: 1), Amounts.short(speed.estimate),
          Amounts.seconds(pick.speed.timeToFirstTokenSeconds.estimate), ByteSize.text(pick.fit.memory.totalBytes),
          place(pick),
        ])
    }
    let sentences = remarks.map { HardwareText.fitted(TextStyle.plain($0), indentation: 0, style) + "\n" }
    return table.text(style: style) + (sentences.isEmpty ? "" : "\n") + sentences.joined()
  }

  private static func place(_ pick: Pick) -> String {
    switch pick.fit.placement.mode {
    case .gpu: "GPU"
    case .multiGPU: "GPUs"
    case .expertOffload, .partialOffload: "GPU + RAM"
    case .cpu, .none: "CPU"
    }
  }
}

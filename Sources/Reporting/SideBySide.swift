import FitCalculator
import JSONText
import ModelCatalog
import Ranker
import SpeedModel
import Units

/// Several first picks in one table: two models compared, or one per use case.
package enum SideBySide {
  /// One line: what it is called, and the pick or what holds it back.
  package typealias Line = (name: String, pick: Pick?, miss: Rejection?)

  package static func text(_ lines: [Line], remarks: [String], style: TextStyle) -> String {
    // Two models stand for themselves; use cases need a column that names them.
    let areModels = lines.allSatisfy { $0.pick?.model.name ?? $0.name == $0.name }
    let purpose: [TextTable.Column] = areModels ? [] : [.init("for")]
    var table = TextTable(
      purpose + [
        .init("model"), .init("as"), .init("quality", .right), .init("tok/s", .right),
        .init("first token", .right), .init("memory", .right, leavesFirst: 0),
      ])
    var misses = ""
    for line in lines {
      let name = areModels ? [] : [line.name]
      if let pick = line.pick {
        table.rows.append(name + cells(pick))
      } else {
        table.rows.append(name + [areModels ? TextStyle.plain(line.name) : "nothing passes"])
        misses += miss(line, style: style)
      }
    }
    return table.text(style: style) + misses + remarks.map { TextStyle.plain($0) + "\n" }.joined()
  }

  private static func cells(_ pick: Pick) -> [String] {
    [
      TextStyle.plain(pick.model.name), pick.fit.quantization, ByteSize.decimal(pick.quality.score, places: 0),
      Amounts.short(pick.speed.decodeTokensPerSecond.estimate),
      Amounts.seconds(pick.speed.timeToFirstTokenSeconds.estimate), ByteSize.text(pick.fit.memory.totalBytes),
    ]
  }

  /// What holds a line back, as a sentence.
  private static func miss(_ line: Line, style: TextStyle) -> String {
    guard let miss = line.miss else { return "" }
    var text = "\(line.name): \(miss.gate.rawValue): needs \(miss.needed), has \(miss.available)"
    if let remedy = miss.remedy { text += "; \(remedy) would change it" }
    return HardwareText.fitted(TextStyle.plain(text), indentation: 2, style) + "\n"
  }

  package static func document(_ lines: [Line], named name: String, remarks: [String], version: String) -> JSONValue {
    Document.named(
      name, version: version,
      [
        JSONValue.Member("rows", .array(lines.map(row))), JSONValue.Member("remarks", .strings(remarks)),
      ])
  }

  private static func row(_ line: Line) -> JSONValue {
    .object([
      "for": .string(line.name), "model": .string(line.pick?.model.id ?? line.miss?.modelID),
      "quantization": .string(line.pick?.fit.quantization), "quality": .number(line.pick?.quality.score),
      "decode_tokens_per_second": .number(
        line.pick.map { JSONValue.rounded($0.speed.decodeTokensPerSecond.estimate) }),
      "time_to_first_token_seconds": .number(
        line.pick.map { JSONValue.rounded($0.speed.timeToFirstTokenSeconds.estimate) }),
      "total_bytes": .integer(line.pick?.fit.memory.totalBytes), "gate": .string(line.miss?.gate.rawValue),
      "needed": .string(line.miss?.needed), "available": .string(line.miss?.available),
      "remedy": .string(line.miss?.remedy),
    ])
  }
}

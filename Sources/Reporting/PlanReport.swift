import FitCalculator
import JSONText
import ModelCatalog
import Ranker
import Units

/// The hardware that would run a model, as a table and as a document.
package enum PlanReport {
  package static func text(_ plan: HardwarePlan, model: Model, style: TextStyle) -> String {
    guard !plan.options.isEmpty else { return "No hardware: \(plan.reason ?? "nothing runs it").\n" }
    var table = TextTable([
      .init("hardware"), .init("memory", .right), .init("tok/s", .right), .init("first token", .right),
      .init("price", .right),
    ])
    for option in plan.options {
      let name =
        option.gpu.map { "\(option.gpuCount > 1 ? "\(option.gpuCount)x " : "")\($0)" }
        ?? "no GPU, \(ByteSize.text(option.mainMemoryBytes)) RAM at "
        + "\(ByteSize.decimal(option.mainMemoryBandwidth / 1e9, places: 0)) GB/s"
      table.rows.append([
        name, ByteSize.text(option.fit.memory.totalBytes),
        ByteSize.decimal(option.speed.decodeTokensPerSecond.estimate, places: 0),
        Amounts.seconds(option.speed.timeToFirstTokenSeconds.estimate),
        option.priceUSD.map { "$\(ByteSize.decimal($0, places: 0))" } ?? "unknown",
      ])
    }
    return style.bold(TextStyle.plain(model.name)) + " " + (plan.options.first?.fit.quantization ?? "") + "\n"
      + table.text(style: style)
  }

  package static func document(_ plan: HardwarePlan, model: Model, version: String) -> JSONValue {
    Document.named(
      "plan", version: version,
      [
        JSONValue.Member("model", FitWriter.model(model)),
        JSONValue.Member("reason", .string(plan.reason)),
        JSONValue.Member("options", .array(plan.options.map(option))),
      ])
  }

  private static func option(_ option: HardwarePlan.Option) -> JSONValue {
    .object([
      "gpu": .string(option.gpu), "gpu_count": .integer(option.gpuCount),
      "gpu_memory_bytes": .integer(option.gpuMemoryBytes), "ram_bytes": .integer(option.mainMemoryBytes),
      "memory_bandwidth_bytes_per_second": .number(option.mainMemoryBandwidth),
      "price_usd": .number(option.priceUSD), "quantization": .string(option.fit.quantization),
      "total_bytes": .integer(option.fit.memory.totalBytes),
      "decode_tokens_per_second": .number(JSONValue.rounded(option.speed.decodeTokensPerSecond.estimate)),
      "time_to_first_token_seconds": .number(JSONValue.rounded(option.speed.timeToFirstTokenSeconds.estimate)),
    ])
  }
}

/// Several first picks in one table: two models compared, or one per use case.
package enum SideBySide {
  /// One line: what it is called, and the pick or what holds it back.
  package typealias Line = (name: String, pick: Pick?, miss: Rejection?)

  package static func text(_ lines: [Line], remarks: [String], style: TextStyle) -> String {
    var table = TextTable([
      .init("for"), .init("model"), .init("as"), .init("quality", .right), .init("tok/s", .right),
      .init("first token", .right), .init("memory", .right),
    ])
    for line in lines {
      if let pick = line.pick {
        table.rows.append([
          line.name, TextStyle.plain(pick.model.name), pick.fit.quantization,
          ByteSize.decimal(pick.quality.score, places: 1),
          ByteSize.decimal(pick.speed.decodeTokensPerSecond.estimate, places: 0),
          Amounts.seconds(pick.speed.timeToFirstTokenSeconds.estimate), ByteSize.text(pick.fit.memory.totalBytes),
        ])
      } else {
        table.rows.append([line.name, "nothing passes", "", "", "", "", ""])
      }
    }
    return table.text(style: style) + remarks.map { TextStyle.plain($0) + "\n" }.joined()
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

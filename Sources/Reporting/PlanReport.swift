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

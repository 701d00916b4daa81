import Base
import Memory
import Models
import Ranking

/// The hardware that would run a model, as a table.
package enum PlanText {
  package static func page(_ plan: HardwarePlan, model: Model, style: TextStyle) -> String {
    guard let first = plan.options.first else { return "No hardware: \(reason(plan, model) ?? "nothing runs it").\n" }
    var table = TextTable([
      .init("hardware"), .init("needs", .right, leavesFirst: 1), .init("tok/s", .right),
      .init("first token", .right, leavesFirst: 2), .init("price", .right),
    ])
    for option in plan.options {
      table.rows.append([
        name(option), ByteSize.text(option.fit.memory.totalBytes),
        Amounts.short(option.speed.decodeTokensPerSecond.estimate),
        Amounts.seconds(option.speed.timeToFirstTokenSeconds.estimate),
        price(option) ?? style.glyph("–", "-"),
      ])
    }
    let head = "\(first.fit.quantization) at a context of \(first.fit.workload.context) tokens"
    return style.bold(TextStyle.plain(model.name)) + " " + head + "\n\n" + table.text(style: style) + "\n"
      + style.dim("Prices are those of the cards alone, at launch unless another is named.") + "\n"
  }

  /// The price and, unless it is that of the launch, which one and of when.
  private static func price(_ option: HardwarePlan.Option) -> String? {
    guard let usd = option.priceUSD else { return nil }
    let amount = "$\(ByteSize.decimal(usd, places: 0))"
    guard let price = option.price, price.kind != .launch else { return amount }
    return "\(amount) \(price.kind.rawValue)" + (price.asOf.map { " \($0)" } ?? "")
  }

  /// What stands in the way when there is no option.
  static func reason(_ plan: HardwarePlan, _ model: Model) -> String? {
    switch plan.obstacle {
    case .unknownDimensions: "the dimensions of \(model.name) are not known"
    case .nothingRunsIt: "nothing in the table of GPUs runs it at this speed and context"
    case nil: nil
    }
  }

  private static func name(_ option: HardwarePlan.Option) -> String {
    let memory = ByteSize.text(option.mainMemoryBytes)
    let rate = "\(ByteSize.decimal(option.mainMemoryBandwidth / 1e9, places: 0)) GB/s"
    guard let gpu = option.gpu else { return "no GPU, \(memory) at \(rate)" }
    let name = option.gpuCount > 1 ? "\(option.gpuCount)x \(gpu)" : gpu
    // What shares its memory, or leaves a part in it.
    let isShared = option.fit.placement.mode == .expertOffload || option.gpuMemoryBytes > option.mainMemoryBytes / 2
    return isShared && option.gpuCount == 1 && usesMainMemory(option) ? "\(name), \(memory) at \(rate)" : name
  }

  private static func usesMainMemory(_ option: HardwarePlan.Option) -> Bool {
    option.fit.placement.mode == .expertOffload || option.mainMemoryBandwidth >= 200e9
  }
}

import Base
import Models
import Ranking
import Serving

/// What to buy so that a model serves a load, for a person.
package enum ServingPlanText {
  package static func page(_ answer: ServingPlanAnswer, style: TextStyle) -> String {
    if let reason = reason(answer) { return "No hardware: \(reason).\n" }
    var table = TextTable([
      .init("hardware"), .init("engine"), .init("weights", .left, leavesFirst: 2), .init("each t/s", .right),
      .init("first token", .right), .init("load", .right, leavesFirst: 1), .init("price", .right),
    ])
    for option in answer.plan.options {
      let load = option.row.load
      table.rows.append([
        name(option), option.row.engine.name, option.row.checkpoint.label,
        load.map { Amounts.short($0.tokensPerSecondPerUser.estimate) } ?? "",
        load.flatMap { $0.timeToFirstToken.map { Amounts.seconds($0.p95) } } ?? "",
        load.map { ByteSize.decimal($0.state.utilisation * 100, places: 0) + " %" } ?? "",
        option.priceUSD.map { "$\(ByteSize.decimal($0, places: 0))" } ?? style.glyph("–", "-"),
      ])
    }
    return style.bold(TextStyle.plain(answer.model.name)) + "  " + style.dim(asked(answer.request)) + "\n\n"
      + table.text(style: style) + "\n" + style.dim("Prices are those of the cards alone, at launch or used.") + "\n"
  }

  static func reason(_ answer: ServingPlanAnswer) -> String? {
    switch answer.plan.obstacle {
    case .unknownDimensions: "the dimensions of \(answer.model.name) are not known"
    case .nothingRunsIt: "nothing in the table of GPUs serves this load within the targets"
    case nil: nil
    }
  }

  private static func asked(_ request: ServingRequest) -> String {
    let load =
      request.users.map { $0 == 1 ? "one person" : "\($0) people" }
      ?? CapacitySentences.rate(request.ratePerSecond ?? 0)
    return "\(load), \(Amounts.tokens(request.inputTokens)) tokens in, \(Amounts.tokens(request.outputTokens)) out"
  }

  private static func name(_ option: ServingPlan.Option) -> String {
    let card = option.gpu ?? "no GPU"
    let one = option.gpuCount > 1 ? "\(option.gpuCount)x \(card)" : card
    return option.machines > 1 ? "\(option.machines) machines of \(one)" : one
  }
}

import Base
import Economics

/// A comparison of costs as one page for people who decide about money.
package enum CostMarkdown {
  package static func page(_ page: CostPage, version: String) -> String {
    let answer = page.answer
    var parts = ["# What it costs to have this done\n"]
    parts.append(summary(answer).map { $0 + "\n" }.joined())
    let warnings = CostSentences.warnings(page)
    if !warnings.isEmpty { parts.append("To know first:\n\n" + warnings.map { "- \($0)\n" }.joined()) }
    if !answer.sensitivity.isEmpty {
      let input = answer.sensitivity.prefix(3).map { $0.input.rawValue.replacing("_", with: " ") }.joined(
        separator: ", ")
      parts.append("The result depends most on: \(input).\n")
    }
    parts.append("What this rests on:\n\n" + page.assumptions.map { "- \(CostSentences.assumption($0))\n" }.joined())
    parts.append(Contract.cost.printed(page, as: .markdown, version: version) ?? "")
    return parts.joined(separator: "\n")
  }

  /// The answer in sentences without the field's words.
  private static func summary(_ answer: CostAnswer) -> [String] {
    let load = answer.study.load
    let count = Amounts.count(load.requestsPerMonth)
    var lines = [
      "\(count) questions a month are answered by a language model; each is about \(words(load.inputTokens)) words long and "
        + "gets about \(words(load.outputTokens)) words back."
    ]
    if let api = answer.apis.first {
      lines.append(
        "Bought from \(api.price.provider) (\(api.price.model)), that costs \(CostSentences.money(api.monthly)) a month, "
          + "paid by use, nothing beforehand.")
    }
    guard let best = answer.best else { return lines }
    let local = best.local
    let once = local.purchase.map { $0 > .zero ? " after \(CostSentences.money($0)) once" : "" } ?? ""
    lines.append(
      "On \(local.setup.name) it costs \(CostSentences.money(local.runningMonthly)) a month\(once), used or not.")
    lines.append("That means: \(CostSentences.comparison(best)).")
    return lines
  }

  /// Words of a text of that many tokens: three words are some four tokens in English.
  private static func words(_ tokens: Double) -> String { Amounts.count((tokens * 0.75 / 10).rounded() * 10) }
}

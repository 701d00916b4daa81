import Base
import Economics

/// A comparison of costs for a person.
package enum CostText {
  package static func page(_ page: CostPage, style: TextStyle) -> String {
    let answer = page.answer
    var text = workload(page, style) + "\n" + table(page, style)
    if let best = answer.best { text += "\n" + verdict(best, answer, style) }
    if answer.best != nil { text += "\n" + plot(page).text(style: style) }
    text += hybrids(answer, style) + sensitivity(answer, style) + hidden(answer, style)
    text += list("Warnings", CostSentences.warnings(page), style)
    if page.explains { text += explanation(page, style) }
    text += list("Assumed", page.assumptions.map(CostSentences.assumption), style)
    return text
  }

  /// The plot of cost over volume.
  package static func plot(_ page: CostPage) -> LinePlot {
    let curves = page.answer.curves(points: 60)
    var marks: [LinePlot.Mark] = [.init(x: page.answer.study.load.requestsPerMonth, name: "now")]
    if let requests = page.answer.best?.loadedCrossover?.requestsPerMonth {
      marks.append(.init(x: requests, name: "equal cost"))
    }
    return LinePlot(
      title: "Cost a month over requests a month", xName: "requests a month", yName: "US dollars a month",
      lines: curves.map { curve in
        LinePlot.Line(name: curve.name, points: curve.points.map { ($0.requests, $0.usd) })
      }, marks: marks, xText: { Amounts.count($0.rounded()) }, yText: { Amounts.money($0.rounded()) })
  }

  private static func workload(_ page: CostPage, _ style: TextStyle) -> String {
    let load = page.answer.study.load
    let dot = style.glyph(" · ", ", ")
    var parts = [
      "\(Amounts.count(load.requestsPerMonth)) requests a month",
      "\(Amounts.count(load.inputTokens)) tokens in, \(Amounts.count(load.outputTokens)) out",
    ]
    if load.cachedShare > 0 { parts.append("\(Amounts.percent(load.cachedShare)) of the input cached") }
    if load.batchShare > 0 { parts.append("\(Amounts.percent(load.batchShare)) may wait") }
    if load.monthlyGrowth != 0 { parts.append("growing \(Amounts.percent(load.monthlyGrowth)) a month") }
    var text =
      style.bold("Workload") + "  " + HardwareText.fitted(parts.joined(separator: dot), indentation: 10, style) + "\n"
    guard let log = page.log else { return text }
    for (index, group) in log.models.prefix(6).enumerated() {
      let name = group.name.isEmpty ? "(no name)" : TextStyle.plain(group.name)
      let cost = page.logCosts.flatMap { $0.models[index] }.map { "\(dot)\(CostSentences.money($0)) a month" } ?? ""
      text += "          \(name): \(Amounts.count(Double(group.requests))) requests in the log\(cost)\n"
    }
    for (index, group) in log.features.prefix(6).enumerated() {
      let cost = page.logCosts.flatMap { $0.features[index] }.map { "\(dot)\(CostSentences.money($0)) a month" } ?? ""
      text += "          for \(TextStyle.plain(group.name)): \(Amounts.count(Double(group.requests))) requests\(cost)\n"
    }
    return text
  }

  private static func table(_ page: CostPage, _ style: TextStyle) -> String {
    let none = style.glyph("–", "-")
    let hasOutcome = page.answer.study.load.outcomeRate != nil
    let buys = page.answer.locals.contains { $0.purchase != .zero }
    var columns: [TextTable.Column] = [.init(""), .init("a month", .right)]
    if buys { columns += [.init("once", .right), .init("with hardware", .right, leavesFirst: 2)] }
    columns += [.init("1M tokens", .right, leavesFirst: 1), .init("request", .right, leavesFirst: 0)]
    if hasOutcome { columns.append(.init("outcome", .right)) }
    var table = TextTable(columns)
    func cell(_ amount: Money?) -> String { amount.map(CostSentences.money) ?? none }
    for way in page.ways {
      var cells = [TextStyle.plain(way.name), CostSentences.money(way.monthly)]
      if buys { cells += [way.side == .api ? none : cell(way.setup), cell(way.loaded)] }
      cells += [cell(way.rates.perMillionTokens), cell(way.rates.perRequest)]
      if hasOutcome { cells.append(cell(way.rates.perOutcome)) }
      table.rows.append(cells)
    }
    var text = table.text(style: style)
    for bill in page.answer.locals {
      guard let utilisation = bill.utilisation, utilisation.isFinite else { continue }
      text +=
        style.dim(
          "\(TextStyle.plain(bill.setup.name)): \(CostSentences.machines(bill.machines)), \(Amounts.percent(utilisation)) used"
        )
        + "\n"
    }
    return text
  }

  /// The local side that costs least against each API, and from which volume on it costs less than the cheapest.
  private static func verdict(_ best: CostComparison, _ answer: CostAnswer, _ style: TextStyle) -> String {
    let own = answer.comparisons.filter { $0.local.setup.name == best.local.setup.name }
    var lines = [TextStyle.plain(best.local.setup.name) + ", against"]
    lines += own.prefix(6).map { "- \(TextStyle.plain($0.api.price.name)): \(CostSentences.comparison($0))" }
    lines.append(
      "Month for month against \(TextStyle.plain(best.api.price.name)): \(CostSentences.crossover(best.crossover)).")
    if let loaded = best.loadedCrossover, loaded != best.crossover, best.local.purchase != .zero {
      lines.append(
        "With the hardware over \(Amounts.count(best.local.loadedMonths)) months: \(CostSentences.crossover(loaded)).")
    }
    return lines.map { HardwareText.fitted($0, indentation: $0.hasPrefix("-") ? 2 : 0, style) + "\n" }.joined()
  }

  private static func hybrids(_ answer: CostAnswer, _ style: TextStyle) -> String {
    guard !answer.hybrids.isEmpty, let best = answer.best else { return "" }
    guard answer.hybrids.contains(where: { ($0.savingShare ?? 0) > 0 }) else {
      let note = "No hybrid of \(best.local.setup.name) and \(best.api.price.name) costs less than the API alone."
      return "\n" + HardwareText.fitted(TextStyle.plain(note), indentation: 0, style) + "\n"
    }
    var table = TextTable([
      .init("hybrid: local share"), .init("tiered", .right), .init("saved", .right), .init("cascade", .right),
      .init("saved", .right),
    ])
    for share in Set(answer.hybrids.map(\.localShare)).sorted() {
      let cells = HybridCost.Pattern.allCases.flatMap { pattern -> [String] in
        let hybrid = answer.hybrids.first { $0.pattern == pattern && $0.localShare == share }
        return [hybrid.map { CostSentences.money($0.monthly) } ?? "", hybrid?.savingShare.map(Amounts.percent) ?? ""]
      }
      table.rows.append([Amounts.percent(share)] + cells)
    }
    let note =
      "The shares are assumed, not measured: 'plimsoll decide' says how to measure yours. tiered: a rule decides "
      + "beforehand; cascade: the API gets what the local model did not answer well enough."
    return "\n" + table.text(style: style) + style.dim(HardwareText.fitted(note, indentation: 0, style)) + "\n"
  }

  private static func sensitivity(_ answer: CostAnswer, _ style: TextStyle) -> String {
    list(
      "What matters most for what is saved a month, hardware included",
      answer.sensitivity.prefix(4).map { item in
        let span = "\(CostSentences.money(item.savingAtLow)) to \(CostSentences.money(item.savingAtHigh)) a month"
        let change = item.change.map { "\(Amounts.percent($0)) less or more" } ?? "at the ends of its band"
        return "\(name(item.input)), \(change): \(span)"
      }, style)
  }

  private static func name(_ input: Sensitivity.Input) -> String {
    switch input {
    case .requests: "requests"
    case .inputTokens: "tokens read"
    case .outputTokens: "tokens written"
    case .apiPrice: "the API's price"
    case .throughput: "the machine's throughput"
    case .electricity: "the price of electricity"
    case .rent: "the rent"
    case .hardware: "the price of the hardware"
    case .engineering: "hours of engineering"
    case .localMonthly: "the local monthly cost"
    }
  }

  private static func hidden(_ answer: CostAnswer, _ style: TextStyle) -> String {
    list(
      "Hidden costs",
      answer.hidden.map { cost in
        let amount = cost.monthly.map { " (\(CostSentences.money($0)) a month)" } ?? ""
        let side = cost.side == .api ? "API" : "local"
        return "\(side), \(CostSentences.hiddenName(cost))\(amount): \(CostSentences.hidden(cost))"
      }, style)
  }

  private static func explanation(_ page: CostPage, _ style: TextStyle) -> String {
    list(
      "How the figures come about",
      CostExplanation.figures(page).map { figure in
        let from = figure.asOf.map { "\(figure.source), \($0)" } ?? figure.source
        return "\(figure.name) = \(figure.formula) = \(figure.result)  [\(from)]"
      }, style)
  }

  /// A heading with lines below it; nothing for no lines.
  private static func list(_ heading: String, _ lines: [String], _ style: TextStyle) -> String {
    guard !lines.isEmpty else { return "" }
    return "\n" + style.bold(heading) + "\n"
      + lines.map { "  " + HardwareText.fitted(TextStyle.plain($0), indentation: 2, style) + "\n" }.joined()
  }
}

import Base
import Economics

extension Tables {
  static let costComparison = Table<CostComparison>("cost_comparison", "One's own machines against a hosted model.") {
    Field("api", .text, "The hosted model, as provider and model.") { $0.api.price.name }
    Field("local", .text, "The local side's name.") { $0.local.setup.name }
    Field("monthly_saving_usd", .usd, "What the API costs more in a month; negative where it costs less.") {
      $0.monthlySaving
    }
    Field("loaded_saving_usd", .usd, "The same with the purchase spread over months.") { $0.loadedSaving }
    Field("break_even_months", optional: breakEven.codec, "Until the saving has paid the purchase; null: never.") {
      comparison in
      guard case .months(let estimate, let low, let high) = comparison.breakEven else { return nil }
      return (estimate, low, high)
    }
    Field("break_even_requests_per_month", optional: .rounded(), "Volume at which both cost the same; null: none.") {
      $0.crossover.requestsPerMonth
    }
    Field(
      "always_from_requests_per_month", optional: .rounded(),
      "Volume from which one's own never cost more, however many machines it takes; null: none."
    ) { $0.crossover.alwaysFromRequestsPerMonth }
    Field(
      "loaded_break_even_requests_per_month", optional: .rounded(), "The same with the purchase spread over months."
    ) { $0.loadedCrossover?.requestsPerMonth }
    Field("reason", .text, "Why, in a sentence.") { CostSentences.comparison($0) }
  }

  private typealias Span = (estimate: Double, low: Double, high: Double?)

  private static let breakEven = Table<Span>("break_even", "Months with the band of the throughput.") {
    Field("estimate", .rounded(), "The most likely.") { $0.estimate }
    Field("low", .rounded(), "At the throughput's better end.") { $0.low }
    Field("high", optional: .rounded(), "At its worse end; null where it never pays there.") { $0.high }
  }

  static let sensitivity = Table<Sensitivity>("cost_sensitivity", "How the month's saving changes with one input.") {
    Field("input", .word, "The input.") { $0.input }
    Field("change", optional: .number, "Share by which it is changed; null: from end to end of its band.") { $0.change }
    Field("saving_at_low_usd", .usd, "The month's saving, hardware spread, at its lower value.") { $0.savingAtLow }
    Field("saving_at_high_usd", .usd, "At its higher value.") { $0.savingAtHigh }
  }

  static let hybrid = Table<HybridCost>("cost_hybrid", "Both sides for a part of the requests each.") {
    Field("pattern", .word, "`tiered`: a rule decides beforehand; `cascade`: the API gets what was not good enough.") {
      $0.pattern
    }
    Field("local_share", .number, "Share of the requests that the local model answers well enough.") { $0.localShare }
    Field("monthly_usd", .usd, "Both sides together, hardware spread over months.") { $0.monthly }
    Field("saving_share", optional: .rounded(), "Saved of the API's bill; negative where it costs more.") {
      $0.savingShare
    }
    Field("assumption", .text, "What that takes for granted.") { CostSentences.hybrid($0) }
  }

  static let hiddenCost = Table<HiddenCost>("hidden_cost", "A cost that no price list shows.") {
    Field("side", .word, "Whose.") { $0.side }
    Field("name", .text, "Which.") { CostSentences.hiddenName($0) }
    Field("usd_per_month", optional: .usd, "What it comes to; null where that cannot be told from here.") { $0.monthly }
    Field("text", .text, "What it is.") { CostSentences.hidden($0) }
  }

  static let costFigure = Table<CostExplanation.Figure>("cost_figure", "How a figure comes about.") {
    Field("figure", .text, "Which.") { $0.name }
    Field("formula", .text, "How it is computed, with the numbers put in.") { $0.formula }
    Field("result", .text, "What comes out.") { $0.result }
    Field("source", .text, "Where the inputs are from.") { $0.source }
    Field("as_of", optional: .text, "When the source gave them; null where there is no date.") { $0.asOf }
  }

  static let usageLog = Table<(summary: UsageSummary, costs: CostPage.LogCosts?, unpriced: [String])>(
    "usage_log", "What a log of usage comes to."
  ) {
    Field("records", .count, "Requests that could be read.") { $0.summary.whole.requests }
    Field("days", optional: .rounded(), "Days that it covers; null where it has no times.") { $0.summary.days }
    Field("input_tokens", .count, "Tokens read.") { $0.summary.whole.inputTokens }
    Field("cached_tokens", .count, "Those of them that were in a cache.") { $0.summary.whole.cachedTokens }
    Field("output_tokens", .count, "Tokens written.") { $0.summary.whole.outputTokens }
    Field("broken", .count, "Lines that could not be read.") { $0.summary.broken.count }
    Field("broken_lines", .list(brokenLine.codec), "The first of them.") { Array($0.summary.broken.prefix(20)) }
    Field("models", .list(usageGroup.codec), "By model, most tokens first.") { log in
      log.summary.models.enumerated().map { index, group in (group, log.costs.flatMap { $0.models[index] }) }
    }
    Field("features", .list(usageGroup.codec), "By feature, where the log has a word for that.") { log in
      log.summary.features.enumerated().map { index, group in (group, log.costs.flatMap { $0.features[index] }) }
    }
    Field("unpriced", .list(.text), "Models whose price is not known.") { $0.unpriced }
  }

  static let brokenLine = Table<UsageLog.BrokenLine>("broken_line", "A line that tells of no request.") {
    Field("line", .count, "Its number, counted from 1.") { $0.line }
    Field("reason", .text, "Why.") { $0.reason }
  }

  private static let usageGroup = Table<(group: UsageSummary.Group, monthly: Money?)>(
    "usage_group", "Requests of a log that belong together."
  ) {
    Field("name", .text, "The model or the feature; empty where the log has none.") { $0.group.name }
    Field("requests", .count, "Requests.") { $0.group.requests }
    Field("input_tokens", .count, "Tokens read.") { $0.group.inputTokens }
    Field("output_tokens", .count, "Tokens written.") { $0.group.outputTokens }
    Field("monthly_usd", optional: .usd, "A month of it at its own model's price; null where that is not known.") {
      $0.monthly
    }
  }
}

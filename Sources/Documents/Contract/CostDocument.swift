import Base
import Economics

extension Contract {
  package static let cost = Document<CostPage>(
    "cost", command: "plimsoll cost", rows: "options",
    columns: [
      "who": "side", "what": "name", "once": "setup_usd", "a month": "monthly_usd",
      "with hardware": "loaded_monthly_usd", "million tokens": "usd_per_million_tokens", "request": "usd_per_request",
      "in all": "total_usd",
    ],
    overview: ["requests a month": "workload.requests_per_month"]
  ) {
    Field("workload", Tables.costWorkload.codec, "What is asked of the model in a month.") { $0 }
    Field("log", optional: Tables.usageLog.codec, "What the log came to; null without one.") { page in
      page.log.map { ($0, page.logCosts, page.unpriced) }
    }
    Field("api", .list(Tables.apiBill.codec), "Hosted models, what costs least first.") { $0.answer.apis }
    Field("local", .list(Tables.localBill.codec), "One's own or rented machines.") { $0.answer.locals }
    Field("options", .list(Tables.costWay.codec), "Both as one list, what costs least with its hardware first.") {
      $0.ways
    }
    Field("comparisons", .list(Tables.costComparison.codec), "Each local side against each API.") {
      $0.answer.comparisons
    }
    Field(
      "sensitivity", .list(Tables.sensitivity.codec),
      "How the saving of the cheapest local side over the cheapest API changes with one input, what matters most first."
    ) { $0.answer.sensitivity }
    Field("hybrid", .list(Tables.hybrid.codec), "The same two, each for a part of the requests.") { $0.answer.hybrids }
    Field("hidden_costs", .list(Tables.hiddenCost.codec), "Costs that no price list shows.") { $0.answer.hidden }
    Field("assumptions", .list(.text), "What the figures take for granted.") { page in
      page.assumptions.map(CostSentences.assumption)
    }
    Field("warnings", .list(.text), "Prices that may no longer hold.") { CostSentences.warnings($0) }
    Field("explanation", ifAny: .list(Tables.costFigure.codec), "How the figures come about, with `--explain`.") {
      $0.explains ? CostExplanation.figures($0) : nil
    }
  }
}

extension Codec where Value == Money {
  /// Dollars to the nearest millionth.
  static let usd = Codec(.number(.money), write: { .number($0.roundedUSD) })
}

extension Tables {
  static let costWorkload = Table<CostPage>("cost_workload", "What is asked of a model in a month.") {
    Field("requests_per_month", .number, "Requests.") { $0.answer.study.load.requestsPerMonth }
    Field("input_tokens", .number, "Tokens that a request reads, on average.") { $0.answer.study.load.inputTokens }
    Field("output_tokens", .number, "Tokens that are written for a request, on average.") {
      $0.answer.study.load.outputTokens
    }
    Field("tokens_per_month", .number, "Both, of all requests.") { $0.answer.study.load.tokensPerMonth }
    Field("cached_share", .number, "Share of the input that the provider has in its cache.") {
      $0.answer.study.load.cachedShare
    }
    Field("batchable_share", .number, "Share of the requests that may wait for hours.") {
      $0.answer.study.load.batchShare
    }
    Field("peak_factor", .rounded(), "The busiest hours' load over the mean.") { $0.answer.study.load.peakFactor }
    Field("growth_per_month", .number, "Growth of the requests from month to month.") {
      $0.answer.study.load.monthlyGrowth
    }
    Field("outcome_rate", optional: .number, "Share of the requests that end as they should.") {
      $0.answer.study.load.outcomeRate
    }
    Field("months", .count, "Months that `total_usd` adds up.") { $0.answer.study.terms.horizonMonths }
  }

  static let apiBill = Table<APIBill>("api_bill", "A hosted model.") {
    Field("provider", .text, "Who hosts it.") { $0.price.provider }
    Field("model", .text, "As the provider calls it.") { $0.price.model }
    Field("monthly_usd", .usd, "The month's bill.") { $0.monthly }
    Field("usd_per_million_tokens", optional: .usd, "The bill over all tokens of the month.") {
      $0.rates.perMillionTokens
    }
    Field("usd_per_request", optional: .usd, "The bill over the requests.") { $0.rates.perRequest }
    Field("usd_per_outcome", optional: .usd, "The bill over the requests that end as they should; null without a rate.")
    {
      $0.rates.perOutcome
    }
    Field("input_usd_per_million", .usd, "Price of tokens read.") { $0.price.input }
    Field("cached_input_usd_per_million", optional: .usd, "Price of those in the cache; null without a discount.") {
      $0.price.cachedInput
    }
    Field("output_usd_per_million", .usd, "Price of tokens written.") { $0.price.output }
    Field("surcharge", .number, "Factor for a region; 1 without.") { $0.price.surcharge }
    Field("total_usd", .usd, "Over the months asked for.") { $0.total }
    Field("as_of", optional: .text, "When the source gave the price; null where it does not say.") { $0.price.asOf }
    Field("source", .text, "Where the price is from.") { $0.price.source }
    Field("stale", .flag, "Whether the price is older than 90 days.") { $0.price.isStale }
    Field("retired", .flag, "Whether it is no longer served.") { $0.price.isRetired }
    Field("retires", optional: .text, "From when it is not; null where nothing is announced.") { $0.price.retires }
  }

  static let localBill = Table<LocalBill>("local_bill", "One's own or rented machines.") {
    Field("name", .text, "Which.") { $0.setup.name }
    Field("setup_usd", optional: .usd, "Paid once; null where the price is not known.") { $0.purchase }
    Field("monthly_usd", .usd, "Paid every month: the sum of the parts.") { $0.monthly }
    Field("parts", localParts.codec, "What the month's cost is for.") { $0.parts }
    Field("loaded_monthly_usd", optional: .usd, "The month's cost with the purchase spread over months.") {
      $0.loadedMonthly
    }
    Field("loaded_months", .number, "Those months.") { $0.loadedMonths }
    Field("machines", .count, "How many.") { $0.machines }
    Field("utilisation", optional: .rounded(), "Share of what they can do that is used; null where that is not known.")
    {
      $0.utilisation.flatMap { $0.isFinite ? $0 : nil }
    }
    Field("requests_per_month_capacity", optional: .rounded(), "What they carry together; null where not known.") {
      $0.requestsPerMonthCapacity
    }
    Field("carries_load", .flag, "Whether they finish what is asked.") { $0.carriesLoad }
    Field("idle_usd", optional: .usd, "What is paid each month for machines that wait; null where not known.") {
      $0.idleMonthly
    }
    Field("usd_per_million_tokens", optional: .usd, "The month's cost over all tokens.") { $0.rates.perMillionTokens }
    Field("usd_per_request", optional: .usd, "The month's cost over the requests.") { $0.rates.perRequest }
    Field("usd_per_outcome", optional: .usd, "Over those that end as they should; null without a rate.") {
      $0.rates.perOutcome
    }
    Field("loaded_usd_per_million_tokens", optional: .usd, "With the purchase spread over months.") {
      $0.loadedRates?.perMillionTokens
    }
    Field("total_usd", optional: .usd, "Over the months asked for, with the purchase.") { $0.total }
    Field("requests_per_second", optional: estimate, "What one machine carries; null where not known.") {
      $0.setup.capacity?.requestsPerSecond
    }
    Field("basis", optional: .word, "How that is known.") { $0.setup.capacity?.basis }
  }

  private static let localParts = Table<LocalBill.Parts>("local_parts", "What a month's cost is for.") {
    Field("hardware_usd", .usd, "The purchase's share, with `--amortize`; 0 without.") { $0.hardware }
    Field("power_usd", .usd, "Electricity.") { $0.power }
    Field("rental_usd", .usd, "Rent.") { $0.rental }
    Field("engineering_usd", .usd, "People.") { $0.engineering }
    Field("given_usd", .usd, "An amount that was given as a whole.") { $0.given }
  }

  static let costWay = Table<CostPage.Way>("cost_way", "One way to have the work done.") {
    Field("side", .word, "Who runs the model.") { $0.side }
    Field("name", .text, "The provider's model, or the machines.") { $0.name }
    Field("setup_usd", optional: .usd, "Paid once; null where the price is not known.") { $0.setup }
    Field("monthly_usd", .usd, "Paid every month.") { $0.monthly }
    Field("loaded_monthly_usd", optional: .usd, "With the purchase spread over months.") { $0.loaded }
    Field("usd_per_million_tokens", optional: .usd, "The month's cost over all tokens.") { $0.rates.perMillionTokens }
    Field("usd_per_request", optional: .usd, "The month's cost over the requests.") { $0.rates.perRequest }
    Field("usd_per_outcome", optional: .usd, "Over those that end as they should; null without a rate.") {
      $0.rates.perOutcome
    }
    Field("total_usd", optional: .usd, "Over the months asked for, with the purchase.") { $0.total }
  }
}

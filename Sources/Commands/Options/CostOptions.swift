import Options
import Serving

/// How much is asked of a model.
struct LoadOptions: ParsableArguments {
  @Option("n", help: "Requests a day; a month is 30 of them.", section: "Workload")
  var requestsPerDay: VolumeArgument?

  @Option("n", help: "Requests a month.", section: "Workload")
  var requestsPerMonth: VolumeArgument?

  @Option(
    "file", help: "Measure the workload in a log of usage: OpenAI-style records as JSON lines, or CSV.",
    section: "Workload", completes: .files)
  var log: String?

  @Option("days", help: "Days that the log covers, where it has no times.", section: "Workload")
  var logDays: VolumeArgument?

  @Option("tokens", help: "Tokens that a request reads. Default: the log's, or a usual request's.", section: "Workload")
  var input: CountArgument?

  @Option("tokens", help: "Tokens that are written for a request. Default: as above.", section: "Workload")
  var output: CountArgument?

  @Option("share", help: "Share of the input that the provider has in its cache.", section: "Workload")
  var cached: ShareArgument?

  @Option("share", help: "Share of the requests that may wait for hours.", section: "Workload")
  var batch: ShareArgument?

  @Option(
    "x", help: "The busiest hours' load over the mean. Default: the log's, or 3.", section: "Workload",
    check: { $0.value >= 1 ? nil : "a number of 1 or more" })
  var peak: PositiveNumber?

  @Option("share", help: "Growth of the requests from month to month, such as 5%.", section: "Workload")
  var growth: GrowthArgument?

  @Option(
    "share", help: "Share of the requests that end as they should: adds the cost per outcome.", section: "Workload",
    check: { $0.share > 0 ? nil : "a share above 0" })
  var outcomeRate: ShareArgument?

  init() {}

  func validate() throws(OptionProblem) {
    if requestsPerDay != nil, requestsPerMonth != nil { throw .conflict("--requests-per-day", "--requests-per-month") }
    if log != nil, requestsPerDay != nil { throw .conflict("--log", "--requests-per-day") }
    if log != nil, requestsPerMonth != nil { throw .conflict("--log", "--requests-per-month") }
  }
}

/// A number of tokens that may be none.
package struct CountArgument: ArgumentValue {
  package let count: Double

  package init?(argument text: String) {
    if text == "0" {
      count = 0
    } else if let tokens = TokenCount(argument: text) {
      count = Double(tokens.tokens)
    } else {
      return nil
    }
  }

  package static var expectation: String { "a number of tokens from 0 to \(TokenCount.maximum)" }
  package static var jsonTypes: [String] { ["integer", "string"] }
}

/// Which hosted models are compared with.
struct APIOptions: ParsableArguments {
  @Option(
    repeated: ["--api"], "model", help: "A hosted model, such as gpt-4o-mini or DeepInfra/…; all hosts of an open one.",
    section: "API")
  var apis: [String]

  @Option(
    "file", help: "Prices of your own first: LiteLLM's table, or the form of catalog/prices.json.", section: "API",
    completes: .files)
  var price: String?

  @Flag(help: "Add what the provider asks for keeping data in one region.", section: "API")
  var regional: Bool

  init() {}
}

/// What one's own machines cost.
struct LocalCostOptions: ParsableArguments {
  @Option(
    "model", help: "The model to run locally; its throughput says how many machines it takes.", section: "Local",
    completes: .list(CompletionLists.models))
  var local: String?

  @Option(
    repeated: ["--quant"], "name", help: "Its quantization. Default: what 'fit' would take.", section: "Local",
    completes: .list(CompletionLists.quantizations))
  var quantizations: [String]

  @Option(
    "name", help: "The engine that serves it. Default: vLLM or llama.cpp, whichever carries more.", section: "Local")
  var engine: ServingEngine?

  @Option(
    "s", help: "Longest wait for the first token that 19 of 20 requests may have. Default: 5.", section: "Local",
    check: { $0.value > 0 ? nil : "a number above 0" })
  var targetTtft: PositiveNumber?

  @Option(
    "t/s", help: "Slowest writing that 19 of 20 requests may see, in tokens per second.", section: "Local",
    check: { $0.value > 0 ? nil : "a number above 0" })
  var targetSpeed: PositiveNumber?

  @Option("usd", help: "What everything costs once.", section: "Local")
  var setup: MoneyArgument?

  @Option("usd", help: "What it costs every month, all together.", section: "Local")
  var localMonthly: MoneyArgument?

  @Option(
    "months", help: "Spread the purchase over so many months in the monthly cost.", section: "Local",
    check: { $0.value <= 1200 ? nil : "at most 1200 months" })
  var amortize: VolumeArgument?

  @Option("share", help: "Share of the purchase that the machine still brings after that.", section: "Local")
  var resale: ShareArgument?

  @Flag(
    help: "The machine is there already: only its power counts. So it is with this and recorded machines.",
    section: "Local")
  var owned: Bool

  @Flag(help: "The hardware that 'plan' would buy for the model.", section: "Local")
  var buy: Bool

  @Option(
    repeated: ["--rent"], "instance", help: "A rented machine, such as g5.xlarge, or the cheapest offer of a GPU.",
    section: "Local")
  var rents: [String]

  @Option("name", help: "Region of the rented machine. Default: the cheapest.", section: "Local")
  var region: String?

  @Option(
    "n", help: "How many machines. Default: as many as the load needs.", section: "Local",
    check: { (1...100_000).contains($0) ? nil : "a number from 1 to 100000" })
  var instances: Int?

  @Option("n", help: "Requests an hour that one machine carries, where you have measured it.", section: "Local")
  var requestsPerHour: VolumeArgument?

  @Option("price", help: "US dollars for a kilowatt-hour, or a place (DE, US-CA, World).", section: "Local")
  var electricity: ElectricityArgument?

  @Option(
    "x", help: "Energy of the data centre over its machines'.", section: "Local",
    check: { (1...5).contains($0.value) ? nil : "a number from 1 to 5" })
  var pue: PositiveNumber?

  @Option("w", help: "What a machine draws at full load.", section: "Local")
  var watts: VolumeArgument?

  @Option("w", help: "What it draws with nothing to do.", section: "Local")
  var idleWatts: PositiveNumber?

  @Option("h", help: "Hours of engineering a month.", section: "Local")
  var opsHours: PositiveNumber?

  @Option("usd", help: "What such an hour costs. Default: 150.", section: "Local")
  var opsRate: MoneyArgument?

  @Option("usd", help: "What being on call costs a month.", section: "Local")
  var onCall: MoneyArgument?

  init() {}

  func validate() throws(OptionProblem) {
    if owned, setup != nil { throw .conflict("--owned", "--setup") }
    if owned, buy { throw .conflict("--owned", "--buy") }
    if let idleWatts, let watts, idleWatts.value > watts.value {
      throw .badValue(
        option: "--idle-watts", value: "\(idleWatts.value)", expected: "at most --watts \(watts.value)", nearest: [])
    }
  }
}

/// What the answer shows, and how long a month is.
struct CostAnswerOptions: ParsableArguments {
  @Option("share", help: "Share of the requests that the local model answers well enough.", section: "Answer")
  var qualityShare: ShareArgument?

  @Option(
    "n", help: "Add up so many months.", section: "Answer",
    check: { (1...600).contains($0) ? nil : "a number of months from 1 to 600" })
  var months: Int = 36

  @Flag(help: "Show how each figure comes about, with its source and date.", section: "Answer")
  var explain: Bool

  @Option("file", help: "Write the plot of cost over volume as SVG.", section: "Answer", completes: .files)
  var plot: String?

  @Option("x", help: "US dollars for a euro. Default: 1.17.", section: "Answer")
  var eurUsd: VolumeArgument?

  @Option(
    "n", help: "Days of a month.", section: "Answer", check: { (28...31).contains($0) ? nil : "a number from 28 to 31" }
  )
  var monthDays: Int = 30

  @Option(
    "n", help: "Hours that a rented machine is paid for in a month.", section: "Answer",
    check: { (1...744).contains($0) ? nil : "a number from 1 to 744" })
  var rentalHours: Int = 730

  init() {}
}

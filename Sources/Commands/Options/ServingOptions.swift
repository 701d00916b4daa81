import Options
import Serving

/// What is asked of a machine that serves.
struct ServingOptions: ParsableArguments {
  @Option(
    "n", help: "People who ask; without --think-time each always waits for an answer.", section: "Load",
    check: { (1...1_000_000).contains($0) ? nil : "a number from 1 to 1000000" })
  var users: Int?

  @Option(
    "r", help: "Requests per second that arrive at random, instead of users.", section: "Load",
    check: { $0.value > 0 ? nil : "a number above 0" })
  var rate: PositiveNumber?

  @Option("s", help: "Seconds that a user reads and thinks before asking again. Default: 0.", section: "Load")
  var thinkTime: PositiveNumber?

  @Option("tokens", help: "Tokens of a request.", section: "Load")
  var input: TokenCount = TokenCount(1024)

  @Option("tokens", help: "Tokens of an answer.", section: "Load")
  var output: TokenCount = TokenCount(256)

  @Option(
    "s", help: "Longest wait for the first token that 19 of 20 requests may have.", section: "Load",
    check: { $0.value > 0 ? nil : "a number above 0" })
  var targetTtft: PositiveNumber?

  @Option(
    "t/s", help: "Slowest writing that 19 of 20 users may see, in tokens per second.", section: "Load",
    check: { $0.value > 0 ? nil : "a number above 0" })
  var targetSpeed: PositiveNumber?

  @Option("name", help: "Only this engine. Default: all but Ollama.", section: "Load")
  var engine: ServingEngine?

  @Option("label", help: "Only this checkpoint, such as FP8, AWQ or Q4_K_M.", section: "Load")
  var checkpoint: String?

  @Option(
    "n", help: "Machines alike that share the load.", section: "Load",
    check: { (1...1024).contains($0) ? nil : "a number from 1 to 1024" })
  var nodes: Int = 1

  @Option("rate,latency", help: "What joins the machines.", section: "Load")
  var link: LinkArgument = LinkArgument(.usual)

  init() {}

  func validate() throws(OptionProblem) {
    if users != nil, rate != nil { throw .conflict("--users", "--rate") }
    if rate != nil, thinkTime != nil { throw .conflict("--rate", "--think-time") }
    if let thinkTime, users == nil {
      let expected = "'--users' beside it"
      throw .badValue(option: "--think-time", value: thinkTime.word, expected: expected, nearest: [])
    }
  }

  /// Whether anything says that a load is meant.
  var isGiven: Bool {
    users != nil || rate != nil || targetTtft != nil || targetSpeed != nil || engine != nil || checkpoint != nil
      || thinkTime != nil
  }

  var request: ServingRequest {
    let demand: ServingRequest.Demand =
      if let users { .users(users, thinkSeconds: thinkTime?.value ?? 0) } else if let rate { .rate(rate.value) } else {
        .most
      }
    return ServingRequest(
      inputTokens: input.tokens, outputTokens: output.tokens, demand: demand,
      level: ServiceLevel(
        timeToFirstTokenSeconds: targetTtft?.value, tokensPerSecond: targetSpeed?.value),
      nodes: nodes, link: link.link)
  }
}

extension ServingEngine: ArgumentValue {}

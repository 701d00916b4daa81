import Options
import Serving

/// What is asked of a machine that serves.
package struct ServingOptions: ParsableArguments {
  @Option(
    "n", help: "People who ask; without --think-time each always waits for an answer.", section: "Load",
    check: { (1...1_000_000).contains($0) ? nil : "a number from 1 to 1000000" })
  package var users: Int?

  @Option(
    "r", help: "Requests per second that arrive at random, instead of users.", section: "Load",
    check: { $0.value > 0 ? nil : "a number above 0" })
  package var rate: PositiveNumber?

  @Option("s", help: "Seconds that a user reads and thinks before asking again. Default: 0.", section: "Load")
  package var thinkTime: PositiveNumber?

  @Option("tokens", help: "Tokens of a request. Default: 1024.", section: "Load")
  package var input: TokenCount = TokenCount(1024)

  @Option("tokens", help: "Tokens of an answer. Default: 256.", section: "Load")
  package var output: TokenCount = TokenCount(256)

  @Option(
    "s", help: "Longest wait for the first token that 19 of 20 requests may have.", section: "Load",
    check: { $0.value > 0 ? nil : "a number above 0" })
  package var targetTtft: PositiveNumber?

  @Option(
    "t/s", help: "Slowest writing that 19 of 20 users may see, in tokens per second.", section: "Load",
    check: { $0.value > 0 ? nil : "a number above 0" })
  package var targetSpeed: PositiveNumber?

  @Option("name", help: "Only this engine. Default: all but Ollama.", section: "Load")
  package var engine: ServingEngine?

  @Option("label", help: "Only this checkpoint, such as FP8, AWQ or Q4_K_M.", section: "Load")
  package var checkpoint: String?

  @Option(
    "n", help: "Machines alike that share the load.", section: "Load",
    check: { (1...1024).contains($0) ? nil : "a number from 1 to 1024" })
  package var nodes: Int = 1

  @Option("rate,latency", help: "What joins the machines.", section: "Load")
  package var link: LinkArgument = LinkArgument(.usual)

  package init() {}

  package func validate() throws(OptionProblem) {
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

/// What joins two machines, such as `25Gbit/s,50us`.
package struct LinkArgument: ArgumentValue {
  let link: NodeLink

  init(_ link: NodeLink) { self.link = link }

  package init?(argument text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let rate = parts.first.flatMap({ Self.bytesPerSecond(String($0)) }), parts.count <= 2 else { return nil }
    let latency = parts.count == 2 ? Self.seconds(String(parts[1])) : NodeLink.usual.latency
    guard let latency else { return nil }
    link = NodeLink(bytesPerSecond: rate, latency: latency)
  }

  package static var expectation: String { "a rate and a latency such as 25Gbit/s,50us" }

  package var word: String { "25Gbit/s,50us" }

  private static func bytesPerSecond(_ text: String) -> Double? {
    for (unit, bytes) in [("Gbit/s", 1e9 / 8), ("Mbit/s", 1e6 / 8), ("GB/s", 1e9), ("MB/s", 1e6)] {
      if let number = number(text, unit) { return number * bytes }
    }
    return nil
  }

  private static func seconds(_ text: String) -> Double? {
    for (unit, seconds) in [("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3)] {
      if let number = number(text, unit) { return number * seconds }
    }
    return nil
  }

  private static func number(_ text: String, _ unit: String) -> Double? {
    guard text.lowercased().hasSuffix(unit.lowercased()) else { return nil }
    let digits = text.dropLast(unit.count)
    guard let number = Double(digits), number.isFinite, number > 0, number < 1e9 else { return nil }
    return number
  }
}

import Economics
import Options

/// What is read, at which rate it is paid, and which limits it must keep.
struct MeterOptions: ParsableArguments {
  @Option(
    "url", help: "Watch a runtime's /metrics page instead: an address, or a port of this machine.", section: "Reading")
  var metrics: MetricsAddress?

  @Option(
    names: ["--for"], "s", help: "How long to watch, in seconds.", section: "Reading",
    check: { $0.value <= 86_400 ? nil : "at most 86400 seconds" })
  var seconds: VolumeArgument?

  @Option("s", help: "How long the log took, in seconds, where it does not tell.", section: "Reading")
  var window: VolumeArgument?

  @Option("usd", help: "What an hour of the machine costs, everything included.", section: "Cost")
  var hourly: MoneyArgument?

  @Option("usd", help: "What a month costs, everything included (plimsoll cost); a month is 30 days.", section: "Cost")
  var monthly: MoneyArgument?

  @Option(
    "price", help: "US dollars for a kilowatt-hour of its power, or a place (DE, US-CA, World).", section: "Cost")
  var electricity: ElectricityArgument?

  @Option(
    "usd", help: "Limit of a day's cost: one amount, or soft,medium,hard.", section: "Limits")
  var maxCostPerDay: LimitsArgument?

  @Option("s", help: "Limit of the queue's 95th percentile in seconds, likewise.", section: "Limits")
  var maxQueueP95: LimitsArgument?

  @Option(repeated: ["--tag"], "key=value", help: "A tag that every line carries.", section: "Output")
  var tags: [TagArgument]

  @Option("file", help: "Write the summary for Prometheus's text-file collector.", section: "Output", completes: .files)
  var prometheus: String?

  init() {}

  func validate() throws(OptionProblem) {
    if hourly != nil, monthly != nil { throw .conflict("--hourly", "--monthly") }
    if metrics != nil, window != nil { throw .conflict("--metrics", "--window") }
  }
}

/// Limits of one amount, or of three for soft, medium and hard, none lower than the one before.
struct LimitsArgument: ArgumentValue {
  let limits: [Guardrail.Level: Double]

  init?(argument text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let digits = part.hasPrefix("$") ? part.dropFirst() : part
      return digits.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") } ? Double(digits) : nil
    }
    let numbers = parts.compactMap(\.self)
    guard numbers.count == parts.count, [1, 3].contains(numbers.count), numbers.allSatisfy({ $0.isFinite }),
      zip(numbers, numbers.dropFirst()).allSatisfy({ $0 <= $1 })
    else { return nil }
    let levels: [Guardrail.Level] = numbers.count == 1 ? [.medium] : [.soft, .medium, .hard]
    limits = Dictionary(uniqueKeysWithValues: zip(levels, numbers))
  }

  static var expectation: String { "an amount of 0 or more, or three that grow for soft,medium,hard" }
}

/// A key and a value with `=` between them.
package struct TagArgument: ArgumentValue {
  package let key: String
  package let value: String

  package init?(argument text: String) {
    guard let sign = text.firstIndex(of: "=") else { return nil }
    key = String(text[..<sign])
    value = String(text[text.index(after: sign)...])
    let isName = key.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
    }
    guard isName, let first = key.utf8.first, !(0x30...0x39).contains(first) else { return nil }
  }

  package static var expectation: String { "key=value, the key of letters, digits and _" }
}

/// The address of a `/metrics` page.
package struct MetricsAddress: ArgumentValue {
  package let address: String
  package let isLoopback: Bool

  package init?(argument text: String) {
    if let port = Int(text) {
      guard (1...65_535).contains(port) else { return nil }
      (address, isLoopback) = ("http://127.0.0.1:\(port)/metrics", true)
      return
    }
    guard text.hasPrefix("http://") || text.hasPrefix("https://"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      let begin = text.firstRange(of: "://")?.upperBound
    else { return nil }
    let authority = text[begin...].prefix { $0 != "/" }
    // What stands before an @ is a name and a password, which no log should show.
    guard !authority.isEmpty, !authority.contains("@") else { return nil }
    address = text[begin...].contains("/") ? text : text + "/metrics"
    let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
    isLoopback = host == "localhost" || host.hasPrefix("127.") || host == "[::1]"
  }

  package static var expectation: String {
    "an address such as http://127.0.0.1:8000/metrics, or a port of this machine"
  }
}

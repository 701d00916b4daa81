import Base
import Economics

/// What a comparison of costs says in words.
enum CostSentences {
  /// Why one's own machines pay, or do not.
  static func comparison(_ comparison: CostComparison) -> String {
    let (own, api) = (money(comparison.local.runningMonthly), money(comparison.api.monthly))
    let saved = money(comparison.api.monthly - comparison.local.runningMonthly)
    switch comparison.breakEven {
    case .months(let estimate, let low, let high):
      guard let purchase = comparison.local.purchase, purchase > .zero else {
        return "\(own) a month instead of \(api): \(saved) are saved from the first month on, and nothing is bought"
      }
      let band = high.map { $0 > low * 1.005 ? " (\(months(low)) to \(months($0)))" : "" } ?? " (or never, if slower)"
      return "\(own) a month instead of \(api) saves \(saved): "
        + "the \(money(purchase)) are back after \(months(estimate)) months\(band)"
    case .never(.runningCostsMore):
      let difference = comparison.local.runningMonthly - comparison.api.monthly
      let more = difference == .zero ? "as much as the API" : "\(money(difference)) more than the API's \(api)"
      return "never: running it oneself costs \(own) a month, \(more), so nothing is saved that could pay for it"
    case .never(.cannotCarry):
      let share = comparison.local.utilisation.map { Amounts.percent($0) } ?? "more than all"
      return "never: the load is \(share) of what \(machines(comparison.local.machines)) can do"
    case .never(.unknownPurchase(let reason)): return "not known: \(reason)"
    }
  }

  /// From which volume on one's own machines cost less.
  static func crossover(_ crossover: Crossover) -> String {
    switch crossover {
    case .requestsPerMonth(let requests, let always):
      "own machines cost less from \(Amounts.count(requests.rounded(.up))) requests a month on"
        + (always > requests * 1.001
          ? " while they are busy, and at every volume from \(Amounts.count(always.rounded(.up))) on" : "")
    case .never: "the API costs less at every volume: even machines that never wait cost more for a request"
    case .beyondMachines(let requests):
      "own machines would cost less from \(Amounts.count(requests.rounded(.up))) requests a month on, more than they carry"
    }
  }

  /// What a hybrid takes for granted.
  static func hybrid(_ hybrid: HybridCost) -> String {
    let share = Amounts.percent(hybrid.localShare)
    return switch hybrid.pattern {
    case .tiered: "\(share) of the requests are answered well enough locally, and a rule tells beforehand which"
    case .cascade:
      "every request is tried locally first; \(share) are good enough, and a check sends the others to the API too"
    }
  }

  static func hiddenName(_ cost: HiddenCost) -> String {
    switch cost.kind {
    case .retries: "retries"
    case .rateLimits: "rate limits"
    case .priceChanges: "price changes"
    case .retirement: "retirement"
    case .engineering: "engineering"
    case .idleCapacity: "idle capacity"
    case .coldStarts: "cold starts"
    case .onCall: "on-call"
    case .updates: "updates"
    }
  }

  static func hidden(_ cost: HiddenCost) -> String {
    switch cost.kind {
    case .retries(let share):
      return "\(Amounts.percent(share)) of the requests asked again after a limit or an error"
    case .rateLimits: return "a quota below the peak costs waiting, or a dearer tier; ask for it before you need it"
    case .priceChanges: return "providers change prices and retire models; the local cost changes only with electricity"
    case .retirement(let model, let day):
      let when = day.map { "from \($0)" } ?? "already now"
      return "\(model) is not served \(when): moving to another model means testing again"
    case .engineering(let hours, let perHour):
      return "not counted above: \(Amounts.count(hours)) hours at \(money(perHour)) for updates, "
        + "monitoring and incidents (--ops-hours)"
    case .idleCapacity(let share):
      return "counted above: \(Amounts.percent(share)) of the machines' time is paid and not used"
    case .coldStarts:
      return "loading the model after a restart takes minutes in which somebody waits, or a second machine"
    case .onCall: return "who answers when it stops at night? not counted (--on-call)"
    case .updates: return "engines and models have a new version every few weeks; each is tried before it serves"
    }
  }

  /// Prices that may no longer hold, and what could not be counted.
  static func warnings(_ page: CostPage) -> [String] {
    var lines: [String] = []
    for bill in page.answer.apis {
      let price = bill.price
      if price.isRetired {
        lines.append("\(price.name) is no longer served\(price.retires.map { " since \($0)" } ?? "")")
      } else if let day = price.retires {
        lines.append("\(price.name) will no longer be served from \(day)")
      }
      if price.isStale { lines.append("the price of \(price.name) is of \(price.asOf ?? "?"), more than 90 days ago") }
    }
    for bill in page.answer.locals where !bill.carriesLoad {
      lines.append(
        "\(machines(bill.machines)) of \(bill.setup.name) cannot carry the load: "
          + "\(bill.utilisation.map(Amounts.percent) ?? "more than all") of what they can do")
    }
    if let log = page.log, !log.broken.isEmpty {
      let first = log.broken.prefix(3).map { "\($0.line) (\($0.reason))" }.joined(separator: ", ")
      lines.append(
        "\(log.broken.count) \(log.broken.count == 1 ? "line" : "lines") of the log could not be read: line \(first)"
          + (log.broken.count > 3 ? ", …" : ""))
    }
    if !page.unpriced.isEmpty {
      let names = page.unpriced.map { $0.isEmpty ? "(no name)" : $0 }.joined(separator: ", ")
      lines.append("no price is known of \(names) in the log")
    }
    return lines
  }

  static func machines(_ count: Int) -> String { count == 1 ? "one machine" : "\(count) machines" }

  static func money(_ amount: Money) -> String { Amounts.money(amount.roundedUSD) }

  /// A price of which many are paid: `$1.006`, with as many decimals as it has, and two at least.
  static func price(_ amount: Money) -> String {
    var text = ByteSize.decimal(amount.roundedUSD, places: 6)
    while text.last == "0", (text.split(separator: ".").last?.count ?? 0) > 2 { text.removeLast() }
    return "$" + text
  }

  /// `66.7`, and whole months from a hundred on.
  static func months(_ months: Double) -> String { ByteSize.decimal(months, places: months < 99.95 ? 1 : 0) }
}

import Base
import Fleet
import Ranking

/// What is said of an assignment.
enum AssignmentSentences {
  static func reason(_ unmet: Assignment.Unmet) -> String {
    switch unmet.reason {
    case .nothingCarries: "no host that is free carries a model for it within what is asked"
    case .tooFew(let served, let demand):
      "the hosts serve \(amount(served, unmet.want)) of \(amount(demand, unmet.want))"
    }
  }

  /// `2 machines with 4 × NVIDIA L40S each, about $32,000 for the cards`.
  static func purchase(_ option: ServingPlan.Option) -> String {
    let cards = option.gpu.map { (option.gpuCount > 1 ? "\(option.gpuCount) × " : "") + $0 } ?? "no card"
    let ram = ByteSize.text(option.mainMemoryBytes)
    let machines =
      option.machines == 1
      ? "a machine with \(cards) and \(ram)" : "\(option.machines) machines with \(cards) and \(ram) each"
    let price = option.priceUSD.map { ", about \(Amounts.money($0)) for the cards" } ?? ", at a price that is not known"
    return machines + (option.gpu == nil ? "" : price)
  }

  /// People, or requests per second.
  static func amount(_ amount: Double, _ want: Want) -> String {
    guard want.request.users != nil else { return "\(ByteSize.decimal(amount, places: 2)) requests per second" }
    // Half a person is served by nobody.
    return FleetSentences.count(Int(min(amount + 1e-6, 1e9)), "user")
  }

  static func search(_ search: Assignment.Search) -> String {
    let time = "\(search.solver), \(Amounts.seconds(search.seconds))"
    if search.isProven { return "No assignment is better (\(time))." }
    let gap = search.gap >= 1 ? "far" : Amounts.percent(search.gap)
    return
      "Time ran out (\(time)): at least \(ByteSize.decimal(search.bound, places: 3)) of a want must be left, and the "
      + "assignment may be \(gap) from the best; --time-limit gives it longer."
  }
}

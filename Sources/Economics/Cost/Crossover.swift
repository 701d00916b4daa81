/// The volume from which one's own machines cost less than an API.
package enum Crossover: Sendable, Equatable {
  ///
  /// Where every further machine costs something they cross more than once: first with one busy machine, and from
  /// `always` on one's own never cost more again.
  case requestsPerMonth(Double, always: Double)
  /// Even machines that never wait cost more for a request than the API.
  case never
  /// As many machines as there are cannot carry the volume at which they would pay.
  case beyondMachines(requestsPerMonth: Double)

  package var requestsPerMonth: Double? {
    if case .requestsPerMonth(let requests, _) = self { requests } else { nil }
  }

  /// The volume from which one's own machines never cost more.
  package var alwaysFromRequestsPerMonth: Double? {
    if case .requestsPerMonth(_, let always) = self { always } else { nil }
  }

  /// Where the line of a setup crosses the API's.
  ///
  /// With n machines a month costs `n × perMachine + fixed + perRequest × r`. That meets `apiPerRequest × r` at
  /// `r = (n × perMachine + fixed) / (apiPerRequest − perRequest)`, which counts for the smallest n that carries it.
  static func of(_ lines: LocalCostLines, apiPerRequest: Double) -> Crossover {
    let margin = apiPerRequest - lines.perRequest
    guard margin > 0 else { return .never }
    func volume(_ machines: Double) -> Double { (machines * lines.perMachine + lines.fixed) / margin }
    if let machines = lines.machines {
      let requests = volume(Double(machines))
      guard let each = lines.requestsPerMachine, requests > each * Double(machines) else {
        return .requestsPerMonth(requests, always: requests)
      }
      return .beyondMachines(requestsPerMonth: requests)
    }
    guard let each = lines.requestsPerMachine else { return .requestsPerMonth(volume(1), always: volume(1)) }
    // n machines carry n × each: n ≥ fixed / (margin × each − perMachine).
    let spare = margin * each - lines.perMachine
    guard spare > 0 else { return .never }
    let first = volume(max(1, (lines.fixed / spare - 1e-9).rounded(.up)))
    // The n-th machine pays at once where margin × (n − 1) × each ≥ n × perMachine + fixed; the one before it does not.
    let paying = ((margin * each + lines.fixed) / spare - 1e-9).rounded(.up)
    return .requestsPerMonth(first, always: max(first, volume(max(1, paying - 1))))
  }
}

/// A setup's monthly cost as straight lines over the volume, in US dollars.
struct LocalCostLines {
  var perMachine: Double
  var fixed: Double
  var perRequest: Double
  /// Requests a month that one machine carries with its peaks; nil where nobody knows.
  var requestsPerMachine: Double?
  /// A number of machines that does not follow the load.
  var machines: Int?

  /// The lines of a setup; nil where a price is not known that counts.
  init?(_ setup: LocalSetup, _ load: RequestLoad, _ terms: LocalSetup.Terms, hardwareMonths: Double?) {
    let months = terms.months
    let capacity = setup.machineCapacity(months)
    machines = setup.machines
    requestsPerMachine = capacity.map { $0 / (setup.machines == nil ? load.peakFactor : 1) }
    fixed = (setup.engineeringPerHour * setup.engineeringHours + setup.onCall).usd
    (perMachine, perRequest) = (0, 0)
    switch setup.running {
    case .given(let amount): fixed += amount.usd
    case .rented(let perHour): perMachine += (perHour * months.rentalHours).usd
    case .powered(let power):
      let busy = capacity == nil ? months.hours : 0
      perMachine += power.cost(hours: months.hours, busyHours: busy).usd
      if let capacity, capacity > 0 {
        perRequest = power.cost(hours: 0, busyHours: months.hours / capacity).usd
      }
    }
    guard let hardwareMonths else { return }
    let share = (1 - setup.resaleShare) / hardwareMonths
    switch setup.purchase {
    case .none: break
    case .total(let amount): fixed += amount.usd * share
    case .each(let amount): perMachine += amount.usd * share
    case .unknown: return nil
    }
  }
}

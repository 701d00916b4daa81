import Base

/// What a month of one's own machines comes to.
package struct LocalBill: Sendable, Equatable {
  /// The month's cost by what it is for; the sum is `monthly`.
  package struct Parts: Sendable, Equatable {
    package var hardware = Money.zero
    package var power = Money.zero
    package var rental = Money.zero
    package var engineering = Money.zero
    /// A monthly amount that was given as a whole.
    package var given = Money.zero

    package var total: Money { [hardware, power, rental, engineering, given].total }
  }

  package var setup: LocalSetup
  package var machines: Int
  /// Paid once; nil where the price is not known.
  package var purchase: Money?
  package var parts: Parts
  /// Share of what the machines can do that is used; nil where that is not known.
  package var utilisation: Double?
  /// What the machines together carry in a month, and nil where that is not known.
  package var requestsPerMonthCapacity: Double?
  package var rates: UnitCosts
  /// The month's cost with the purchase spread over `loadedMonths`.
  package var loadedMonthly: Money?
  package var loadedMonths: Double
  package var loadedRates: UnitCosts?
  /// What the months asked for come to, with growth and purchases; nil where a price is not known.
  package var total: Money?

  package var monthly: Money { parts.total }
  /// Without the purchase's share.
  package var runningMonthly: Money { parts.total - parts.hardware }
  /// What is paid for machines that wait.
  package var idleMonthly: Money? {
    utilisation.map { (parts.total - parts.engineering) * max(0, 1 - $0) }
  }
  /// Whether the machines finish what is asked of them.
  package var carriesLoad: Bool { utilisation.map { $0 <= 1 + 1e-9 } ?? true }
}

extension LocalSetup {
  /// Months over which a purchase is spread where nobody says otherwise (`catalog/assumptions.json`).
  package struct Terms: Sendable, Equatable {
    package var months = Months()
    package var usualAmortizationMonths: Double
    package var horizonMonths: Int

    package init(months: Months = Months(), usualAmortizationMonths: Double, horizonMonths: Int) {
      self.months = months
      self.usualAmortizationMonths = usualAmortizationMonths
      self.horizonMonths = horizonMonths
    }
  }

  /// Requests that one machine carries in a month.
  func machineCapacity(_ months: Months, _ level: BandLevel = .estimate) -> Double? {
    capacity.map { level.value(of: $0.requestsPerSecond) * months.seconds }
  }

  /// Machines that carry the busiest hours.
  func machinesNeeded(_ load: RequestLoad, _ months: Months, _ level: BandLevel) -> Int {
    if let machines { return machines }
    guard let each = machineCapacity(months, level), each > 0 else { return 1 }
    return max(1, Int(min(1e9, (load.requestsPerMonth * load.peakFactor / each - 1e-9).rounded(.up))))
  }

  func purchase(for machines: Int) -> Money? {
    switch purchase {
    case .none: .zero
    case .total(let amount): amount
    case .each(let amount): amount * machines
    case .unknown: nil
    }
  }

  /// The month's bill for a load, at a value of the throughput's band.
  package func bill(_ load: RequestLoad, _ terms: Terms, at level: BandLevel = .estimate) -> LocalBill {
    let months = terms.months
    let count = machinesNeeded(load, months, level)
    let carried = machineCapacity(months, level).map { $0 * Double(count) }
    let utilisation = carried.map { $0 > 0 ? load.requestsPerMonth / $0 : .infinity }
    let paid = purchase(for: count)
    var parts = LocalBill.Parts()
    switch running {
    case .given(let amount): parts.given = amount
    case .rented(let perHour): parts.rental = perHour * months.rentalHours * count
    case .powered(let power):
      let hours = months.hours * Double(count)
      parts.power = power.cost(hours: hours, busyHours: hours * min(1, utilisation ?? 1))
    }
    parts.engineering = engineeringPerHour * engineeringHours + onCall
    if let amortizationMonths, let paid { parts.hardware = hardwareShare(paid, months: amortizationMonths) }
    let loadedMonths = amortizationMonths ?? terms.usualAmortizationMonths
    let loaded = paid.map { parts.total - parts.hardware + hardwareShare($0, months: loadedMonths) }
    return LocalBill(
      setup: self, machines: count, purchase: paid, parts: parts, utilisation: utilisation,
      requestsPerMonthCapacity: carried, rates: load.rates(parts.total), loadedMonthly: loaded,
      loadedMonths: loadedMonths, loadedRates: loaded.map(load.rates), total: nil)
  }

  private func hardwareShare(_ paid: Money, months: Double) -> Money { paid * (1 - resaleShare) / months }
}

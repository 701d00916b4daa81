import Base

/// A way to serve a workload oneself: what it takes once, and what it takes every month.
package struct LocalSetup: Sendable, Equatable {
  /// What is paid once.
  package enum Purchase: Sendable, Equatable {
    /// Nothing: the machine is there already, or rented.
    case none
    /// For everything together.
    case total(Money)
    /// For each machine.
    case each(Money)
    /// Nobody knows the price.
    case unknown(reason: String)
  }

  /// What runs on with every machine.
  package enum Running: Sendable, Equatable {
    /// An amount for all of it, known from elsewhere.
    case given(Money)
    /// For an hour of each machine.
    case rented(perHour: Money)
    case powered(MachinePower)
  }

  package var name: String
  package var purchase: Purchase
  package var running: Running
  /// Hours a month that people work on it, whatever the number of machines.
  package var engineeringHours: Double
  package var engineeringPerHour: Money
  /// What being on call costs a month besides.
  package var onCall: Money
  /// What one machine carries; nil where that is not known.
  package var capacity: LocalCapacity?
  /// How many machines there are; nil takes as many as the load needs.
  package var machines: Int?
  /// Months over which the purchase is spread in the monthly cost; nil leaves it out there.
  package var amortizationMonths: Double?
  /// Share of the purchase that the machine still brings when it has been written off.
  package var resaleShare: Double

  package init(
    name: String, purchase: Purchase = .none, running: Running, engineeringHours: Double = 0,
    engineeringPerHour: Money = .zero, onCall: Money = .zero, capacity: LocalCapacity? = nil, machines: Int? = nil,
    amortizationMonths: Double? = nil, resaleShare: Double = 0
  ) {
    self.name = name
    self.purchase = purchase
    self.running = running
    self.engineeringHours = engineeringHours
    self.engineeringPerHour = engineeringPerHour
    self.onCall = onCall
    self.capacity = capacity
    self.machines = machines
    self.amortizationMonths = amortizationMonths
    self.resaleShare = resaleShare
  }
}

/// What a machine draws, and what that costs.
package struct MachinePower: Sendable, Equatable {
  /// At full load, without the data centre's overhead.
  package var loadWatts: Double
  /// With the model loaded and nothing to do.
  package var idleWatts: Double
  /// Of a kilowatt-hour.
  package var perKWh: Money
  /// Energy of the data centre over that of its machines (PUE).
  package var overhead: Double

  package init(loadWatts: Double, idleWatts: Double, perKWh: Money, overhead: Double = 1) {
    (self.loadWatts, self.idleWatts) = (loadWatts, min(idleWatts, loadWatts))
    (self.perKWh, self.overhead) = (perKWh, overhead)
  }

  /// The cost of that many machine-hours of which a share is busy: idle draw all the time, the rest while busy.
  package func cost(hours: Double, busyHours: Double) -> Money {
    perKWh * ((idleWatts * hours + (loadWatts - idleWatts) * busyHours) * overhead / 1000)
  }
}

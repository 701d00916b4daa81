import Base

extension CostStudy {
  /// The share by which inputs are changed.
  static let change = 0.2

  /// The month's saving with each input changed alone, what matters most first.
  func sensitivity(_ price: TokenPrice, _ setup: LocalSetup) -> [Sensitivity] {
    func saving(_ load: RequestLoad, _ price: TokenPrice, _ setup: LocalSetup) -> Money {
      let bill = setup.bill(load, terms)
      return price.monthly(load) - (bill.loadedMonthly ?? bill.monthly)
    }
    var found: [Sensitivity] = []
    func vary(_ input: Sensitivity.Input, _ saving: (Double) -> Money) {
      found.append(
        Sensitivity(
          input: input, change: Self.change, savingAtLow: saving(1 - Self.change), savingAtHigh: saving(1 + Self.change)
        ))
    }
    func varyLoad(_ input: Sensitivity.Input, _ path: WritableKeyPath<RequestLoad, Double>) {
      vary(input) { factor in
        var changed = load
        changed[keyPath: path] *= factor
        return saving(changed, price, setup)
      }
    }
    func varySetup(_ input: Sensitivity.Input, _ change: (inout LocalSetup, Double) -> Void) {
      vary(input) { factor in
        var changed = setup
        change(&changed, factor)
        return saving(load, price, changed)
      }
    }
    varyLoad(.requests, \.requestsPerMonth)
    varyLoad(.inputTokens, \.inputTokens)
    varyLoad(.outputTokens, \.outputTokens)
    vary(.apiPrice) { saving(load, price.scaled($0), setup) }
    if let capacity = setup.capacity {
      func at(_ level: BandLevel) -> Money {
        let bill = setup.bill(load, terms, at: level)
        return price.monthly(load) - (bill.loadedMonthly ?? bill.monthly)
      }
      if capacity.requestsPerSecond.low < capacity.requestsPerSecond.high {
        found.append(
          Sensitivity(input: .throughput, change: nil, savingAtLow: at(.low), savingAtHigh: at(.high)))
      }
    }
    switch setup.running {
    case .given: varySetup(.localMonthly) { $0.scaleRunning($1) }
    case .rented: varySetup(.rent) { $0.scaleRunning($1) }
    case .powered: varySetup(.electricity) { $0.scaleRunning($1) }
    }
    varySetup(.hardware) { $0.scalePurchase($1) }
    varySetup(.engineering) { $0.engineeringHours *= $1 }
    return found.filter { $0.swing > .zero }.sorted { $0.swing > $1.swing }
  }
}

extension LocalSetup {
  fileprivate mutating func scaleRunning(_ factor: Double) {
    switch running {
    case .given(let amount): running = .given(amount * factor)
    case .rented(let perHour): running = .rented(perHour: perHour * factor)
    case .powered(var power):
      power.perKWh = power.perKWh * factor
      running = .powered(power)
    }
  }

  fileprivate mutating func scalePurchase(_ factor: Double) {
    switch purchase {
    case .none, .unknown: return
    case .total(let amount): purchase = .total(amount * factor)
    case .each(let amount): purchase = .each(amount * factor)
    }
  }
}

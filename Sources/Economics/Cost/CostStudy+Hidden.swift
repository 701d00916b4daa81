extension CostStudy {
  /// What no price list shows, of the cheapest API and of every local side.
  func hiddenCosts(_ api: APIBill?, _ locals: [LocalBill]) -> [HiddenCost] {
    var costs: [HiddenCost] = []
    if let api {
      costs.append(HiddenCost(side: .api, kind: .retries(share: retryShare), monthly: api.monthly * retryShare))
      costs.append(HiddenCost(side: .api, kind: .rateLimits, monthly: nil))
      costs.append(HiddenCost(side: .api, kind: .priceChanges, monthly: nil))
      if api.price.isRetired || api.price.retires != nil {
        costs.append(
          HiddenCost(side: .api, kind: .retirement(model: api.price.name, day: api.price.retires), monthly: nil))
      }
    }
    guard let local = locals.first else { return costs }
    if local.setup.engineeringHours == 0 {
      costs.append(
        HiddenCost(
          side: .local, kind: .engineering(hours: careHours, perHour: carePerHour), monthly: carePerHour * careHours))
    } else {
      costs.append(HiddenCost(side: .local, kind: .updates, monthly: nil))
    }
    if let utilisation = local.utilisation, utilisation < 1 {
      costs.append(
        HiddenCost(side: .local, kind: .idleCapacity(share: 1 - utilisation), monthly: local.idleMonthly))
    }
    costs.append(HiddenCost(side: .local, kind: .coldStarts, monthly: nil))
    if local.setup.onCall == .zero { costs.append(HiddenCost(side: .local, kind: .onCall, monthly: nil)) }
    return costs
  }
}

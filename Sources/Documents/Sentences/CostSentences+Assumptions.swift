import Base
import Economics

extension CostSentences {
  /// What the figures take for granted, in a sentence.
  static func assumption(_ assumption: CostAssumption) -> String {
    switch assumption {
    case .months(let months):
      return
        "a month is \(Amounts.count(months.days)) days, a month of renting \(Amounts.count(months.rentalHours)) hours"
    case .usualTokens(let input, let output):
      return "a request reads \(Amounts.count(input)) tokens and \(Amounts.count(output)) are written for it"
    case .peak(let factor, let source):
      return "machines carry \(Amounts.short(factor)) times the mean load" + because(source)
    case .machinesNotDerived(let local):
      return "one machine of \(local) is enough: without --local MODEL nothing tells what it carries"
    case .capacity(let local, let capacity):
      let rate = capacity.requestsPerSecond
      let perHour = [rate.estimate, rate.low, rate.high].map { Amounts.count(($0 * 3600).rounded()) }
      let figure =
        rate.low < rate.high
        ? "\(perHour[0]) requests an hour (\(perHour[1]) to \(perHour[2]))" : "\(perHour[0]) requests an hour"
      return "one machine (\(local)) carries \(figure)\(basis(capacity))"
    case .noCacheDiscount(let model): return "\(model) grants nothing for cached input that is known"
    case .noBatchDiscount(let model): return "\(model) grants nothing for batches that is known"
    case .surcharge(let provider, let factor, let appliesTo, _):
      return "\(provider) asks \(Amounts.short(factor)) times the price (\(appliesTo))"
    case .rental(let local, let perHour, let region, let source):
      return "\(local) costs \(price(perHour)) an hour\(region.map { " in \($0)" } ?? "")" + dated(source)
    case .purchase(_, let each, let what, let source):
      return "\(what): \(money(each)), without the computer around\(dated(source))"
    case .owned(let local): return "\(local) is there already and costs only its power"
    case .purchaseApart(let months, _):
      return
        "the purchase stands apart from the monthly cost; 'with hardware' spreads it over \(Amounts.count(months)) months"
    case .amortized(let months, let resale):
      let back = resale > 0 ? ", of which it still brings \(Amounts.percent(resale)) at the end" : ""
      return "the purchase is spread over \(Amounts.count(months)) months in the monthly cost\(back)"
    case .power(let local, let load, let idle, let source):
      return "\(local) draws \(Amounts.count(load.rounded())) W under load, \(Amounts.count(idle.rounded())) W idle"
        + dated(source)
    case .electricity(let perKWh, let place, let source):
      return "a kilowatt-hour costs \(price(perKWh))\(place.map { " (\($0))" } ?? "")" + dated(source)
    case .overhead(let factor): return "the building takes \(Amounts.short(factor)) times what the machines do (PUE)"
    case .noEngineering: return "nobody's work is counted (--ops-hours)"
    case .priceStandsFor(let name, let model): return "\(name) is priced as \(model)"
    case .logScaled(let days): return "the log covers \(Amounts.short(days)) days, and the month goes on like that"
    }
  }

  private static func basis(_ capacity: LocalCapacity) -> String {
    let remark = capacity.remark.map { ", \($0)" } ?? ""
    return switch capacity.basis {
    case .given: ", as given"
    case .oneAtATime: ", one after the other; an engine that serves several at once carries more" + remark
    case .serving: remark
    }
  }

  private static func because(_ source: CostAssumption.Source?) -> String { source.map { ": \($0.text)" } ?? "" }

  private static func dated(_ source: CostAssumption.Source) -> String { source.asOf.map { " (as of \($0))" } ?? "" }
}

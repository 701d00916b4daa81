import Base
import TestSupport
import Testing

@testable import Economics

/// What holds for every load and every machine.
@Suite struct InvariantTests {
  private static let terms = LocalSetup.Terms(usualAmortizationMonths: 36, horizonMonths: 24)

  private static func setup(_ random: inout SeededRandom) -> LocalSetup {
    let rate = Double.random(in: 0.01...5, using: &random)
    let capacity = LocalCapacity(
      requestsPerSecond: Estimate(estimate: rate, low: rate * 0.8, high: rate * 1.3), basis: .oneAtATime)
    let running: LocalSetup.Running =
      switch Int.random(in: 0...2, using: &random) {
      case 0: .given(Money(usd: Double.random(in: 0...500, using: &random)))
      case 1: .rented(perHour: Money(usd: Double.random(in: 0.1...10, using: &random)))
      default:
        .powered(
          MachinePower(
            loadWatts: Double.random(in: 100...3000, using: &random),
            idleWatts: Double.random(in: 0...100, using: &random),
            perKWh: Money(usd: Double.random(in: 0.05...0.5, using: &random)), overhead: 1.2))
      }
    return LocalSetup(
      name: "x", purchase: .each(Money(usd: Double.random(in: 0...20_000, using: &random))), running: running,
      engineeringHours: Double.random(in: 0...20, using: &random), engineeringPerHour: Money(usd: 100),
      capacity: capacity, machines: Bool.random(using: &random) ? Int.random(in: 1...5, using: &random) : nil,
      amortizationMonths: Bool.random(using: &random) ? 24 : nil)
  }

  private static func load(_ random: inout SeededRandom) -> RequestLoad {
    RequestLoad(
      requestsPerMonth: Double.random(in: 1...1e7, using: &random).rounded(),
      inputTokens: Double(Int.random(in: 0...5000, using: &random)),
      outputTokens: Double(Int.random(in: 1...2000, using: &random)),
      cachedShare: Double.random(in: 0...1, using: &random),
      batchShare: Double.random(in: 0...1, using: &random), peakFactor: Double.random(in: 1...5, using: &random))
  }

  private static func price(_ random: inout SeededRandom) -> TokenPrice {
    let input = Double.random(in: 0.01...10, using: &random)
    return TokenPrice(
      provider: "p", model: "m", input: Money(usd: input), cachedInput: Money(usd: input / 2),
      output: Money(usd: input * 4), batchInput: Money(usd: input / 2), batchOutput: Money(usd: input * 2), asOf: nil,
      source: "test")
  }

  @Test func moreRequestsAreNeverCheaperInTotal() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<2000 {
      let (setup, load, price) = (Self.setup(&random), Self.load(&random), Self.price(&random))
      let more = load.scaled(Double.random(in: 1...20, using: &random))
      #expect(price.monthly(more) >= price.monthly(load))
      let (few, many) = (setup.bill(load, Self.terms), setup.bill(more, Self.terms))
      #expect(many.monthly >= few.monthly)
      #expect(many.machines >= few.machines)
    }
  }

  @Test func moreUtilisationIsNeverDearerPerToken() throws {
    var random = SeededRandom(seed: 2)
    for _ in 0..<2000 {
      var (setup, load) = (Self.setup(&random), Self.load(&random))
      setup.machines = 3
      let carried = try #require(setup.machineCapacity(Months())) * 3
      load.requestsPerMonth = carried * Double.random(in: 0.01...0.5, using: &random)
      let (idle, busy) = (setup.bill(load, Self.terms), setup.bill(load.scaled(2), Self.terms))
      #expect(try #require(busy.utilisation) > #require(idle.utilisation))
      let (first, second) = (try #require(idle.rates.perMillionTokens), try #require(busy.rates.perMillionTokens))
      #expect(second <= first + Money(usd: 1e-9))
    }
  }

  @Test func aFreeMachineNeverLosesOnHardware() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<2000 {
      var setup = Self.setup(&random)
      let load = Self.load(&random)
      let paid = setup.bill(load, Self.terms)
      setup.purchase = .none
      let free = setup.bill(load, Self.terms)
      #expect(free.parts.hardware == .zero && free.purchase == .zero)
      #expect(free.monthly <= paid.monthly)
      #expect(free.loadedMonthly == free.monthly)
    }
  }

  @Test func theLinesCrossWhereTheyMeet() throws {
    var random = SeededRandom(seed: 4)
    var crossings = 0
    for _ in 0..<2000 {
      let (setup, price) = (Self.setup(&random), Self.price(&random))
      var load = Self.load(&random)
      load.cachedShare = 0
      let perRequest = (price.monthly(load) / load.requestsPerMonth).usd
      let lines = try #require(
        LocalCostLines(setup, load, Self.terms, hardwareMonths: setup.amortizationMonths))
      guard case .requestsPerMonth(let volume, let always) = Crossover.of(lines, apiPerRequest: perRequest), volume >= 1
      else { continue }
      crossings += 1
      load.requestsPerMonth = volume
      let (own, api) = (setup.bill(load, Self.terms).monthly.usd, price.monthly(load).usd)
      #expect(abs(own - api) <= max(own, api) * 0.001 + 0.02, "\(own) \(api)")
      let limit = lines.machines.flatMap { count in lines.requestsPerMachine.map { $0 * Double(count) } } ?? .infinity
      load.requestsPerMonth = min(limit, always * Double.random(in: 1.001...30, using: &random))
      guard load.requestsPerMonth > always else { continue }
      let (later, bought) = (setup.bill(load, Self.terms).monthly.usd, price.monthly(load).usd)
      #expect(later <= bought * 1.001 + 0.02, "\(later) \(bought)")
    }
    #expect(crossings > 200)
  }

  @Test func partsAddUp() {
    var random = SeededRandom(seed: 5)
    for _ in 0..<500 {
      let study = CostStudy(
        load: Self.load(&random), terms: Self.terms, prices: [Self.price(&random)], setups: [Self.setup(&random)],
        localShares: [0.4, 0.85])
      let answer = study.answer()
      for bill in answer.locals {
        let parts = bill.parts
        #expect([parts.hardware, parts.power, parts.rental, parts.engineering, parts.given].total == bill.monthly)
      }
      if case .months(let estimate, let low, let high) = answer.comparisons[0].breakEven {
        #expect(low <= estimate && estimate <= high ?? .infinity)
      }
      #expect(answer.hybrids.count == 4)
      for hybrid in answer.hybrids where hybrid.pattern == .cascade {
        #expect(hybrid.monthly >= answer.locals[0].monthly)
      }
    }
  }
}

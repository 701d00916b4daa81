import Models
import Testing

@testable import Economics

/// Examples whose answers are known, to the cent.
@Suite struct KnownExamplesTests {
  private static let terms = LocalSetup.Terms(usualAmortizationMonths: 36, horizonMonths: 36)

  private static func price(_ name: String) throws -> TokenPrice {
    let price = try #require(PriceList.builtIn().prices(named: name).first)
    return TokenPrice(
      provider: price.provider, model: price.model, input: Money(usd: price.input), output: Money(usd: price.output),
      asOf: price.asOf, source: price.source)
  }

  private static func study(_ load: RequestLoad, _ models: [String], _ setups: [LocalSetup]) throws -> CostStudy {
    CostStudy(load: load, terms: terms, prices: try models.map(price), setups: setups)
  }

  private static let daily = RequestLoad(requestsPerMonth: 5000 * 30, inputTokens: 800, outputTokens: 400)

  private static func given(_ setup: Double, _ monthly: Double) -> LocalSetup {
    LocalSetup(name: "given", purchase: .total(Money(usd: setup)), running: .given(Money(usd: monthly)))
  }

  @Test func fiveThousandRequestsADayCostFiftyFourDollars() throws {
    let answer = try Self.study(Self.daily, ["gpt-4o-mini"], [Self.given(1600, 30)]).answer()
    #expect(answer.apis[0].monthly == Money(usd: 54))
    #expect(answer.comparisons[0].monthlySaving == Money(usd: 24))
    guard case .months(let months, let low, let high) = answer.comparisons[0].breakEven else {
      Issue.record("it pays")
      return
    }
    #expect((months * 10).rounded() / 10 == 66.7)
    #expect(low == months && high == months)
    #expect(answer.comparisons[0].crossover == .requestsPerMonth(30 / 0.000_36, always: 30 / 0.000_36))
  }

  @Test(arguments: [54.0, 60, 1000])
  func whatCostsMoreEveryMonthNeverPays(monthly: Double) throws {
    let answer = try Self.study(Self.daily, ["gpt-4o-mini"], [Self.given(1600, monthly)]).answer()
    #expect(answer.comparisons[0].breakEven == .never(.runningCostsMore))
  }

  @Test func aMillionRequests() throws {
    let load = RequestLoad(requestsPerMonth: 1_000_000, inputTokens: 500, outputTokens: 200)
    var rented = LocalSetup(name: "2 x g5.xlarge", running: .rented(perHour: Money(usd: 1.006)), machines: 2)
    let answer = try Self.study(load, ["gpt-4o", "gpt-4o-mini"], [rented]).answer()
    #expect(answer.apis.map(\.monthly) == [Money(usd: 195), Money(usd: 3250)])
    #expect(answer.locals[0].monthly == Money(usd: 1468.76))
    (rented.engineeringHours, rented.engineeringPerHour) = (10, Money(usd: 150))
    let bill = try Self.study(load, [], [rented]).answer().locals[0]
    #expect(bill.monthly == Money(usd: 2968.76))
    #expect(bill.parts.rental == Money(usd: 1468.76) && bill.parts.engineering == Money(usd: 1500))
  }

  @Test func growthBringsTheBreakEvenForward() throws {
    var load = Self.daily
    load.monthlyGrowth = 0.05
    let answer = try Self.study(load, ["gpt-4o-mini"], [Self.given(1600, 30)]).answer()
    guard case .months(let months, _, _) = answer.comparisons[0].breakEven else {
      Issue.record("it pays")
      return
    }
    // 54 × (1.05^23 − 1) / 0.05 − 30 × 23 = 1,547.2, and the 24th month saves 135.9 more.
    #expect(abs(months - (23 + 52.8 / 135.9)) < 0.01)
  }

  @Test func cachedAndBatchedTokensHaveTheirOwnPrice() {
    let price = TokenPrice(
      provider: "p", model: "m", input: Money(usd: 2.5), cachedInput: Money(usd: 1.25), output: Money(usd: 10),
      batchInput: Money(usd: 1.25), batchOutput: Money(usd: 5), asOf: nil, source: "test")
    var load = RequestLoad(requestsPerMonth: 1000, inputTokens: 1000, outputTokens: 100)
    #expect(price.monthly(load) == Money(usd: 3.5))
    load.cachedShare = 0.4
    #expect(price.monthly(load) == Money(usd: 3.0))
    load.batchShare = 0.5
    // Half waits: 0.5M x 1.25 + 0.05M x 5; the rest 0.3M x 2.5 + 0.2M x 1.25 + 0.05M x 10.
    #expect(price.monthly(load) == Money(usd: 0.875 + 1.5))
    var regional = price
    regional.surcharge = 1.1
    #expect(regional.monthly(load) == Money(usd: 2.6125))
  }
}

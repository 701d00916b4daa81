import Testing

@testable import Economics

@Suite struct MoneyTests {
  @Test func amountsAreExact() {
    #expect(Money(usd: 0.15).perMillion(120_000_000) == Money(usd: 18))
    #expect(Money(usd: 0.003625).perMillion(1) == Money(parts: 3625))
    #expect([Money(usd: 0.1), Money(usd: 0.2)].total == Money(usd: 0.3))
    #expect((Money(usd: 1.006) * 730.0 * 2).roundedUSD == 1468.76)
    #expect(Money(usd: 1600) / Money(usd: 24) == 1600.0 / 24)
  }

  @Test func halvesAreRoundedAwayFromZero() {
    #expect(Money(parts: 1).perMillion(500_000) == Money(parts: 1))
    #expect(Money(parts: -1).perMillion(500_000) == Money(parts: -1))
    #expect(Money(parts: 1).perMillion(499_999) == .zero)
  }
}

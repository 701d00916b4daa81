import Testing

@testable import Machines

@Suite struct HostLinkTests {
  private func card(_ link: PCILink?, bridges: [PCILink] = []) -> Accelerator {
    var card = Accelerator(id: "0000:01:00.0", vendor: .nvidia)
    card.link = link
    card.bridges = bridges.map { PCIBridge(link: $0) }
    return card
  }

  /// An idle card's link has slowed down; its lanes are those of the slot.
  @Test func theFastestRateCountsWithTheLanesInUse() throws {
    let link = PCILink(
      transfersPerSecond: 2.5e9, lanes: 4, maximumTransfersPerSecond: 16e9, maximumLanes: 16)
    let rate = try #require(card(link).linkBytesPerSecond)
    #expect(abs(rate - 16e9 / 8 * 128 / 130 * 4) < 1)
  }

  @Test func theSlowestBridgeBoundsIt() throws {
    let link = PCILink(transfersPerSecond: 16e9, lanes: 16)
    let slot = PCILink(lanes: 8, maximumTransfersPerSecond: 8e9)
    // Within a processor bridges have no rate of their own and say the least one.
    let inside = PCILink(maximumTransfersPerSecond: 2.5e9)
    let rate = try #require(card(link, bridges: [slot, inside]).linkBytesPerSecond)
    #expect(abs(rate - 8e9 / 8 * 128 / 130 * 8) < 1)
    #expect(abs(try #require(card(link, bridges: [inside]).linkBytesPerSecond) - 4 * rate) < 1)
  }

  @Test func eightBitsWereOnceSentAsTen() {
    #expect(card(PCILink(transfersPerSecond: 5e9, lanes: 8)).linkBytesPerSecond == 4e9)
  }

  @Test func whatIsNotKnownIsNotMadeUp() {
    #expect(card(nil).linkBytesPerSecond == nil)
    #expect(card(PCILink(lanes: 16)).linkBytesPerSecond == nil)
    #expect(card(PCILink(transfersPerSecond: 8e9, lanes: 0)).linkBytesPerSecond == nil)
  }
}

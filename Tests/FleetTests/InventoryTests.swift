import Machines
import TestSupport
import Testing

@testable import Fleet

/// Classes of equal machines, and what is odd about hosts of them.
@Suite struct InventoryTests {
  /// A server of two processors and so many cards; everything of it is known.
  private static func server(
    cards: Int = 8, bandwidth: Double = 614.4e9, budgetGiB: Int = 240, change: (inout Machine) -> Void = { _ in }
  ) -> Machine {
    var machine = TestMachine.live(threads: 64)
    machine.cpu.model = .known("Intel(R) Xeon(R) Platinum 8480+")
    machine.cpu.packages = .known(2)
    machine.memory = TestMachine.memory(total: 256, available: 250, budget: budgetGiB)
    machine.memory.bandwidthBytesPerSecond = .known(bandwidth)
    for index in 0..<cards {
      var card = Accelerator(id: "0000:0\(index):00.0", vendor: .nvidia)
      (card.name, card.memoryKind) = (.known("NVIDIA H100 80GB HBM3"), .known(.dedicated))
      (card.memoryTotalBytes, card.budgetBytes) = (.known(80 << 30), .known(79 << 30))
      (card.factID, card.isUsable, card.backends) = ("nvidia-h100-sxm5-80-gb", true, [.cuda])
      card.link = PCILink(lanes: 16, maximumLanes: 16)
      card.features = ["driver_version": "580.65.06", "power_limit_watts": "700"]
      machine.accelerators.append(card)
    }
    change(&machine)
    return machine
  }

  private static func inventory(_ machines: [Machine]) -> Inventory {
    var builder = InventoryBuilder()
    for (number, machine) in machines.enumerated() { builder.add("host\(number)", machine) }
    return builder.inventory()
  }

  /// The oddities of three machines as they should be and one more.
  private static func oddities(_ machine: Machine) -> [Oddity] {
    inventory([server(), server(), server(), machine]).classes.flatMap(\.oddities)
  }

  @Test func equalMachinesAreOneClassWhateverIsFree() throws {
    let inventory = Self.inventory([
      Self.server(budgetGiB: 240), Self.server(budgetGiB: 231),
      Self.server { $0.memory.totalBytes = .known((256 << 30) - (700 << 20)) },
    ])
    #expect(inventory.classes.count == 1 && inventory.hostCount == 3)
    let kind = try #require(inventory.classes.first)
    #expect(kind.oddities == [] && kind.readyHosts == ["host0", "host1", "host2"])
    #expect(kind.machine.memory.budgetBytes.value == 231 << 30)
  }

  @Test func theOrderOfHostsDoesNotMatterForClasses() {
    let machines = [Self.server(), Self.server(cards: 4), Self.server(), Self.server(cards: 0)]
    let one = Self.inventory(machines).classes
    let other = Self.inventory(machines.reversed()).classes
    #expect(one.map(\.fingerprint) == other.map(\.fingerprint))
    #expect(one.map(\.hosts.count) == [2, 1, 1])
  }

  @Test func aCardThatIsGoneIsMissed() {
    let found = Self.oddities(Self.server(cards: 7))
    #expect(
      found == [
        Oddity(
          finding: .missingCards(name: "NVIDIA H100 80GB HBM3", found: 7, expected: 8), hosts: ["host3"])
      ])
  }

  @Test func aCardThatNobodyCanUseIsTold() {
    let lost = Self.server { machine in
      machine.accelerators[3].isUsable = false
      machine.accelerators[3].reason = "NVML: GPU is lost"
    }
    let expected = Oddity.Finding.unusableCard(name: "NVIDIA H100 80GB HBM3", reason: "NVML: GPU is lost")
    #expect(Self.oddities(lost) == [Oddity(finding: expected, hosts: ["host3"])])
  }

  @Test func halfTheChannelsAreSeenOnOneHostAlone() {
    let found = Self.inventory([Self.server(bandwidth: 307.2e9)]).classes.flatMap(\.oddities)
    #expect(found.map(\.finding) == [.emptyChannels(found: 307.2e9, expected: 614.4e9)])
  }

  @Test(arguments: [4, 8])
  func aNarrowSlotIsTold(lanes: Int) {
    let found = Self.oddities(Self.server { $0.accelerators[0].link?.lanes = lanes })
    #expect(
      found.map(\.finding) == [.narrowLink(card: "NVIDIA H100 80GB HBM3", lanes: lanes, expected: 16)])
  }

  @Test func anotherDriverThanMostIsOldOnlyWhereItIsOlder() {
    func driver(_ version: String) -> Machine {
      Self.server { machine in
        for index in machine.accelerators.indices { machine.accelerators[index].features["driver_version"] = version }
      }
    }
    #expect(
      Self.oddities(driver("575.57.08")).map(\.finding)
        == [.olderDriver(version: "575.57.08", expected: "580.65.06")])
    #expect(Self.oddities(driver("590.1")) == [])
    #expect(
      Self.oddities(driver("470.256.02")).map(\.finding)
        == [.driverWithoutCUDA(version: "470.256.02", cuda: "12", needed: "525")])
  }

  @Test func throttledClocksAndCardsAreTold() {
    func clocked(_ hertz: Double, most: Double = 3.8e9) -> Machine {
      Self.server { ($0.cpu.currentFrequencyHz, $0.cpu.maximumFrequencyHz) = (.known(hertz), .known(most)) }
    }
    let usual = [clocked(3.5e9), clocked(3.6e9), clocked(3.7e9)]
    func findings(_ machine: Machine) -> [Oddity.Finding] {
      Self.inventory(usual + [machine]).classes.flatMap(\.oddities).map(\.finding)
    }
    #expect(findings(clocked(3e9)) == [])
    #expect(findings(clocked(1e9)) == [.slowClock(expected: 3.6e9, now: true)])
    #expect(findings(clocked(0.3e9)) == [.slowClock(expected: 3.8e9, now: true)])
    #expect(findings(clocked(2e9, most: 2e9)) == [.slowClock(expected: 3.8e9, now: false)])
    let limited = Self.oddities(Self.server { $0.accelerators[1].features["power_limit_watts"] = "300" })
    #expect(
      limited.map(\.finding) == [.powerLimit(card: "NVIDIA H100 80GB HBM3", watts: 300, expected: 700)])
  }

  @Test func aBusyHostIsNotWhatItsClassIsPlannedWith() throws {
    let busy = Self.server(budgetGiB: 100) { $0.accelerators[2].budgetBytes = .known(10 << 30) }
    let kind = try #require(Self.inventory([Self.server(), Self.server(), busy]).classes.first)
    #expect(kind.hosts.count == 3 && kind.readyHosts == ["host0", "host1"])
    #expect(kind.oddities.map(\.finding.kind) == [.busy, .busy])
    #expect(kind.machine.memory.budgetBytes.value == 240 << 30)
    #expect(kind.machine.accelerators.allSatisfy { $0.budgetBytes.value == 79 << 30 })
  }

  @Test func virtualMachinesHaveWhatTheyWereGiven() {
    func virtual(_ gibibytes: Int) -> Machine {
      Self.server(cards: 0) { machine in
        machine.os.hypervisor = .known("kvm")
        machine.memory = TestMachine.memory(total: gibibytes, available: gibibytes - 1, budget: gibibytes - 2)
      }
    }
    let found = Self.inventory([virtual(64), virtual(64), virtual(16)])
    #expect(found.classes.count == 2 && found.classes.allSatisfy { $0.oddities.isEmpty })
  }

  @Test func sizesAreThoseThatAreSold() {
    for gibibytes in [1, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512, 768, 1024, 1536] {
      let sold = gibibytes << 30
      #expect(NominalSize.bytes(sold) == sold)
      #expect(NominalSize.bytes(sold - sold / 64) == sold, "\(gibibytes)")
    }
    #expect(NominalSize.bytes(0) == 0 && NominalSize.bytes(.max) == .max)
  }
}

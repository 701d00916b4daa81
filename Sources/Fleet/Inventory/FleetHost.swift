import Base
import Machines

/// What is kept of one host beside its class: all in which machines that are equal may differ.
package struct FleetHost: Sendable, Equatable {
  /// One card, in the order of `Machine.cardOrder`.
  package struct Card: Sendable, Equatable {
    package var id: String
    package var name: String
    package var isUsable: Bool
    /// Why it is not usable.
    package var reason: String?
    package var budgetBytes: Int?
    package var link: PCILink?
    /// Of NVIDIA's driver.
    var driverVersion: String?
    /// What the card may draw, as its driver is told.
    package var powerLimitWatts: Double?
  }

  package var name: String
  /// What a model may take of main memory.
  package var memoryBudgetBytes: Int?
  package var frequencyHz: Double?
  package var maximumFrequencyHz: Double?
  package var cards: [Card]

  init(_ name: String, _ machine: Machine) {
    self.name = name
    memoryBudgetBytes = machine.memory.budgetBytes.value
    frequencyHz = machine.cpu.currentFrequencyHz.value
    maximumFrequencyHz = machine.cpu.maximumFrequencyHz.value
    cards = machine.cardOrder.map { index in
      let card = machine.accelerators[index]
      return Card(
        id: card.id, name: card.displayName, isUsable: card.isUsable, reason: card.isUsable ? nil : card.reason,
        budgetBytes: card.budgetBytes.value, link: card.link, driverVersion: card.features["driver_version"],
        powerLimitWatts: card.features["power_limit_watts"].flatMap(Double.init))
    }
  }
}

extension Machine {
  /// The accelerators' indices so that equal machines have equal cards at equal places.
  var cardOrder: [Int] {
    accelerators.indices.sorted { first, second in
      let (left, right) = (accelerators[first], accelerators[second])
      return (left.displayName, left.nominalBytes ?? 0, first) < (right.displayName, right.nominalBytes ?? 0, second)
    }
  }
}

extension Accelerator {
  /// What the driver calls it, or the database of PCI devices, or what is known of it at least.
  package var displayName: String { name.value ?? pciName ?? pciID ?? "a card of \(vendor.rawValue)" }

  /// Whether it is a product with memory of its own that models are run on, in whatever state it is.
  var isKnownCard: Bool {
    factID != nil && memoryKind.value ?? .dedicated == .dedicated
  }

  /// Its memory as it is sold: drivers of one card tell sizes that differ by what they keep.
  var nominalBytes: Int? { memoryTotalBytes.value.map(NominalSize.bytes) }
}

/// Sizes of memory as they are sold.
enum NominalSize {
  /// The least of sixteen sizes per power of two that holds so many bytes, in whole gibibytes.
  ///
  /// Kernels and drivers tell what is left after their own reservations, which differ between versions by less.
  static func bytes(_ bytes: Int) -> Int {
    guard bytes > 0 else { return 0 }
    let power = Int.bitWidth - 1 - bytes.leadingZeroBitCount
    let step = max(1 << 30, 1 << max(0, power - 4))
    return bytes > Int.max - step ? bytes : (bytes + step - 1) / step * step
  }
}

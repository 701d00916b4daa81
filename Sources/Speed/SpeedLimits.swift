import Machines
import Models

/// What all devices of a machine reach together at most.
package struct SpeedLimits: Sendable {
  /// What all memory reads, whatever runs; nil where a part is not known.
  package let memoryBytesPerSecond: Double?
  /// Weights that are read to write a token, by the rates that speeds are told with; nil where a part is not known, and where
  /// runs that were verified may have been faster than the rates say.
  package let decodeBytesPerSecond: Double?
  /// The same in weights, of whatever format; nil for the same reasons.
  package let decodeWeightsPerSecond: Double?
  /// Operations on weights that prompts are computed with; nil for the same reasons.
  package let promptOperationsPerSecond: Double?

  init(_ machine: Machine, _ measurements: Measurements?, _ rates: MachineRates) {
    let cards = machine.accelerators.filter(\.isUsable)
    let read = [machine.memory.bandwidthBytesPerSecond.value, measurements?.cpu.memoryReadBytesPerSecond.high]
    memoryBytesPerSecond = Self.sum(read.compactMap(\.self).max().flatMap { $0 > 0 ? $0 : nil }, cards) {
      $0.bandwidthBytesPerSecond.value
    }
    let isCalibrated = measurements.map { !$0.calibration.entries.isEmpty } ?? false
    let processor = isCalibrated ? nil : rates.processor
    decodeBytesPerSecond = Self.sum(processor?.decode.mostBytesPerSecond, cards) {
      rates.most(of: $0) { $0.decode.mostBytesPerSecond }
    }
    decodeWeightsPerSecond = Self.sum(processor?.decode.mostWeightsPerSecond, cards) {
      rates.most(of: $0) { $0.decode.mostWeightsPerSecond }
    }
    promptOperationsPerSecond = Self.sum(processor?.prefill.mostOperationsPerSecond, cards) {
      rates.most(of: $0) { $0.prefill.mostOperationsPerSecond }
    }
  }

  private static func sum(_ processor: Double?, _ cards: [Accelerator], _ rate: (Accelerator) -> Double?) -> Double? {
    guard var sum = processor else { return nil }
    for card in cards {
      guard let own = rate(card) else { return nil }
      sum += own
    }
    return sum
  }
}

extension MachineRates {
  /// By the best of a card's back ends.
  fileprivate func most(of card: Accelerator, _ rate: (DeviceRates) -> Double) -> Double? {
    accelerators.filter { $0.id == card.id }.map { rate($0.rates) }.max()
  }
}

extension DecodeRates {
  /// In the format that is read fastest.
  fileprivate var mostBytesPerSecond: Double { max(weightBytesPerSecond, formatBytesPerSecond.most ?? 0) }

  /// In the format of which most are read.
  fileprivate var mostWeightsPerSecond: Double {
    TensorType.allCases.lazy.map { (formatBytesPerSecond[$0] ?? weightBytesPerSecond) * 8 / $0.bitsPerWeight }.max()
      ?? 0
  }
}

extension PrefillRates {
  /// In the format that is computed fastest.
  fileprivate var mostOperationsPerSecond: Double {
    let leastCost = min(1, expertFactor, formatExpertFactors.least ?? 1, unpackingFactor)
    return max(operationsPerSecond, formatOperationsPerSecond.most ?? 0) / leastCost
  }
}

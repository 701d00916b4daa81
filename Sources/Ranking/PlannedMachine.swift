import Base
import Machines
import Memory
import Models

/// A machine that a plan considers.
struct PlannedMachine {
  var gpu: GPUFact?
  var count = 0
  var mainMemoryGibibytes: Int
  var mainMemoryBandwidth = twoChannelsOfDDR4
  var cores = 8
  /// Whether a part of the model may stay in main memory.
  var usesMainMemory = false

  static let twoChannelsOfDDR4 = 51.2e9
  static let twoChannelsOfDDR5 = 89.6e9
  static let eightChannelsOfDDR4 = 204.8e9

  var mainMemoryBytes: Int { mainMemoryGibibytes << 30 }
  var isUnified: Bool { gpu?.isUnified ?? false }
  var gpuMemoryBytes: Int { gpu?.memorySizesBytes.max() ?? 0 }
  /// Of one card.
  var price: CardPrice? {
    gpu.flatMap {
      CardPriceTable.builtIn.price(ofGPU: $0.id, launchUSD: $0.priceUSD, launchYear: $0.releaseYear)
    }
  }
  var priceUSD: Double? { price.map { $0.usd * Double(max(count, 1)) } }

  /// Per bandwidth of main memory the sizes that are sold with it, the smallest first.
  static let withoutCards: [[PlannedMachine]] = [
    [8, 16, 32, 64, 128].map { PlannedMachine(mainMemoryGibibytes: $0) },
    [32, 64, 96, 128, 192].map {
      PlannedMachine(mainMemoryGibibytes: $0, mainMemoryBandwidth: twoChannelsOfDDR5, cores: 12)
    },
    [128, 256, 512, 768, 1024].map {
      PlannedMachine(mainMemoryGibibytes: $0, mainMemoryBandwidth: eightChannelsOfDDR4, cores: 32)
    },
  ]

  /// Per card and number of cards, cheapest first; what has no price comes last, by memory.
  static func withCards(_ gpus: [GPUFact], isMixture: Bool) -> [[PlannedMachine]] {
    var result: [[PlannedMachine]] = []
    for gpu in gpus where isSold(gpu) {
      if gpu.isUnified {
        let known = gpu.memorySizesBytes.map { $0 >> 30 }.sorted()
        let sizes = known.isEmpty ? [32, 64, 96, 128] : known
        result.append(
          sizes.map { size in
            PlannedMachine(
              gpu: gpu, count: 1, mainMemoryGibibytes: size, mainMemoryBandwidth: gpu.bandwidthBytesPerSecond ?? 0,
              cores: 16)
          })
        continue
      }
      // Several cards only of those that hold something.
      let isLarge = gpu.memorySizesBytes.max() ?? 0 >= 8 << 30
      for count in !isLarge ? [1] : gpu.segment == "desktop" ? [1, 2, 4] : [1, 2, 4, 8] {
        result.append([PlannedMachine(gpu: gpu, count: count, mainMemoryGibibytes: 32)])
      }
      guard isMixture, isLarge else { continue }
      // Experts in main memory.
      result.append(
        [32, 64, 96, 128, 192].map {
          PlannedMachine(
            gpu: gpu, count: 1, mainMemoryGibibytes: $0, mainMemoryBandwidth: twoChannelsOfDDR5, cores: 12,
            usesMainMemory: true)
        })
    }
    func key(_ machines: [PlannedMachine]) -> (Double, Int, Int, String) {
      guard let first = machines.first else { return (.infinity, 0, 0, "") }
      return (first.priceUSD ?? .infinity, first.count * first.gpuMemoryBytes, first.count, first.gpu?.id ?? "")
    }
    return result.sorted { key($0) < key($1) }
  }

  /// Cards of the last years with what the estimate needs, and chips that are sold as small computers.
  private static func isSold(_ gpu: GPUFact) -> Bool {
    guard gpu.bandwidthBytesPerSecond != nil, gpu.computeTarget != nil || gpu.vendor == "intel" else { return false }
    let year = gpu.releaseYear ?? 0
    if gpu.isUnified { return year >= 2025 && gpu.vendor != "apple" && (gpu.bandwidthBytesPerSecond ?? 0) >= 200e9 }
    return (year >= 2020 || CardPriceTable.builtIn.hasUsed(gpu: gpu.id)) && !gpu.memorySizesBytes.isEmpty
      && ["desktop", "workstation", "datacenter"].contains(gpu.segment ?? "")
  }

  func machine() -> Machine? {
    try? SimulatedMachine.machine(
      gpus: gpu.map { gpu in Array(repeating: gpu.name, count: count) } ?? [], ramBytes: mainMemoryBytes,
      cores: cores, memoryBandwidthBytesPerSecond: isUnified ? nil : mainMemoryBandwidth)
  }

  /// Whether the model lies where the plan means it to lie, on all of its cards.
  func allows(_ placement: Placement) -> Bool {
    guard gpu != nil else { return placement.mode == .cpu }
    if usesMainMemory { return placement.mode == .expertOffload }
    guard [.gpu, .multiGPU].contains(placement.mode) else { return false }
    return placement.accelerators.count == count
  }
}

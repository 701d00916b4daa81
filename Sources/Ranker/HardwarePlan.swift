import DeviceCatalog
import FitCalculator
import HardwareModel
import ModelCatalog
import SpeedModel
import Units

/// What to buy for a model: hardware that runs it at a wanted speed and context.
package struct HardwarePlan: Sendable, Equatable {
  /// Cheapest first where prices are known, then the others by the memory of their cards.
  package var options: [Option]
  /// What stands in the way when there is no option.
  package var reason: String?

  package struct Option: Sendable, Equatable {
    /// The card's product name; nil for a machine without one.
    package var gpu: String?
    package var gpuCount: Int
    package var gpuMemoryBytes: Int
    package var mainMemoryBytes: Int
    /// Bandwidth of main memory that is assumed, in bytes per second.
    package var mainMemoryBandwidth: Double
    /// Launch price of the cards together, in US dollars; nil when it is not known.
    package var priceUSD: Double?
    package var fit: Fit
    package var speed: Speed
  }
}

/// What the planned machine must do.
package struct PlanWishes: Sendable, Equatable {
  package var quantization: String
  package var minimumTokensPerSecond: Double
  package var limit: Int

  package init(quantization: String = "Q4_K_M", minimumTokensPerSecond: Double = 10, limit: Int = 8) {
    (self.quantization, self.minimumTokensPerSecond, self.limit) = (quantization, minimumTokensPerSecond, limit)
  }
}

/// Finds the smallest hardware for a model with the same estimator that judges real machines.
package enum HardwarePlanner {
  private static let memorySizes = [8, 16, 32, 64, 96, 128, 192, 256, 384, 512, 768, 1024]
  private static let gpuCounts = [1, 2, 4, 8]
  private static let computerWithTwoChannels = 51.2e9
  private static let serverWithEightChannels = 204.8e9

  package static func plan(
    _ model: Model, workload: Workload, wishes: PlanWishes, table: GPUTable = .builtIn
  ) -> HardwarePlan {
    guard model.architecture != nil else {
      return HardwarePlan(options: [], reason: "the dimensions of \(model.name) are not known")
    }
    var options: [HardwarePlan.Option] = []
    for bandwidth in [computerWithTwoChannels, serverWithEightChannels] {
      let cores = bandwidth > 100e9 ? 32 : 8
      for size in memorySizes {
        guard
          let option = option(
            model, workload, wishes, gpu: nil, count: 0, ram: size, bandwidth: bandwidth, cores: cores)
        else { continue }
        options.append(option)
        break
      }
    }
    for gpu in table.gpus where isForSale(gpu) {
      if let option = smallest(model, workload, wishes, gpu: gpu) { options.append(option) }
    }
    options.sort(by: comesFirst)
    var shown: [HardwarePlan.Option] = []
    for option in options where shown.count < max(0, wishes.limit) {
      // A dearer card of the same memory says nothing new.
      if option.gpu != nil, shown.contains(where: { $0.gpu != nil && $0.isLike(option) }) { continue }
      shown.append(option)
    }
    return HardwarePlan(
      options: shown, reason: options.isEmpty ? "nothing in the table of GPUs runs it at this speed and context" : nil)
  }

  /// Desktop and server cards of the last years with what the estimate needs.
  private static func isForSale(_ gpu: GPUFact) -> Bool {
    !gpu.isUnified && gpu.bandwidthBytesPerSecond != nil && (gpu.releaseYear ?? 0) >= 2020
      && !gpu.memorySizesBytes.isEmpty && gpu.segment != "laptop"
  }

  private static func smallest(
    _ model: Model, _ workload: Workload, _ wishes: PlanWishes, gpu: GPUFact
  ) -> HardwarePlan.Option? {
    let least = Double(model.textParameters ?? model.parameters ?? 0) * 0.3
    // Nor can a card write faster than it reads the weights of one token at two bits.
    let read = Double(model.activeParameters ?? model.textParameters ?? 0) * 0.25
    let fastest = (gpu.bandwidthBytesPerSecond ?? 0) / max(read, 1)
    guard fastest >= wishes.minimumTokensPerSecond else { return nil }
    for count in gpuCounts {
      // What has less memory than the weights at two bits cannot hold them.
      guard Double(count * (gpu.memorySizesBytes.max() ?? 0)) >= least else { continue }
      if let option = option(
        model, workload, wishes, gpu: gpu, count: count, ram: 32, bandwidth: computerWithTwoChannels, cores: 8)
      {
        return option
      }
    }
    return nil
  }

  private static func option(
    _ model: Model, _ workload: Workload, _ wishes: PlanWishes, gpu: GPUFact?, count: Int, ram: Int, bandwidth: Double,
    cores: Int
  ) -> HardwarePlan.Option? {
    let names = gpu.map { gpu in Array(repeating: gpu.name, count: count) } ?? []
    guard
      let machine = try? SimulatedMachine.machine(
        gpus: names, ramBytes: ram << 30, cores: cores, memoryBandwidthBytesPerSecond: bandwidth)
    else { return nil }
    let fits = FitCalculator(machine: machine).fits(
      of: model, quantizations: [wishes.quantization], workload: workload)
    guard let fit = fits.first, fit.verdict == .fits,
      gpu == nil || [.gpu, .multiGPU].contains(fit.placement.mode),
      let speed = SpeedModel(machine: machine, measurements: nil).speed(of: fit, model: model),
      speed.decodeTokensPerSecond.estimate >= wishes.minimumTokensPerSecond
    else { return nil }
    if gpu != nil, Set(fit.placement.devices.map(\.id)).subtracting(["cpu"]).count != count { return nil }
    return HardwarePlan.Option(
      gpu: gpu?.name, gpuCount: count, gpuMemoryBytes: machine.accelerators.first?.memoryTotalBytes.value ?? 0,
      mainMemoryBytes: ram << 30, mainMemoryBandwidth: bandwidth,
      priceUSD: gpu == nil ? nil : gpu?.priceUSD.map { $0 * Double(count) }, fit: fit, speed: speed)
  }

  /// Without cards first, since every machine has memory; then by price; then by the cards' memory.
  private static func comesFirst(_ first: HardwarePlan.Option, _ second: HardwarePlan.Option) -> Bool {
    func key(_ option: HardwarePlan.Option) -> (Int, Double, Int, String) {
      let memory = option.gpuCount * option.gpuMemoryBytes
      if option.gpu == nil { return (0, option.mainMemoryBandwidth, option.mainMemoryBytes, "") }
      return (option.priceUSD == nil ? 2 : 1, option.priceUSD ?? Double(memory), memory, option.gpu ?? "")
    }
    return key(first) < key(second)
  }
}

extension HardwarePlan.Option {
  fileprivate func isLike(_ other: Self) -> Bool {
    gpuCount == other.gpuCount && gpuMemoryBytes == other.gpuMemoryBytes && (priceUSD == nil) == (other.priceUSD == nil)
      && Steps.logarithm(other.speed.decodeTokensPerSecond.estimate / max(0.01, speed.decodeTokensPerSecond.estimate))
        < 0.5
  }
}

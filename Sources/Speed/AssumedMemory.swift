import Machines

/// What is taken for the bandwidth of main memory where nothing tells it.
package struct AssumedMemory: Sendable, Equatable {
  /// What the processor's name tells of its memory; nil: a figure for the number of cores stands for it.
  package var platform: MemoryPlatform?
  package var packages: Int
  /// Of all packages, with every channel filled.
  package var bandwidthBytesPerSecond: Double
}

extension AssumedMemory {
  /// Threads of the largest desktop processors.
  private static let mostDesktopCores = 32

  init(cpuModel: String?, packages: Int, cores: Int, _ constants: ProcessorConstants.Modelled) {
    self.packages = packages
    platform = cpuModel.flatMap { model in
      MemoryPlatform.platforms(cpuModel: model).min { $0.bandwidthBytesPerSecond < $1.bandwidthBytesPerSecond }
    }
    let unknown = constants.unknownBandwidth
    guard let platform else {
      let few = min(Double(cores) * unknown.perCore, unknown.atMost)
      // So many cores come with more than the two channels of a desktop.
      bandwidthBytesPerSecond = cores > Self.mostDesktopCores ? max(few, Double(cores) * unknown.perServerCore) : few
      return
    }
    bandwidthBytesPerSecond = platform.bandwidthBytesPerSecond * (packages > 1 ? unknown.ofSeveralPackages : 1)
  }
}

import Base
import Machines
import Speed

/// Words and codes for what no measurement behind a speed speaks of.
enum UnmeasuredText {
  static func code(_ unmeasured: Unmeasured) -> String {
    switch unmeasured {
    case .architecture: "architecture"
    case .generation: "gpu_generation"
    case .cards: "cards"
    case .offload: "offload"
    case .engine: "engine"
    case .kernels: "kernels"
    case .memory: "memory_bandwidth"
    }
  }

  static func words(_ unmeasured: Unmeasured) -> String {
    switch unmeasured {
    case .architecture(let name): "models of the architecture \(TextStyle.plain(name))"
    case .generation: "this generation of GPUs on this back end"
    case .cards(let count): "layers split over \(count) cards"
    case .engine: "packed weights in another engine than llama.cpp"
    case .kernels(let name): "what llama.cpp reaches of the benchmark's kernels for \(TextStyle.plain(name))"
    case .offload: "a part in main memory beside the GPU"
    case .memory(let memory): "memory bandwidth unknown, taken as \(bandwidth(memory))"
    }
  }

  /// What the speed rests on, in words.
  static func sentence(_ speed: Speed) -> String {
    guard !speed.unmeasured.isEmpty else { return speed.basis.rawValue }
    return "\(speed.basis.rawValue), wider for what was never measured: "
      + speed.unmeasured.map(words).joined(separator: "; ")
  }

  /// What was taken for the bandwidth of main memory; nil where it is known or has no part.
  static func assumedMemory(_ speed: Speed) -> AssumedMemory? {
    for case .memory(let memory) in speed.unmeasured { return memory }
    return nil
  }

  private static func bandwidth(_ memory: AssumedMemory) -> String {
    let rate = "\(ByteSize.decimal(memory.bandwidthBytesPerSecond / 1e9, places: 0)) GB/s"
    guard let platform = memory.platform else { return "\(rate), for want of the processor's name and memory" }
    let speed = "\(platform.memory)-\(Int(platform.transfersPerSecond / 1e6))"
    let packages = memory.packages > 1 ? ", \(memory.packages) sockets" : ""
    return "\(rate): \(platform.name), \(platform.channels) channels of \(speed)\(packages)"
  }
}

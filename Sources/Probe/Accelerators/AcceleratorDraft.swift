import Base
import Machines

/// An accelerator while its facts are being joined: each fact is set once, by the best source first.
struct AcceleratorDraft {
  var accelerator: Accelerator
  /// Names under which environment variables may pick the device.
  var identifiers: [String] = []
  var drivesDisplay = false
  var vulkanIndex: Int?

  init(id: String, vendor: Accelerator.Vendor) {
    accelerator = Accelerator(id: id, vendor: vendor)
    accelerator.name = .unknown(reason: "no source names it")
    accelerator.driver = .unknown(reason: "the source does not tell")
    accelerator.memoryKind = .unknown(reason: "no source tells")
    accelerator.memoryTotalBytes = .unknown(reason: "no source tells")
    accelerator.memoryFreeBytes = .unknown(reason: "no source tells")
    accelerator.budgetBytes = .unknown(reason: "no source tells its memory")
    accelerator.bandwidthBytesPerSecond = .unknown(reason: "no source tells")
  }

  /// Sets a fact that is still unknown, and notes its source.
  mutating func set<Value>(
    _ fact: WritableKeyPath<Accelerator, Known<Value>>, _ value: Value?, key: String, from source: String
  ) {
    guard case .unknown = accelerator[keyPath: fact], let value else { return }
    accelerator[keyPath: fact] = .known(value)
    accelerator.sources[key] = source
  }

  mutating func set(name: String?, from source: String) {
    set(\.name, name.flatMap { $0.isEmpty || $0 == "Graphics Device" ? nil : $0 }, key: "name", from: source)
  }

  mutating func set(total: Int?, free: Int?, from source: String) {
    guard case .unknown = accelerator.memoryTotalBytes else { return }
    set(\.memoryTotalBytes, total, key: "memory_total_bytes", from: source)
    if let total, let free { set(\.memoryFreeBytes, min(total, free), key: "memory_free_bytes", from: source) }
  }

  /// Sets the budget of a device with memory of its own: what is free, less the reserve.
  mutating func setDedicatedBudget() {
    let reserve = Reserve.deviceBytes + (drivesDisplay ? Reserve.displayBytes : 0)
    accelerator.budgetBytes = accelerator.memoryFreeBytes.or(accelerator.memoryTotalBytes).map { max(0, $0 - reserve) }
  }

  /// Takes what the GPU table says: product, bandwidth and what is still open.
  mutating func complete(with match: GPUMatch, bandwidthFromDriver: Double?) {
    accelerator.factID = match.gpu?.id
    let driverTarget = accelerator.computeTarget.value
    set(\.computeTarget, match.gpu?.computeTarget, key: "compute_target", from: "gpu table")
    if driverTarget == nil, match.gpu == nil {
      let targets = Set(match.candidates.map(\.computeTarget))
      if targets.count == 1, let target = targets.first {
        set(\.computeTarget, target, key: "compute_target", from: "gpu table")
      }
    }
    if let bandwidthFromDriver {
      set(\.bandwidthBytesPerSecond, bandwidthFromDriver, key: "bandwidth_bytes_per_second", from: "driver")
    } else if case .unknown = accelerator.bandwidthBytesPerSecond {
      switch match.bandwidthBytesPerSecond {
      case .known(let rate):
        set(\.bandwidthBytesPerSecond, rate, key: "bandwidth_bytes_per_second", from: "gpu table")
      case .unknown(let reason): accelerator.bandwidthBytesPerSecond = .unknown(reason: reason)
      }
    }
  }

  /// Says that the device cannot be used, and why; the first such reason stands.
  mutating func refuse(_ reason: String) {
    if accelerator.isUsable || accelerator.reason == nil { accelerator.reason = reason }
    accelerator.isUsable = false
    accelerator.backends = []
  }
}

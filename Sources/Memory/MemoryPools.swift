import Machines

/// A device that may compute, with what it may take.
struct DevicePool: Sendable, Equatable {
  var id: String
  var backend: Backend
  var budgetBytes: Int
  /// True when the device's memory is a part of the main memory.
  var drawsFromMain: Bool
  var bandwidth: Double
  /// `8.9` for NVIDIA, `gfx1100` for AMD; nil when not known.
  var computeTarget: String?
}

/// The memory of a machine, as a placement may use it.
struct MemoryPools: Sendable {
  var mainBudgetBytes: Int
  /// Usable devices, the fastest first.
  var devices: [DevicePool]
  /// Devices with memory of their own that one build of the runtime drives together.
  private(set) var groups: [[DevicePool]] = []
  /// What may take a part of a model: of each group first the devices worth having beside its fastest, then all.
  private(set) var offloadGroups: [[DevicePool]] = []
  /// Memory over all pools, nothing counted twice.
  private(set) var totalBytes = 0
  /// What was left out, and why.
  var notes: [FitNote]

  init(_ machine: Machine, _ workload: Workload) {
    let known = machine.memory.budgetBytes.value ?? machine.memory.availableBytes.value
    let main = known ?? machine.memory.totalBytes.value.map { $0 - $0 / 8 } ?? 0
    notes = known == nil ? [.mainMemoryAssumed] : []
    mainBudgetBytes = max(min(main, workload.memoryBudgetBytes ?? main), 0)
    devices = workload.backend == .cpu ? [] : Self.devices(machine, workload, &notes)
    for device in devices where !device.drawsFromMain {
      if groups.contains(where: { $0.first?.backend == device.backend }) { continue }
      groups.append(devices.filter { $0.backend == device.backend && !$0.drawsFromMain })
    }
    offloadGroups = groups.flatMap { group in
      let worth = group.filter { $0.bandwidth * Self.muchSlower >= group[0].bandwidth }
      return worth.count < group.count ? [worth, group] : [group]
    }
    totalBytes = devices.reduce(mainBudgetBytes) { $1.drawsFromMain ? $0 : Saturating.add($0, $1.budgetBytes) }
  }

  /// A device that is slower than another by this factor only holds it up while main memory has a part as well.
  private static let muchSlower = 8.0

  private static func devices(_ machine: Machine, _ workload: Workload, _ notes: inout [FitNote]) -> [DevicePool] {
    var devices: [DevicePool] = []
    for accelerator in machine.accelerators where accelerator.isUsable {
      let wanted = workload.backend.map { accelerator.backends.contains($0) ? $0 : nil } ?? accelerator.backends.first
      guard let backend = wanted, backend != .cpu else {
        notes.append(.leftOutWithoutBackend(accelerator: accelerator.id, workload.backend))
        continue
      }
      guard let budget = accelerator.budgetBytes.value ?? accelerator.memoryFreeBytes.value else {
        notes.append(.leftOutWithoutFreeMemory(accelerator: accelerator.id))
        continue
      }
      let kind = accelerator.memoryKind.value ?? .dedicated
      devices.append(
        DevicePool(
          id: accelerator.id, backend: backend, budgetBytes: max(min(budget, workload.vramBudgetBytes ?? budget), 0),
          drawsFromMain: kind != .dedicated, bandwidth: accelerator.bandwidthBytesPerSecond.value ?? 0,
          computeTarget: accelerator.computeTarget.value))
    }
    devices.sort { left, right in
      if left.drawsFromMain != right.drawsFromMain { return !left.drawsFromMain }
      if left.bandwidth != right.bandwidth { return left.bandwidth > right.bandwidth }
      if left.budgetBytes != right.budgetBytes { return left.budgetBytes > right.budgetBytes }
      return left.id < right.id
    }
    return devices
  }

  /// Whether a device's memory is a part of the main memory.
  func drawsFromMain(_ id: String) -> Bool { devices.contains { $0.id == id && $0.drawsFromMain } }
}

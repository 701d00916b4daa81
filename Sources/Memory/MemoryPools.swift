import Machines

/// A device that may compute, with what it may take.
struct DevicePool: Sendable, Equatable {
  var id: String
  var backend: Backend
  var budgetBytes: Int
  /// True when the device's memory is a part of the main memory.
  var drawsFromMain: Bool
  /// What the firmware set aside for the device: main memory does not have it, and it is used before the rest.
  var carveOutBytes = 0
  var bandwidth: Double
  /// What the runtime addresses the device as, such as CUDA's compute capability.
  var computeTarget: String?
}

/// The memory of a machine, as a placement may use it.
struct MemoryPools: Sendable {
  var mainBudgetBytes: Int
  /// False where nothing tells of main memory, as in a print-out of the GPUs alone: what must stay there is assumed to fit,
  /// and nothing more is put there.
  let isMainKnown: Bool
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
    isMainKnown = known != nil || machine.memory.totalBytes.value != nil || workload.memoryBudgetBytes != nil
    notes = !isMainKnown ? [.mainMemoryUnknown] : known == nil ? [.mainMemoryAssumed] : []
    if let reason = machine.memory.limitBytes.reason { notes.append(.memoryLimitUnseen(reason: reason)) }
    mainBudgetBytes = max(min(main, workload.memoryBudgetBytes ?? main), 0)
    devices = workload.backend == .cpu ? [] : Self.devices(machine, workload, main: main, &notes)
    for device in devices where !device.drawsFromMain {
      if groups.contains(where: { $0.first?.backend == device.backend }) { continue }
      groups.append(devices.filter { $0.backend == device.backend && !$0.drawsFromMain })
    }
    offloadGroups = groups.flatMap { group in
      let worth = group.filter { $0.bandwidth * Self.muchSlower >= group[0].bandwidth }
      return worth.count < group.count ? [worth, group] : [group]
    }
    totalBytes = devices.reduce(mainBudgetBytes) {
      Saturating.add($0, $1.drawsFromMain ? min($1.carveOutBytes, $1.budgetBytes) : $1.budgetBytes)
    }
  }

  /// A device that is slower than another by this factor only holds it up while main memory has a part as well.
  private static let muchSlower = 8.0

  /// The part of a device's budget that main memory does not have: all but what it may borrow there.
  private static func carveOut(_ accelerator: Accelerator, _ budget: Int, _ main: Int) -> Int {
    accelerator.carveOutBytes.map { max(0, min($0, budget - min(accelerator.lentBytes ?? 0, main))) } ?? 0
  }

  private static func devices(
    _ machine: Machine, _ workload: Workload, main: Int, _ notes: inout [FitNote]
  ) -> [DevicePool] {
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
          drawsFromMain: kind != .dedicated, carveOutBytes: carveOut(accelerator, budget, main),
          bandwidth: accelerator.bandwidthBytesPerSecond.value ?? 0, computeTarget: accelerator.computeTarget.value))
    }
    devices.sort { left, right in
      if left.drawsFromMain != right.drawsFromMain { return !left.drawsFromMain }
      if left.bandwidth != right.bandwidth { return left.bandwidth > right.bandwidth }
      if left.budgetBytes != right.budgetBytes { return left.budgetBytes > right.budgetBytes }
      return left.id < right.id
    }
    return devices
  }

  /// The same with these devices alone, of which no more than so many bytes each may be taken.
  func limited(to budgets: [String: Int]) -> MemoryPools {
    var pools = self
    pools.devices = devices.compactMap { device in
      budgets[device.id].map { budget in
        var device = device
        device.budgetBytes = min(device.budgetBytes, budget)
        return device
      }
    }
    return pools
  }

  /// What so many bytes on a device, or on the processor, take of main memory.
  func mainBytes(of bytes: Int, on id: String) -> Int {
    guard let device = devices.first(where: { $0.id == id }) else { return bytes }
    return device.drawsFromMain ? max(0, bytes - device.carveOutBytes) : 0
  }
}

import Base
import Machines

/// Writes a machine as the `machine` and `gaps` of the JSON documents.
package enum MachineWriter {
  /// The document `plimsoll.hardware/1`.
  package static func document(_ machine: Machine, version: String) -> JSONValue {
    Document.named(
      "hardware", version: version,
      [JSONValue.Member("machine", self.machine(machine)), JSONValue.Member("gaps", gaps(machine))])
  }

  package static func machine(_ machine: Machine) -> JSONValue {
    .object(simulation(machine.origin) + members(machine))
  }

  /// What only a simulated machine has: a recording gives the same bytes as the machine itself.
  private static func simulation(_ origin: Machine.Origin) -> [JSONValue.Member] {
    guard case .simulated(let assumptions) = origin else { return [] }
    return [JSONValue.Member("origin", "simulated"), JSONValue.Member("assumptions", .strings(assumptions))]
  }

  private static func members(_ machine: Machine) -> [JSONValue.Member] {
    let members: JSONValue = .object([
      "os": os(machine.os),
      "cpu": cpu(machine.cpu), "memory": memory(machine.memory),
      "accelerators": .array(machine.accelerators.map(accelerator)),
      "storage": .array(
        machine.storage.map { place in
          .object([
            "purpose": .string(place.purpose), "path": .string(place.path),
            "free_bytes": .integer(place.freeBytes.value),
          ])
        }),
      "runtimes": .array(
        machine.runtimes.map { runtime in
          .object([
            "name": .string(runtime.name), "version": .string(runtime.version.value),
            "endpoint": .string(runtime.endpoint), "running": .bool(runtime.isRunning),
          ])
        }),
    ])
    return members.members ?? []
  }

  /// Everything unknown with its reason, in the order of the document.
  package static func gaps(_ machine: Machine) -> JSONValue {
    .array(
      MachineGaps.all(machine).map { .object(["subject": .string($0.subject), "reason": .string($0.reason)]) })
  }

  private static func os(_ os: OperatingSystem) -> JSONValue {
    .object([
      "name": .string(os.name.value), "kernel": .string(os.kernel.value),
      "architecture": .string(os.architecture.value), "hypervisor": .string(os.hypervisor.value ?? nil),
      "container": .string(os.container.value ?? nil),
    ])
  }

  private static func cpu(_ cpu: CPU) -> JSONValue {
    .object([
      "vendor": .string(cpu.vendor.value), "model": .string(cpu.model.value), "packages": .integer(cpu.packages.value),
      "cores": .integer(cpu.cores.value), "threads": .integer(cpu.threads.value),
      "usable_threads": .integer(cpu.usableThreads.value), "performance_cores": .integer(cpu.performanceCores.value),
      "efficiency_cores": .integer(cpu.efficiencyCores.value), "isa": .strings(cpu.isa),
      "current_frequency_hz": .number(cpu.currentFrequencyHz.value),
      "maximum_frequency_hz": .number(cpu.maximumFrequencyHz.value), "offline_threads": .integer(cpu.offlineThreads),
      "smt_active": cpu.hasActiveSMT.value.map(JSONValue.bool),
      "quota_processors": .number(cpu.quotaProcessors),
      "caches": .array(
        cpu.caches.map { cache in
          .object([
            "level": .integer(cache.level), "kind": .string(cache.kind.rawValue), "bytes": .integer(cache.bytes),
            "count": .integer(cache.count), "shared_by_threads": .integer(cache.sharedByThreads),
          ])
        }),
      "numa_nodes": .array(
        cpu.numaNodes.map { node in
          .object([
            "id": .integer(node.id), "memory_bytes": .integer(node.memoryBytes.value), "cpus": .string(node.cpus),
          ])
        }),
    ])
  }

  private static func memory(_ memory: Memory) -> JSONValue {
    .object([
      "total_bytes": .integer(memory.totalBytes.value), "available_bytes": .integer(memory.availableBytes.value),
      "swap_bytes": .integer(memory.swapBytes.value), "limit_bytes": .integer(memory.limitBytes.value ?? nil),
      "limit_source": .string(memory.limitSource), "budget_bytes": .integer(memory.budgetBytes.value),
      "bandwidth_bytes_per_second": .number(memory.bandwidthBytesPerSecond.value),
      "modules": .string(memory.modules.value), "huge_pages_free_bytes": .integer(memory.hugePagesFreeBytes.value),
      "huge_pages_total_bytes": .integer(memory.hugePagesTotalBytes.value),
      "huge_page_bytes": .integer(memory.hugePageBytes.value), "swap_limit_bytes": .integer(memory.swapLimitBytes),
    ])
  }

  private static func accelerator(_ device: Accelerator) -> JSONValue {
    .object([
      "id": .string(device.id), "name": .string(device.name.value), "vendor": .string(device.vendor.rawValue),
      "pci_address": .string(device.pciAddress), "pci_id": .string(device.pciID),
      "driver": .string(device.driver.value), "memory_kind": .string(device.memoryKind.value?.rawValue),
      "memory_total_bytes": .integer(device.memoryTotalBytes.value),
      "memory_free_bytes": .integer(device.memoryFreeBytes.value), "budget_bytes": .integer(device.budgetBytes.value),
      "bandwidth_bytes_per_second": .number(device.bandwidthBytesPerSecond.value),
      "fact_id": .string(device.factID), "compute_target": .string(device.computeTarget.value),
      "backends": .strings(device.backends.map(\.rawValue)), "usable": .bool(device.isUsable),
      "reason": .string(device.reason), "pci_name": .string(device.pciName),
      "memory_carve_out_bytes": .integer(device.carveOutBytes), "memory_lent_bytes": .integer(device.lentBytes),
      "link": device.link.map(link),
      "bridges": .array(
        device.bridges.map { .object(["pci_address": .string($0.pciAddress), "link": link($0.link)]) }),
      "bar_bytes": .array(device.barBytes.map(JSONValue.integer)),
      "features": .object(
        device.features.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }),
      "sources": .object(
        device.sources.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }),
    ])
  }

  private static func link(_ link: PCILink) -> JSONValue {
    .object([
      "transfers_per_second": .number(link.transfersPerSecond), "lanes": .integer(link.lanes),
      "maximum_transfers_per_second": .number(link.maximumTransfersPerSecond),
      "maximum_lanes": .integer(link.maximumLanes),
    ])
  }
}

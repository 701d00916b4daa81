import Base
import Machines

/// Collects what is unknown about a machine: the unknown fields of its parts, then the probe's own gaps.
package enum MachineGaps {
  package static func all(_ machine: Machine) -> [Gap] {
    var gaps = fields(machine)
    for gap in machine.gaps where !gaps.contains(gap) { gaps.append(gap) }
    return gaps
  }

  private static func fields(_ machine: Machine) -> [Gap] {
    var gaps: [Gap] = []
    func add<Value>(_ subject: String, _ fact: Known<Value>) {
      if let reason = fact.reason { gaps.append(Gap(subject, reason)) }
    }
    add("os.name", machine.os.name)
    add("os.kernel", machine.os.kernel)
    add("os.architecture", machine.os.architecture)
    add("os.hypervisor", machine.os.hypervisor)
    add("os.container", machine.os.container)
    add("cpu.vendor", machine.cpu.vendor)
    add("cpu.model", machine.cpu.model)
    add("cpu.packages", machine.cpu.packages)
    add("cpu.cores", machine.cpu.cores)
    add("cpu.threads", machine.cpu.threads)
    add("cpu.usable_threads", machine.cpu.usableThreads)
    add("cpu.performance_cores", machine.cpu.performanceCores)
    add("cpu.efficiency_cores", machine.cpu.efficiencyCores)
    add("cpu.current_frequency_hz", machine.cpu.currentFrequencyHz)
    add("cpu.smt_active", machine.cpu.hasActiveSMT)
    add("cpu.maximum_frequency_hz", machine.cpu.maximumFrequencyHz)
    for node in machine.cpu.numaNodes { add("cpu.numa_nodes.\(node.id).memory_bytes", node.memoryBytes) }
    add("memory.total_bytes", machine.memory.totalBytes)
    add("memory.available_bytes", machine.memory.availableBytes)
    add("memory.swap_bytes", machine.memory.swapBytes)
    add("memory.limit_bytes", machine.memory.limitBytes)
    add("memory.budget_bytes", machine.memory.budgetBytes)
    add("memory.bandwidth_bytes_per_second", machine.memory.bandwidthBytesPerSecond)
    add("memory.modules", machine.memory.modules)
    add("memory.huge_pages_free_bytes", machine.memory.hugePagesFreeBytes)
    add("memory.huge_pages_total_bytes", machine.memory.hugePagesTotalBytes)
    add("memory.huge_page_bytes", machine.memory.hugePageBytes)
    for device in machine.accelerators {
      let subject = "accelerators.\(device.id)."
      add(subject + "name", device.name)
      add(subject + "driver", device.driver)
      add(subject + "memory_kind", device.memoryKind)
      add(subject + "memory_total_bytes", device.memoryTotalBytes)
      add(subject + "memory_free_bytes", device.memoryFreeBytes)
      add(subject + "budget_bytes", device.budgetBytes)
      add(subject + "bandwidth_bytes_per_second", device.bandwidthBytesPerSecond)
      add(subject + "compute_target", device.computeTarget)
    }
    for place in machine.storage { add("storage.\(place.purpose).free_bytes", place.freeBytes) }
    for runtime in machine.runtimes { add("runtimes.\(runtime.name).version", runtime.version) }
    return gaps
  }
}

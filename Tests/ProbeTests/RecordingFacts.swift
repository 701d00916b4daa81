import Machines
import Base

@testable import Probe

/// One expected fact beside what the probe found.
struct ComparedFact: Sendable {
  var recording: String
  var fact: String
  var have: String
  var want: String

  var agrees: Bool { have == want }
  /// How a disagreement is named in the list of those explained.
  var place: String { "\(recording): \(fact)" }
}

/// Compares everything that the index expects of a recording with a machine, fact by fact.
struct FactComparison {
  let recording: Recording
  let machine: Machine
  private(set) var facts: [ComparedFact] = []

  init(_ recording: Recording, _ machine: Machine) {
    (self.recording, self.machine) = (recording, machine)
    compareProcessors()
    compareCaches()
    compareMemory()
    compareListing()
    compareControlGroups()
    switch recording.kind {
    case "nvidia-smi-xml", "nvidia-smi-capture": compareNVIDIA()
    case "rocm-smi-json": compareCards()
    case "rccl-topology": compareTargets()
    case "vulkan-profile": compareFeatures()
    default: compareDevices()
    }
    compareTopology()
  }

  private var expected: JSONValue { recording.expected }

  private mutating func compare(_ fact: String, _ have: Any?, _ want: Any?) {
    facts.append(
      ComparedFact(
        recording: recording.id, fact: fact, have: have.map { "\($0)" } ?? "unknown",
        want: want.map { "\($0)" } ?? "unknown"))
  }

  /// A number that the index writes as a number or as text.
  private func number(_ key: String) -> Int? {
    expected[key]?.integer ?? expected[key]?.string.flatMap { Int($0) }
  }

  private mutating func compareProcessors() {
    let cpu = machine.cpu
    if let want = number("packages") { compare("packages", cpu.packages.value, want) }
    if let want = number("cores") { compare("cores", cpu.cores.value, want) }
    if let want = number("threads") { compare("threads", cpu.threads.value, want) }
    if let want = number("logical_cpus_in_cpuinfo") { compare("threads in cpuinfo", cpu.threads.value, want) }
    if let want = number("performance_cores") { compare("performance cores", cpu.performanceCores.value, want) }
    if let want = number("efficiency_cores") { compare("efficiency cores", cpu.efficiencyCores.value, want) }
    if let want = number("numa_nodes") { compare("numa nodes", cpu.numaNodes.count, want) }
    if let want = expected["cpu_model"]?.string, want != "-" { compare("model", cpu.model.value, want) }
  }

  private mutating func compareCaches() {
    for want in expected["caches"]?.array ?? [] {
      guard let name = want["level"]?.string, let level = Int(name.dropFirst().prefix { $0.isNumber }) else { continue }
      let caches = machine.cpu.caches.filter {
        $0.level == level && ($0.kind == .instruction) == name.contains("i")
      }
      compare("\(name) count", caches.reduce(0) { $0 + $1.count }, want["count"]?.integer)
      let bytes = want["bytes"]?.integer
      compare("\(name) bytes", caches.first { $0.bytes == bytes }?.bytes ?? caches.first?.bytes, bytes)
    }
  }

  private mutating func compareMemory() {
    if let want = number("memory_bytes") {
      let nodes = machine.cpu.numaNodes.compactMap(\.memoryBytes.value).reduce(0, +)
      compare("memory", nodes == want ? nodes : machine.memory.totalBytes.value, want)
    }
    if let want = number("proc_memtotal_kb") { compare("MemTotal", machine.memory.totalBytes.value, want * 1024) }
  }

  /// What lscpu lists: all threads with those offline, and totals of caches.
  private mutating func compareListing() {
    guard recording.kind == "lscpu-sysroot" else { return }
    let cpu = machine.cpu
    if let want = expected["vendor"]?.string { compare("vendor", cpu.vendor.value, want) }
    if let want = number("cpus") {
      compare("threads with those offline", cpu.threads.value.map { $0 + cpu.offlineThreads }, want)
    }
    if let online = expected["online"]?.string.flatMap({ CPUList($0) }) {
      compare("threads online", cpu.threads.value, online.count)
    }
    if let sockets = number("sockets"), let cores = number("cores_per_socket") {
      compare("sockets", cpu.packages.value, sockets)
      compare("cores of all sockets", cpu.cores.value, sockets * cores)
    }
    for (key, level, isInstruction) in [("l1d", 1, false), ("l1i", 1, true), ("l2", 2, false), ("l3", 3, false)] {
      guard let want = expected[key]?.string, want.contains("instance") else { continue }
      let caches = cpu.caches.filter { $0.level == level && ($0.kind == .instruction) == isInstruction }
      let words = want.split { " ()".contains($0) }
      guard words.count >= 3, let size = Double(words[0]), let count = Int(words[2]) else { continue }
      let unit = words[1] == "KiB" ? 1024.0 : 1_048_576
      compare("\(key) count", caches.reduce(0) { $0 + $1.count }, count)
      let total = Double(caches.reduce(0) { $0 + $1.bytes * $1.count })
      compare("\(key) total", abs(total - size * unit) < 0.05 * size * unit ? want : "\(total) bytes", want)
    }
  }

  private mutating func compareControlGroups() {
    guard recording.kind == "cgroup" else { return }
    if let want = number("memory/memory.limit_in_bytes") {
      compare("memory limit", machine.memory.limitBytes.value ?? nil, want)
    }
    if let quota = number("cpu/cpu.cfs_quota_us"), let period = number("cpu/cpu.cfs_period_us") {
      compare("processor quota", machine.cpu.quotaProcessors, Double(quota) / Double(period))
    }
    if expected["container"] != nil {
      compare("container", machine.os.container.value ?? nil, expected["container"]?.string)
    }
  }

  private mutating func compareDevices() {
    let devices = machine.accelerators.filter { $0.pciAddress != nil }
    if let ids = expected["gpu_pci_ids"]?.array?.compactMap(\.string), recording.kind != "hwloc-cpuid" {
      compare("devices", devices.count, ids.count)
      compare("device ids", devices.map { $0.pciID ?? "0000:0000" }.sorted(), ids.sorted())
    }
    for want in expected["gpu_names"]?.array?.compactMap(\.string) ?? [] {
      compare("device name", devices.compactMap(\.name.value).first { $0 == want }, want)
    }
    guard let gpus = expected["gpus"]?.array else { return }
    compare("devices", devices.count, gpus.count)
    for (index, want) in gpus.enumerated() {
      let slot = want["slot"]?.string
      guard slot != nil || index < devices.count else { continue }
      let device = slot == nil ? devices[index] : devices.first { $0.pciAddress == slot }
      if let slot { compare("slot", device?.pciAddress, slot) }
      compare("device id", device?.pciID, want["pci_id"]?.string)
      if let driver = want["driver"]?.string { compare("driver", device?.driver.value, driver) }
      compareName(device, want)
      if let size = want["vram_mib"]?.integer {
        compare("device memory", device?.memoryTotalBytes.value, size << 20)
        compare("device name", device?.name.value, want["name"]?.string)
      }
    }
    guard let device = devices.first else { return }
    if let vram = number("vram_total_bytes") {
      compare("device memory", device.carveOutBytes ?? device.memoryTotalBytes.value, vram)
    }
    if let gtt = number("gtt_total_bytes"), let lent = device.lentBytes { compare("lent memory", lent, gtt) }
    if let sizes = expected["vram_gib_of_model"]?.array?.compactMap(\.number),
      let total = device.memoryTotalBytes.value
    {
      compare("nominal memory is one of the product's", sizes.contains(Double(total) / 0x1p30), true)
    }
  }

  /// The name in the list of PCI identifiers, and the product's where several share the identifier.
  private mutating func compareName(_ device: Accelerator?, _ want: JSONValue) {
    guard want["vram_mib"] == nil else { return }
    let listed = want["name"]?.string
    if let listed { compare("name in the list of ids", device?.pciName, listed) }
    let products = (want["marketing_names_with_this_id"]?.array ?? []).compactMap(\.string)
    if !products.isEmpty {
      let isOne = ([listed].compactMap { $0 } + products).contains { device?.name.value?.contains($0) == true }
      compare("name is one of the products", isOne || listed != nil && device?.pciName == listed, true)
    }
  }

  private mutating func compareTopology() {
    guard recording.kind == "kfd-topology" else { return }
    if let want = number("gpu_nodes") { compare("gpu nodes", machine.accelerators.count, want) }
    let ids = (expected["gpu_device_ids"]?.array ?? []).compactMap(\.string).map { "1002:" + $0 }
    compare("device ids", Set(machine.accelerators.compactMap(\.pciID)).sorted(), ids.sorted())
    let targets = (expected["gfx_target_versions"]?.array ?? []).compactMap(\.string).compactMap { Int($0) }
    compare(
      "targets", Set(machine.accelerators.compactMap(\.computeTarget.value)).sorted(),
      targets.compactMap { AMDNode.target(version: $0) }.sorted())
    // The first nodes are processors, whose banks are main memory.
    for member in expected["mem_bank_bytes"]?.members ?? [] {
      guard let node = Int(member.key), let processors = number("cpu_nodes"), node >= processors,
        node - processors < machine.accelerators.count
      else { continue }
      compare(
        "memory of node \(node)", machine.accelerators[node - processors].memoryTotalBytes.value, member.value.integer)
    }
  }

  /// What nvidia-smi printed; the instances of a partitioned card are no devices of their own there.
  private mutating func compareNVIDIA() {
    let devices = machine.accelerators.filter { !$0.id.contains("/") }
    let gpus = expected["gpus"]?.array ?? []
    compare("devices", devices.count, gpus.count)
    for (index, (device, gpu)) in zip(devices, gpus).enumerated() {
      compare("device name", device.name.value, gpu["name"]?.string)
      let size = gpu["vram_mib"]?.integer ?? expected["vram_mib"]?.array?[index].integer
      compare("device memory", device.memoryTotalBytes.value, size.map { $0 << 20 })
      let id = gpu["pci_device_id"]?.string ?? expected["pci_device_ids"]?.array?[index].string
      compare("device id", device.pciID, id.flatMap { NVIDIAListing.id(String($0.suffix(8))) })
      compare("driver version", device.features["driver_version"], expected["driver"]?.string)
      compare("CUDA version", device.features["cuda_version"], expected["cuda"]?.string)
      if let isPartitioned = expected["mig"]?.bool { compare("MIG", device.features["mig"] == "on", isPartitioned) }
    }
  }

  /// What rocm-smi printed.
  private mutating func compareCards() {
    let cards = expected["cards"]?.members ?? []
    compare("devices", machine.accelerators.count, cards.count)
    // The cards are numbered in the order of the driver, the devices in that of their addresses.
    let ids = cards.compactMap { ($0.value["Device ID"] ?? $0.value["GPU ID"])?.string }.map {
      "1002:" + $0.dropFirst(2)
    }
    compare("device ids", machine.accelerators.compactMap(\.pciID).sorted(), ids.sorted())
    let sizes = cards.compactMap { $0.value["VRAM Total Memory (B)"]?.string.flatMap { Int($0) } }
    compare("memory", machine.accelerators.compactMap(\.memoryTotalBytes.value).sorted(), sizes.sorted())
    let names = cards.compactMap { $0.value["Card series"]?.string }
    if !names.isEmpty { compare("names", machine.accelerators.compactMap(\.name.value).sorted(), names.sorted()) }
  }

  /// What RCCL wrote.
  private mutating func compareTargets() {
    if let count = number("gpus") { compare("devices", machine.accelerators.count, count) }
    let targets = (expected["gcn"]?.array ?? []).compactMap(\.string).compactMap { CollectiveTopology.target($0) }
    compare("targets", Set(machine.accelerators.compactMap(\.computeTarget.value)).sorted(), targets.sorted())
  }

  /// What a Vulkan driver told of one device.
  private mutating func compareFeatures() {
    let device = machine.accelerators.first
    compare("devices", machine.accelerators.count, 1)
    // The label is the device's name with the driver's behind it.
    compare("device name", device?.name.value, expected["label"]?.string?.split(separator: " driver ").first)
    let makers = ["1002": Accelerator.Vendor.amd, "10de": .nvidia, "8086": .intel, "106b": .apple]
    compare("maker", device?.vendor, expected["vendor_id"]?.string.flatMap { makers[$0] })
    compare("Vulkan version", device?.features["vulkan"], expected["api_version"]?.string)
    compare("subgroup size", device?.features["subgroup_size"], number("subgroup_size"))
    for key in ["cooperative_matrix", "integer_dot_product"] {
      compare(key, device?.features[key], expected[key]?.bool)
    }
  }
}

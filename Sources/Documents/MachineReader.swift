import Base
import Machines

/// Reads a machine back from a hardware document (`--machine FILE`).
package enum MachineReader {
  /// The machine of the document; what is null takes its reason from the document's gaps.
  package static func machine(_ document: JSONValue) throws(JSONShapeError) -> Machine {
    let root = JSONNode(document)
    let schema = try root.required("schema").string()
    guard ["hardware", "scan", "recommend"].map({ "plimsoll.\($0)/1" }).contains(schema) else {
      throw JSONShapeError(pointer: "/schema", expected: "\"plimsoll.hardware/1\", not \"\(schema)\"")
    }
    var gaps: [Gap] = []
    for gap in try root.optional("gaps")?.elements() ?? [] {
      gaps.append(Gap(try gap.required("subject").string(), try gap.required("reason").string()))
    }
    let facts = FactReader(gaps: gaps)
    let node = try root.required("machine")
    var machine = Machine(
      origin: .document, os: try os(node.required("os"), facts), cpu: try cpu(node.required("cpu"), facts),
      memory: try memory(node.required("memory"), facts))
    for element in try node.required("accelerators").elements() {
      machine.accelerators.append(try accelerator(element, facts))
    }
    for element in try node.optional("storage")?.elements() ?? [] {
      let purpose = try element.required("purpose").string()
      machine.storage.append(
        Storage(
          purpose: purpose, path: try element.required("path").string(),
          freeBytes: try facts.integer(element, "free_bytes", "storage.\(purpose).")))
    }
    for element in try node.optional("runtimes")?.elements() ?? [] {
      let name = try element.required("name").string()
      machine.runtimes.append(
        Runtime(
          name: name, version: try facts.string(element, "version", "runtimes.\(name)."),
          endpoint: try element.optional("endpoint")?.string(),
          isRunning: try element.optional("running")?.bool() ?? false))
    }
    let own = Set(MachineGaps.all(machine))
    machine.gaps = gaps.filter { !own.contains($0) }
    return machine
  }

  private static func os(_ node: JSONNode, _ facts: FactReader) throws(JSONShapeError) -> OperatingSystem {
    OperatingSystem(
      name: try facts.string(node, "name", "os."), kernel: try facts.string(node, "kernel", "os."),
      architecture: try facts.string(node, "architecture", "os."),
      hypervisor: try facts.optionalString(node, "hypervisor", "os."),
      container: try facts.optionalString(node, "container", "os."))
  }

  private static func cpu(_ node: JSONNode, _ facts: FactReader) throws(JSONShapeError) -> CPU {
    var cpu = CPU(
      vendor: try facts.string(node, "vendor", "cpu."), model: try facts.string(node, "model", "cpu."),
      packages: try facts.integer(node, "packages", "cpu."), cores: try facts.integer(node, "cores", "cpu."),
      threads: try facts.integer(node, "threads", "cpu."),
      usableThreads: try facts.integer(node, "usable_threads", "cpu."),
      performanceCores: try facts.integer(node, "performance_cores", "cpu."),
      efficiencyCores: try facts.integer(node, "efficiency_cores", "cpu."),
      currentFrequencyHz: try facts.number(node, "current_frequency_hz", "cpu."),
      maximumFrequencyHz: try facts.number(node, "maximum_frequency_hz", "cpu."),
      offlineThreads: try node.optional("offline_threads")?.integer() ?? 0,
      quotaProcessors: try node.optional("quota_processors")?.number(),
      hasActiveSMT: Known(
        try node.optional("smt_active")?.bool(), otherwise: facts.reason("cpu.smt_active")))
    for element in try node.optional("isa")?.elements() ?? [] { cpu.isa.append(try element.string()) }
    for element in try node.optional("caches")?.elements() ?? [] {
      cpu.caches.append(
        CPU.Cache(
          level: try element.required("level").integer(in: 1...9),
          kind: try facts.word(element.required("kind"), CPU.Cache.Kind.allCases),
          bytes: try element.required("bytes").integer(), count: try element.required("count").integer(),
          sharedByThreads: try element.optional("shared_by_threads")?.integer()))
    }
    for element in try node.optional("numa_nodes")?.elements() ?? [] {
      let id = try element.required("id").integer()
      cpu.numaNodes.append(
        CPU.NUMANode(
          id: id, memoryBytes: try facts.integer(element, "memory_bytes", "cpu.numa_nodes.\(id)."),
          cpus: try element.required("cpus").string()))
    }
    return cpu
  }

  private static func memory(_ node: JSONNode, _ facts: FactReader) throws(JSONShapeError) -> Memory {
    Memory(
      totalBytes: try facts.integer(node, "total_bytes", "memory."),
      availableBytes: try facts.integer(node, "available_bytes", "memory."),
      swapBytes: try facts.integer(node, "swap_bytes", "memory."),
      limitBytes: try facts.optionalInteger(node, "limit_bytes", "memory."),
      limitSource: try node.optional("limit_source")?.string(),
      budgetBytes: try facts.integer(node, "budget_bytes", "memory."),
      bandwidthBytesPerSecond: try facts.number(node, "bandwidth_bytes_per_second", "memory."),
      modules: try facts.string(node, "modules", "memory."),
      hugePagesFreeBytes: try facts.integer(node, "huge_pages_free_bytes", "memory."),
      hugePagesTotalBytes: try facts.integer(node, "huge_pages_total_bytes", "memory."),
      hugePageBytes: try facts.integer(node, "huge_page_bytes", "memory."),
      swapLimitBytes: try node.optional("swap_limit_bytes")?.integer(in: 0...1 << 60))
  }

  private static func accelerator(_ node: JSONNode, _ facts: FactReader) throws(JSONShapeError) -> Accelerator {
    let id = try node.required("id").string()
    let subject = "accelerators.\(id)."
    var device = Accelerator(
      id: id, name: try facts.string(node, "name", subject),
      vendor: try facts.word(node.required("vendor"), Accelerator.Vendor.allCases),
      pciAddress: try node.optional("pci_address")?.string(), pciID: try node.optional("pci_id")?.string(),
      driver: try facts.string(node, "driver", subject),
      memoryKind: .unknown(reason: facts.reason(subject + "memory_kind")),
      memoryTotalBytes: try facts.integer(node, "memory_total_bytes", subject),
      memoryFreeBytes: try facts.integer(node, "memory_free_bytes", subject),
      budgetBytes: try facts.integer(node, "budget_bytes", subject),
      bandwidthBytesPerSecond: try facts.number(node, "bandwidth_bytes_per_second", subject),
      factID: try node.optional("fact_id")?.string(),
      computeTarget: try facts.string(node, "compute_target", subject),
      isUsable: try node.required("usable").bool(), reason: try node.optional("reason")?.string())
    if let kind = try node.optional("memory_kind") {
      device.memoryKind = .known(try facts.word(kind, Accelerator.MemoryKind.allCases))
    }
    for element in try node.optional("backends")?.elements() ?? [] {
      device.backends.append(try facts.word(element, Backend.allCases))
    }
    device.pciName = try node.optional("pci_name")?.string()
    device.carveOutBytes = try node.optional("memory_carve_out_bytes")?.integer(in: 0...1 << 60)
    device.lentBytes = try node.optional("memory_lent_bytes")?.integer(in: 0...1 << 60)
    device.link = try node.optional("link").map { (node) throws(JSONShapeError) in try link(node) }
    for element in try node.optional("bridges")?.elements() ?? [] {
      device.bridges.append(
        PCIBridge(
          pciAddress: try element.required("pci_address").string(), link: try link(element.required("link"))))
    }
    for element in try node.optional("bar_bytes")?.elements() ?? [] {
      device.barBytes.append(try element.integer(in: 0...1 << 60))
    }
    for (key, text) in try node.optional("features")?.members() ?? [] { device.features[key] = try text.string() }
    for (key, source) in try node.optional("sources")?.members() ?? [] { device.sources[key] = try source.string() }
    return device
  }

  private static func link(_ node: JSONNode) throws(JSONShapeError) -> PCILink {
    PCILink(
      transfersPerSecond: try node.optional("transfers_per_second")?.number(),
      lanes: try node.optional("lanes")?.integer(),
      maximumTransfersPerSecond: try node.optional("maximum_transfers_per_second")?.number(),
      maximumLanes: try node.optional("maximum_lanes")?.integer())
  }
}

/// Reads facts that may be unknown, with the reasons that the document gives for them.
private struct FactReader {
  private let reasons: [String: String]

  init(gaps: [Gap]) {
    reasons = Dictionary(gaps.map { ($0.subject, $0.reason) }, uniquingKeysWith: { first, _ in first })
  }

  func reason(_ subject: String) -> String { reasons[subject] ?? "the machine document does not say" }

  func string(_ node: JSONNode, _ key: String, _ subject: String) throws(JSONShapeError) -> Known<String> {
    Known(try node.optional(key)?.string(), otherwise: reason(subject + key))
  }

  func integer(_ node: JSONNode, _ key: String, _ subject: String) throws(JSONShapeError) -> Known<Int> {
    Known(try node.optional(key)?.integer(in: 0...1 << 60), otherwise: reason(subject + key))
  }

  func number(_ node: JSONNode, _ key: String, _ subject: String) throws(JSONShapeError) -> Known<Double> {
    Known(try node.optional(key)?.number(), otherwise: reason(subject + key))
  }

  /// Null means that there is none, unless the gaps have a reason.
  func optionalString(_ node: JSONNode, _ key: String, _ subject: String) throws(JSONShapeError) -> Known<String?> {
    if let text = try node.optional(key)?.string() { return .known(text) }
    return reasons[subject + key].map { .unknown(reason: $0) } ?? .known(nil)
  }

  func optionalInteger(_ node: JSONNode, _ key: String, _ subject: String) throws(JSONShapeError) -> Known<Int?> {
    if let number = try node.optional(key)?.integer(in: 0...1 << 60) { return .known(number) }
    return reasons[subject + key].map { .unknown(reason: $0) } ?? .known(nil)
  }

  func word<Word: RawRepresentable>(_ node: JSONNode, _ words: [Word]) throws(JSONShapeError) -> Word
  where Word.RawValue == String {
    let text = try node.string()
    guard let word = words.first(where: { $0.rawValue == text }) else {
      let allowed = words.map(\.rawValue).joined(separator: ", ")
      throw JSONShapeError(pointer: node.pointer, expected: "one of \(allowed), not \"\(text)\"")
    }
    return word
  }
}

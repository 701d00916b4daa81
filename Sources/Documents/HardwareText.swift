import Base
import Machines

/// The machine for a person.
package enum HardwareText {
  /// A compact picture: a few lines.
  package static func summary(_ machine: Machine, measurements: Measurements?, style: TextStyle) -> String {
    var lines: [(String, String)] = [("CPU", cpu(machine.cpu)), ("Memory", memory(machine, measurements))]
    lines += folded(machine.accelerators.map { accelerator($0, style: style) }).map { ("GPU", $0) }
    if machine.accelerators.isEmpty {
      // The probe has this gap only where nothing else could have told of a card either.
      let isUnknown = machine.gaps.contains { $0.subject == "pci" }
      lines.append(("GPU", isUnknown ? "not known: nothing that was read tells of any" : "none found"))
    }
    var text = title(machine, style: style)
    for (name, value) in lines { text += "  \(style.bold(padded(name, 8)))\(fitted(value, indentation: 10, style))\n" }
    if case .simulated(let assumptions) = machine.origin, !assumptions.isEmpty {
      text +=
        "  " + style.dim(padded("Assumed", 8) + fitted(assumptions.joined(separator: "; "), indentation: 10, style))
        + "\n"
    }
    return text
  }

  /// The texts, those that follow each other and are alike as one with their number.
  static func folded(_ texts: [String]) -> [String] {
    var groups: [(text: String, count: Int)] = []
    for text in texts {
      if groups.last?.text == text {
        groups[groups.count - 1].count += 1
      } else {
        groups.append((text, 1))
      }
    }
    return groups.map { $0.count == 1 ? $0.text : "\($0.count) × \($0.text)" }
  }

  /// The whole inventory.
  package static func page(_ machine: Machine, style: TextStyle, isVerbose: Bool) -> String {
    var text = summary(machine, measurements: nil, style: style)
    text += section("Processor", processor(machine.cpu), style)
    text += section("Memory", memoryRows(machine.memory), style)
    for device in machine.accelerators {
      text += section("Accelerator \(device.id)", deviceRows(device, isVerbose: isVerbose), style)
    }
    let storage = machine.storage.map { place in
      (place.purpose, place.freeBytes.value.map { "\(ByteSize.text($0)) free in \(place.path)" } ?? place.path)
    }
    text += section("Model storage", storage, style)
    text += section("Runtimes", machine.runtimes.map { ($0.name, runtime($0)) }, style)
    let gaps = MachineGaps.all(machine)
    if !gaps.isEmpty {
      if isVerbose {
        text += section("Not known", gaps.map { ($0.subject, $0.reason) }, style)
      } else {
        text += "\n" + style.dim("\(gaps.count) facts are not known; --verbose says which and why.") + "\n"
      }
    }
    return text
  }

  private static func title(_ machine: Machine, style: TextStyle) -> String {
    let os = [machine.os.name.value, machine.os.kernel.value, machine.os.architecture.value].compactMap(\.self)
    let around = [machine.os.container.value ?? nil, machine.os.hypervisor.value ?? nil].compactMap(\.self)
    let place = around.isEmpty ? "" : " in \(around.joined(separator: " on "))"
    let detail = (os + []).joined(separator: " ") + place
    return style.bold("plimsoll") + "  \(what(machine))" + (detail.isEmpty ? "" : ": " + TextStyle.plain(detail)) + "\n"
  }

  private static func cpu(_ cpu: CPU) -> String {
    var parts = [TextStyle.plain(cpu.model.value ?? "unknown model")]
    if let cores = cpu.cores.value, let threads = cpu.threads.value {
      parts.append(cores == threads ? "\(cores) cores" : "\(cores) cores, \(threads) threads")
    }
    if let usable = cpu.usableThreads.value, usable != cpu.threads.value { parts.append("\(usable) usable") }
    if let name = vectorName(cpu.isa) { parts.append(name) }
    return parts.joined(separator: " · ")
  }

  /// The instruction set that decides the speed of quantized kernels.
  private static func vectorName(_ isa: [String]) -> String? {
    let known = [
      ("amx_int8", "AMX"), ("avx512_vnni", "AVX-512 VNNI"), ("avx512f", "AVX-512"), ("avx_vnni", "AVX-VNNI"),
      ("avx2", "AVX2"), ("avx", "AVX"), ("i8mm", "NEON i8mm"), ("asimddp", "NEON dot product"), ("asimd", "NEON"),
      ("sse2", "SSE2"),
    ]
    return known.first { isa.contains($0.0) }?.1
  }

  private static func memory(_ machine: Machine, _ measurements: Measurements?) -> String {
    let memory = machine.memory
    var parts = [memory.totalBytes.value.map { ByteSize.text($0) } ?? "unknown size"]
    if let budget = memory.budgetBytes.value { parts.append("\(ByteSize.text(budget)) for models") }
    if let limit = memory.limitBytes.value ?? nil { parts.append("limited to \(ByteSize.text(limit))") }
    if let measured = measurements?.cpu.memoryReadBytesPerSecond {
      parts.append("\(Amounts.rate(measured.median)) measured")
    } else if let rate = memory.bandwidthBytesPerSecond.value {
      parts.append("\(Amounts.rate(rate)) by its specification")
    }
    return parts.joined(separator: " · ")
  }

  private static func accelerator(_ device: Accelerator, style: TextStyle) -> String {
    var parts = [TextStyle.plain(device.name.value ?? device.pciID ?? "unknown device")]
    if let total = device.memoryTotalBytes.value { parts.append(ByteSize.text(total)) }
    if let budget = device.budgetBytes.value, device.isUsable { parts.append("\(ByteSize.text(budget)) for models") }
    if let rate = device.bandwidthBytesPerSecond.value { parts.append(Amounts.rate(rate)) }
    if let backend = device.backends.first, device.isUsable { parts.append(backend.rawValue) }
    if !device.isUsable { parts.append("not usable: \(device.reason ?? "unknown reason")") }
    return parts.joined(separator: " · ")
  }

  private static func processor(_ cpu: CPU) -> [(String, String)] {
    var rows: [(String, String)] = []
    func add(_ name: String, _ value: String?) { if let value { rows.append((name, value)) } }
    add("vendor", cpu.vendor.value)
    add("packages", cpu.packages.value.map(String.init))
    if let fast = cpu.performanceCores.value, let slow = cpu.efficiencyCores.value, slow > 0 {
      add("cores", "\(fast) performance, \(slow) efficiency")
    }
    add("frequency", cpu.maximumFrequencyHz.value.map { ByteSize.decimal($0 / 1e9, places: 2) + " GHz at most" })
    for cache in cpu.caches where cache.kind != .instruction {
      add("L\(cache.level) cache", "\(cache.count) × \(ByteSize.text(cache.bytes))")
    }
    if cpu.numaNodes.count > 1 {
      for node in cpu.numaNodes {
        add(
          "NUMA \(node.id)",
          (node.memoryBytes.value.map { ByteSize.text($0) } ?? "memory unknown") + ", CPUs \(node.cpus)")
      }
    }
    if !cpu.isa.isEmpty { add("instructions", cpu.isa.joined(separator: " ")) }
    return rows
  }

  private static func memoryRows(_ memory: Memory) -> [(String, String)] {
    var rows: [(String, String)] = []
    func add(_ name: String, _ bytes: Int?) { if let bytes { rows.append((name, ByteSize.text(bytes))) } }
    add("total", memory.totalBytes.value)
    add("available", memory.availableBytes.value)
    add("swap", memory.swapBytes.value)
    if let limit = memory.limitBytes.value ?? nil {
      rows.append(("limit", "\(ByteSize.text(limit)) by \(memory.limitSource ?? "an unknown file")"))
    }
    add("for models", memory.budgetBytes.value)
    if let modules = memory.modules.value { rows.append(("modules", modules)) }
    return rows
  }

  private static func deviceRows(_ device: Accelerator, isVerbose: Bool) -> [(String, String)] {
    var rows: [(String, String)] = [("name", TextStyle.plain(device.name.value ?? "unknown"))]
    if let id = device.pciID { rows.append(("PCI id", id)) }
    if let driver = device.driver.value { rows.append(("driver", driver)) }
    if let kind = device.memoryKind.value { rows.append(("memory", kind.rawValue)) }
    if let total = device.memoryTotalBytes.value { rows.append(("total", ByteSize.text(total))) }
    if let free = device.memoryFreeBytes.value { rows.append(("free", ByteSize.text(free))) }
    if let target = device.computeTarget.value { rows.append(("target", target)) }
    rows.append(("usable", device.isUsable ? "yes" : "no" + (device.reason.map { ": \($0)" } ?? "")))
    if device.isUsable, let reason = device.reason { rows.append(("remark", reason)) }
    if isVerbose {
      for (key, source) in device.sources.sorted(by: { $0.key < $1.key }) { rows.append((key, "from \(source)")) }
    }
    return rows
  }

  private static func runtime(_ runtime: Runtime) -> String {
    let state = runtime.isRunning ? "running" + (runtime.endpoint.map { " at \($0)" } ?? "") : "installed"
    return (runtime.version.value.map { "\($0), " } ?? "") + state
  }

  private static func section(_ name: String, _ rows: [(String, String)], _ style: TextStyle) -> String {
    guard !rows.isEmpty else { return "" }
    let column = (rows.map(\.0.count).max() ?? 0) + 2
    let lines = rows.map { row in
      "  \(padded(row.0, column))\(fitted(row.1, indentation: column + 2, style))\n"
    }
    return "\n" + style.bold(name) + "\n" + lines.joined()
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// `text` with its further lines under the first.
  static func fitted(_ text: String, indentation: Int, _ style: TextStyle) -> String {
    WordWrap.hanging(text, indentation: indentation, width: max(20, style.width - indentation))
  }
}

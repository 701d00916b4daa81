/// `/proc/cpuinfo`, whose keys differ from one architecture to the next.
struct CPUInfo: Equatable, Sendable {
  var vendor: String?
  var model: String?
  /// Entries of hardware threads.
  var threads: Int
  var packages: Int?
  var cores: Int?
  /// Feature words of the first thread, as the kernel spells them.
  var features: [String]
  var frequencyHz: Double?
  var architecture: String?
  var hasHypervisorFlag: Bool

  /// Parses the text of `/proc/cpuinfo`; nil when it has no key at all.
  static func parse(cpuinfo text: String) -> CPUInfo? {
    var (blocks, block) = ([[String: String]](), [String: String]())
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let colon = line.firstIndex(of: ":") else {
        if line.allSatisfy(\.isWhitespace), !block.isEmpty {
          blocks.append(block)
          block = [:]
        }
        continue
      }
      let key = trimmed(line[..<colon])
      let value = trimmed(line[line.index(after: colon)...])
      if key == "processor", block["processor"] != nil {
        blocks.append(block)
        block = [:]
      }
      if block[key] == nil { block[key] = value }
    }
    if !block.isEmpty { blocks.append(block) }
    return blocks.isEmpty ? nil : CPUInfo(blocks)
  }

  private init(_ blocks: [[String: String]]) {
    let threads = blocks.filter { $0["processor"].flatMap(Int.init) != nil }
    let first = threads.first ?? blocks[0]
    let shared = blocks.filter { $0["processor"].flatMap(Int.init) == nil }
    func value(_ keys: String...) -> String? {
      for key in keys {
        for block in [first] + shared.reversed() {
          if let value = block[key], !value.isEmpty { return value }
        }
      }
      return nil
    }
    let numbered = blocks.reduce(0) { $0 + $1.keys.filter(Self.isNumberedProcessor).count }
    self.threads = threads.isEmpty ? numbered : threads.count
    vendor = value("vendor_id") ?? Self.armVendor(value("CPU implementer")) ?? Self.vendorByModel(value("cpu"))
    model = value("model name", "Model Name", "cpu model", "cpu", "uarch", "Processor", "Hardware", "machine")
    if vendor == "IBM/S390" { model = Self.s390Machine(blocks) ?? model }
    features = Self.features(value("flags", "Features", "features", "isa"))
    frequencyHz = Self.frequency(value("cpu MHz", "clock", "CPU MHz"))
    hasHypervisorFlag = features.contains("hypervisor")
    architecture = Self.architecture(first, vendor: vendor, features: features)
    let packageIDs = threads.compactMap { $0["physical id"] ?? $0["package"] }
    packages = packageIDs.isEmpty ? nil : Set(packageIDs).count
    let coreIDs = threads.compactMap { block in
      (block["core id"] ?? block["core"]).map { "\(block["physical id"] ?? block["package"] ?? ""):\($0)" }
    }
    cores = coreIDs.count == threads.count && !coreIDs.isEmpty ? Set(coreIDs).count : nil
    if let packages, cores == nil, let perPackage = value("cpu cores").flatMap(Int.init), perPackage < 4096 {
      cores = packages * perPackage
    }
  }

  /// `processor 0` as a key, as on IBM Z.
  private static func isNumberedProcessor(_ key: String) -> Bool {
    key.hasPrefix("processor ") && Int(key.dropFirst(10)) != nil
  }

  private static func s390Machine(_ blocks: [[String: String]]) -> String? {
    for block in blocks {
      for (key, value) in block where isNumberedProcessor(key) {
        if let range = value.range(after: "machine = ") { return "IBM Z machine type " + trimmed(range) }
      }
    }
    return nil
  }

  private static func architecture(_ block: [String: String], vendor: String?, features: [String]) -> String? {
    if block["flags"] != nil { return features.contains("lm") ? "x86_64" : "i686" }
    if block["CPU implementer"] != nil {
      return features.contains("asimd") || features.contains("fp") ? "aarch64" : "armv7l"
    }
    if vendor == "IBM/S390" { return "s390x" }
    if block["isa"]?.hasPrefix("rv64") == true { return "riscv64" }
    if block["isa"]?.hasPrefix("rv32") == true { return "riscv32" }
    if block["cpu"]?.hasPrefix("POWER") == true { return "ppc64le" }
    if block["Model Name"]?.hasPrefix("Loongson") == true { return "loongarch64" }
    return nil
  }

  private static func vendorByModel(_ model: String?) -> String? { model?.hasPrefix("POWER") == true ? "IBM" : nil }

  /// Makers by the number of Arm's main id register (Arm ARM, MIDR_EL1.Implementer).
  private static func armVendor(_ implementer: String?) -> String? {
    let makers: [String: String] = [
      "0x41": "ARM", "0x42": "Broadcom", "0x43": "Cavium", "0x46": "Fujitsu", "0x48": "HiSilicon", "0x4e": "NVIDIA",
      "0x50": "APM", "0x51": "Qualcomm", "0x53": "Samsung", "0x56": "Marvell", "0x61": "Apple", "0x70": "Phytium",
      "0x6d": "Microsoft", "0xc0": "Ampere",
    ]
    return implementer.flatMap { makers[$0.lowercased()] }
  }

  private static func features(_ text: String?) -> [String] {
    guard let text else { return [] }
    if text.hasPrefix("rv") { return riscVExtensions(text) }
    return text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
  }

  /// `rv64imafdcv_zba` as single letters and named extensions.
  private static func riscVExtensions(_ text: String) -> [String] {
    let parts = text.split(separator: "_").map(String.init)
    guard let base = parts.first else { return [] }
    return base.dropFirst(4).map(String.init) + parts.dropFirst()
  }

  private static func frequency(_ text: String?) -> Double? {
    guard let text else { return nil }
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let megahertz = Double(digits), megahertz > 0, megahertz < 100_000 else { return nil }
    return (megahertz * 1e6).rounded()
  }
}

/// `text` without white space at both ends.
func trimmed(_ text: Substring) -> String {
  String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
}

extension String {
  /// What follows the first occurrence of `mark`, or nil.
  func range(after mark: String) -> Substring? {
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(mark) { return rest.dropFirst(mark.count) }
      rest = rest.dropFirst()
    }
    return nil
  }
}

import Base
import Machines

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
  /// What the platform calls itself, on POWER.
  var machine: String?
  /// What IBM Z tells of its caches here.
  var caches: [CPU.Cache] = []

  /// Parses the text of `/proc/cpuinfo`; nil when it has no key at all.
  static func parse(cpuinfo text: String) -> CPUInfo? {
    var (blocks, block) = ([[String: String]](), [String: String]())
    for line in text.fields(at: "\n", keepsEmpty: true) {
      let parts = line.fields(at: ":", most: 2, keepsEmpty: true)
      guard parts.count == 2 else {
        if line.allSatisfy(\.isWhitespace), !block.isEmpty {
          blocks.append(block)
          block = [:]
        }
        continue
      }
      let (key, value) = (trimmed(parts[0]), trimmed(parts[1]))
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
    self.threads = threads.isEmpty ? Self.threads(of: blocks) : threads.count
    let implementer = value("CPU implementer").flatMap { Hexadecimal.value($0, below: 1 << 8) }
    vendor =
      value("vendor_id", "vendor") ?? implementer.flatMap(ArmParts.maker) ?? Self.maker(power: value("cpu"))
      ?? Self.maker(riscV: value("mvendorid"))
    model =
      value("model name", "Model Name").flatMap { implementer == nil ? $0 : nil }
      ?? Self.armDesigns(blocks)
      ?? value("model name", "cpu model", "cpu", "cpu type", "uarch", "Hardware", "Processor", "CPU", "machine")
    machine = value("machine")
    if vendor == "IBM/S390" {
      model = Self.s390Machine(blocks) ?? model
      caches = Self.s390Caches(blocks, count: self.threads)
    }
    features = Self.features(value("flags", "Features", "features", "isa")) + Self.powerFeatures(value("cpu"))
    frequencyHz = Self.frequency(value("cpu MHz", "clock", "CPU MHz"))
    hasHypervisorFlag = features.contains("hypervisor")
    let merged = ([first] + shared).reduce(into: [:]) { $0.merge($1) { one, _ in one } }
    architecture = Self.architecture(merged, vendor: vendor, features: features)
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

  /// Threads where they have no entries of their own: IBM Z numbers them in the keys, SPARC and Alpha count them, and
  /// single processors are told without a number.
  private static func threads(of blocks: [[String: String]]) -> Int {
    let numbered = blocks.reduce(0) { $0 + $1.keys.filter(isNumberedProcessor).count }
    if numbered > 0 { return numbered }
    for key in ["ncpus active", "cpus active", "cpus detected"] {
      if let count = blocks.lazy.compactMap({ $0[key].flatMap { Int($0) } }).first, (1...65_536).contains(count) {
        return count
      }
    }
    return blocks.contains { !Set(["Processor", "cpu", "CPU", "CPU part"]).isDisjoint(with: $0.keys) } ? 1 : 0
  }

  /// `processor 0` as a key, as on IBM Z.
  private static func isNumberedProcessor(_ key: String) -> Bool {
    key.hasPrefix("processor ") && Int(key.dropFirst(10)) != nil
  }

  /// `cache0 : level=1 type=Data scope=Private size=128K line_size=256 associativity=8`; how many chips share one is not
  /// told.
  private static func s390Caches(_ blocks: [[String: String]], count: Int) -> [CPU.Cache] {
    let kinds: [String: CPU.Cache.Kind] = ["Data": .data, "Instruction": .instruction, "Unified": .unified]
    let lines = blocks.flatMap { block in
      block.filter { $0.key.hasPrefix("cache") && Int($0.key.dropFirst(5)) != nil }.sorted { $0.key < $1.key }
    }
    return lines.compactMap { line in
      let facts = KeyValueText.pairs(
        line.value.split(separator: " ").joined(separator: "\n"), separator: "=")
      guard let level = facts["level"].flatMap({ Int($0) }), (1...5).contains(level),
        let kind = facts["type"].flatMap({ kinds[$0] }), let text = facts["size"], text.hasSuffix("K"),
        let size = Int(text.dropLast()), (1..<1 << 30).contains(size)
      else { return nil }
      let isPrivate = facts["scope"] == "Private"
      return CPU.Cache(
        level: level, kind: kind, bytes: size << 10, count: isPrivate ? max(1, count) : 1,
        sharedByThreads: isPrivate ? 1 : nil)
    }
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
    if let model = block["cpu"], model.hasPrefix("POWER") {
      // The little-endian kernels need POWER8.
      return (powerGeneration(model) ?? 0) >= 8 ? "ppc64le" : "ppc64"
    }
    if block["Model Name"]?.hasPrefix("Loongson") == true { return "loongarch64" }
    if block["arch"] == "IA-64" { return "ia64" }
    if block["cpu"] == "Alpha" { return "alpha" }
    if let type = block["type"], ["sun4u", "sun4v"].contains(type) { return "sparc64" }
    return nil
  }

  /// The designs of an Arm processor's cores, each once, as in `Cortex-A55 + Cortex-A76`; nil when one is not known.
  private static func armDesigns(_ blocks: [[String: String]]) -> String? {
    var names: [String] = []
    for block in blocks {
      guard let maker = block["CPU implementer"].flatMap({ Hexadecimal.value($0, below: 1 << 8) }),
        let part = block["CPU part"].flatMap({ Hexadecimal.value($0, below: 1 << 12) })
      else { continue }
      guard let name = ArmParts.name(implementer: maker, part: part) else { return nil }
      if !names.contains(name) { names.append(name) }
    }
    return names.isEmpty ? nil : names.joined(separator: " + ")
  }

  private static func maker(power model: String?) -> String? { model?.hasPrefix("POWER") == true ? "IBM" : nil }

  /// Makers by their JEDEC number, as the machine vendor register has it.
  private static func maker(riscV number: String?) -> String? {
    let makers = [0x31E: "Andes", 0x489: "SiFive", 0x5B7: "T-Head", 0x710: "SpacemiT"]
    return number.flatMap { Hexadecimal.value($0, below: 1 << 32) }.flatMap { makers[$0] }
  }

  /// What the generation of a POWER processor brings: the kernel lists no words (Power ISA 2.03, 2.06 and 3.1).
  private static func powerFeatures(_ model: String?) -> [String] {
    guard let model, model.hasPrefix("POWER"), let generation = powerGeneration(model) else { return [] }
    return (model.range(after: "altivec supported") != nil ? ["altivec"] : []) + (generation >= 7 ? ["vsx"] : [])
      + (generation >= 10 ? ["mma"] : [])
  }

  private static func powerGeneration(_ model: String) -> Int? { Int(model.dropFirst(5).prefix { $0.isNumber }) }

  private static func features(_ text: String?) -> [String] {
    guard let text else { return [] }
    if text.hasPrefix("rv") { return riscVExtensions(text) }
    return text.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { String(Substring($0)) }
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

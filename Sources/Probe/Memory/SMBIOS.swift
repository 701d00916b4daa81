import Base

/// Memory modules from the SMBIOS table (DMTF DSP0134, structure type 17).
enum SMBIOS {
  struct MemoryModules: Equatable {
    /// Type, speed and channels in words.
    var text: String
    /// Transfers per second × 8 bytes × channels.
    var bytesPerSecond: Double
  }

  private struct Module: Hashable {
    var type: String
    var megatransfers: Int
    var channel: String
    var widthBytes: Int
  }

  /// The modules of the machine, or why they are not known.
  static func memory(_ root: SystemRoot) -> Known<MemoryModules> {
    let path = "/sys/firmware/dmi/tables/DMI"
    switch root.bytes(path) {
    case .failure(let failure):
      let remedy = failure.errorNumber == 13 ? " (root may read it)" : ""
      return .unknown(reason: "the SMBIOS table cannot be read: \(failure)\(remedy)")
    case .success(let bytes): return parse(table: bytes)
    }
  }

  /// Parses the SMBIOS structure table.
  static func parse(table: [UInt8]) -> Known<MemoryModules> {
    let modules = SMBIOSTable(bytes: table).structures.filter { $0.type == SMBIOSTable.memoryDevice }
      .compactMap(module)
    guard let slowest = modules.map(\.megatransfers).min(), let first = modules.first else {
      return .unknown(reason: "the SMBIOS table names no memory module with its speed")
    }
    let channels = Set(modules.map(\.channel)).count
    let rate = Double(slowest) * 1e6 * Double(first.widthBytes) * Double(channels)
    let noun = channels == 1 ? "channel" : "channels"
    return .known(MemoryModules(text: "\(first.type)-\(slowest), \(channels) \(noun)", bytesPerSecond: rate))
  }

  private static func module(_ device: SMBIOSTable.Structure) -> Module? {
    guard let size = device.word(0x0C), size != 0, size != 0xFFFF else { return nil }
    let configured = device.word(0x20).flatMap { $0 > 0 && $0 < 0xFFFF ? $0 : nil }
    guard let speed = configured ?? device.word(0x15).flatMap({ $0 > 0 && $0 < 0xFFFF ? $0 : nil }), speed >= 100 else {
      return nil
    }
    let width = device.word(0x0A).flatMap { (8...128).contains($0) ? $0 / 8 : nil } ?? 8
    return Module(
      type: device.fields.count > 0x12 ? typeName(device.fields[0x12]) : "memory", megatransfers: speed,
      channel: channel(
        locator: device.text(SMBIOSTable.locatorOffsets.device), bank: device.text(SMBIOSTable.locatorOffsets.bank)),
      widthBytes: width)
  }

  /// What names the channel of a slot: `P0 CHANNEL A`, `ChannelB-DIMM1`, `DIMM_A2`; otherwise the slot itself.
  static func channel(locator: String, bank: String) -> String {
    for text in [bank, locator] {
      let upper = text.uppercased()
      guard let rest = upper.range(after: "CHANNEL") else { continue }
      let name = rest.drop { $0 == " " || $0 == "_" || $0 == "-" }.prefix { $0.isLetter || $0.isNumber }
      let node = upper.split { !($0.isLetter || $0.isNumber) }.first.map(String.init) ?? ""
      if !name.isEmpty { return node.hasPrefix("CHANNEL") ? String(name) : "\(node) \(name)" }
    }
    let upper = locator.uppercased()
    if let rest = upper.range(after: "DIMM"), let letter = rest.first(where: { $0.isLetter || $0.isNumber }),
      letter.isLetter
    {
      let node = upper.split { !($0.isLetter || $0.isNumber) }.first.map(String.init) ?? ""
      return node.contains("DIMM") ? String(letter) : "\(node) \(letter)"
    }
    return locator.isEmpty ? bank : bank + " " + locator
  }

  private static func typeName(_ number: UInt8) -> String {
    let names: [UInt8: String] = [
      0x12: "DDR", 0x13: "DDR2", 0x18: "DDR3", 0x1A: "DDR4", 0x1B: "LPDDR", 0x1C: "LPDDR2", 0x1D: "LPDDR3",
      0x1E: "LPDDR4", 0x20: "HBM", 0x21: "HBM2", 0x22: "DDR5", 0x23: "LPDDR5", 0x24: "HBM3",
    ]
    return names[number] ?? "memory"
  }
}

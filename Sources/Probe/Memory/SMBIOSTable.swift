/// The structures of an SMBIOS table (DMTF DSP0134): a formatted part, then texts that end with NUL, then another NUL.
struct SMBIOSTable {
  struct Structure {
    var type: UInt8
    /// The formatted part, which begins with type and length.
    var fields: [UInt8]
    /// The texts, which the fields name by numbers from 1.
    var texts: [[UInt8]]

    /// The number of two bytes at an offset; nil beyond the end.
    func word(_ offset: Int) -> Int? {
      fields.count >= offset + 2 ? Int(fields[offset]) | Int(fields[offset + 1]) << 8 : nil
    }

    /// The text that the field at an offset names; empty without one.
    func text(_ offset: Int) -> String {
      let number = offset < fields.count ? Int(fields[offset]) : 0
      return number >= 1 && number <= texts.count ? String(decoding: texts[number - 1], as: UTF8.self) : ""
    }
  }

  /// A memory device, a module in its slot (DSP0134, 7.18).
  static let memoryDevice: UInt8 = 17
  /// Where a memory device names its slot: its own locator and its bank's.
  static let locatorOffsets = (device: 0x10, bank: 0x11)

  private static let endOfTable: UInt8 = 127

  /// The structures up to the end of the table, or to where it is broken.
  var structures: [Structure] = []

  init(bytes: [UInt8]) {
    var position = 0
    while position + 4 <= bytes.count {
      let (type, length) = (bytes[position], Int(bytes[position + 1]))
      guard length >= 4, position + length <= bytes.count, type != Self.endOfTable else { break }
      var end = position + length
      while end + 1 < bytes.count, bytes[end] != 0 || bytes[end + 1] != 0 { end += 1 }
      structures.append(
        Structure(
          type: type, fields: Array(bytes[position..<position + length]),
          texts: bytes[(position + length)..<min(end, bytes.count)].split(separator: 0).map(Array.init)))
      position = end + 2
    }
  }

  /// The table with the memory modules alone, and of their texts only those that name the slot: others name the maker's
  /// serial number.
  func withMemoryModulesOnly() -> [UInt8] {
    var kept: [UInt8] = []
    for structure in structures where structure.type == Self.memoryDevice {
      let slots = [Self.locatorOffsets.device, Self.locatorOffsets.bank].compactMap { offset in
        offset < structure.fields.count ? Int(structure.fields[offset]) : nil
      }
      kept += structure.fields
      for (index, text) in structure.texts.enumerated() {
        kept += slots.contains(index + 1) ? text : Array("x".utf8)
        kept.append(0)
      }
      kept += structure.texts.isEmpty ? [0, 0] : [0]
    }
    return kept + [Self.endOfTable, 4, 0, 0, 0, 0]
  }
}

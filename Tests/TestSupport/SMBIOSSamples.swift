/// Bytes of SMBIOS tables.
package enum SMBIOSSamples {
  /// Two modules of DDR4-3200 in two channels and the end of the table.
  package static let twoModules: [UInt8] =
    module(locator: "DIMM_A1", speed: 3200) + module(locator: "DIMM_B1", speed: 3200) + [127, 4, 0, 0, 0, 0]

  package static func module(locator: String, speed: Int, type: UInt8 = 0x1A, bank: String = "BANK") -> [UInt8] {
    var fields = [UInt8](repeating: 0, count: 0x28)
    fields[0] = 17
    fields[1] = 0x28
    (fields[0x08], fields[0x0A], fields[0x0D]) = (72, 64, 0x40)
    (fields[0x10], fields[0x11], fields[0x12]) = (1, 2, type)
    for offset in [0x15, 0x20] {
      (fields[offset], fields[offset + 1]) = (UInt8(speed & 0xFF), UInt8(speed >> 8 & 0xFF))
    }
    return fields + Array(locator.utf8) + [0] + Array(bank.utf8) + [0, 0]
  }
}

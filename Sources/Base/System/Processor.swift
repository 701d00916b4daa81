import CSystem

/// What an x86 processor tells about itself; other processors tell nothing here.
package enum Processor {
  /// The twelve letters by which a hypervisor makes itself known (CPUID leaf 0x40000000); nil without one.
  package static func hypervisorSignature() -> String? {
    var registers: [UInt32] = [0, 0, 0, 0]
    guard plimsoll_cpuid(1, 0, &registers) != 0, registers[2] >> 31 == 1 else { return nil }
    guard plimsoll_cpuid(0x4000_0000, 0, &registers) != 0 else { return nil }
    let bytes = [registers[1], registers[2], registers[3]].flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) }
    }
    let letters = bytes.prefix { $0 != 0 }
    return letters.isEmpty || letters.contains { $0 < 0x20 || $0 > 0x7E }
      ? nil : String(decoding: letters, as: UTF8.self)
  }

  /// The register states that this process may use (XCR0); nil when the processor does not tell.
  package static func enabledStates() -> Int? {
    let states = plimsoll_enabled_states()
    return states == 0 ? nil : Int(truncatingIfNeeded: states & 0xFFFF_FFFF)
  }
}

import Machines
import Testing

@testable import Probe

/// Names of devices from the lists of PCI ids.
@Suite struct PCINamesTests {
  /// A list as the one installed, with the given version.
  private static func names(_ ids: [String], in list: String) -> [String: String] {
    Array(list.utf8).withUnsafeBytes { text in
      var names: [String: String] = [:]
      for id in ids { names[id] = PCINames.name(of: id, in: text) }
      return names
    }
  }

  @Test func aList() {
    let list =
      "#\tVersion: 2020.01.02\n\n1001  First\n\t0001  One\n\t\t1001 0002  Board\n\t0002  Two\n1002  Second\n\t0001  Other\n"
    let found = Self.names(["1001:0001", "1001:0002", "1002:0001", "1001:0003", "1003:0001", "x"], in: list)
    #expect(found == ["1001:0001": "One", "1001:0002": "Two", "1002:0001": "Other"])
    #expect(Array(list.utf8).withUnsafeBytes { PCINames.version(of: $0) } == "2020.01.02")
  }

  /// The list in the program is later than what stable distributions have, and knows this year's cards.
  @Test func theListInTheProgram() {
    let list = UnsafeRawBufferPointer(PCINameList.builtIn)
    #expect(PCINames.version(of: list) >= "2026.10.24")
    #expect(PCINames.name(of: "1002:7550", in: list)?.contains("Navi 48") == true)
    #expect(PCINames.name(of: "10de:2b85", in: list)?.contains("RTX 5090") == true)
    #expect(PCINames.name(of: "8086:56a0", in: list)?.contains("Arc A770") == true)
    // A network card.
    #expect(PCINames.name(of: "8086:1533", in: list) == nil)
  }
}

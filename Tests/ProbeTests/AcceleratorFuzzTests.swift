import Base
import Testing

@testable import Probe

/// Mutated texts of sysfs and of drivers: no crash, no hang, and nothing negative.
@Suite struct AcceleratorFuzzTests {
  private static let seeds = [
    "0: 96Mhz \n1: 456Mhz \n3: 1249Mhz *\n",
    "simd_count 416\nsimd_per_cu 4\ngfx_target_version 90010\nvendor_id 4098\ndevice_id 29711\nlocation_id 25344\ndomain 0\n",
    "heap_type 1\nsize_in_bytes 51539607552\nflags 0\nwidth 8192\nmem_clk_max 1300\n",
    "DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:744C\nPCI_SLOT_NAME=0000:03:00.0\n",
    "16.0 GT/s PCIe", "0000:01:00.0", "0,GPU-8932f937,-1",
    "01:00.0 VGA\n00: 02 10 00 73 07 04 10 00 ca 00 00 03 10 00 80 00\n",
    #"{"nvml":{"devices":[{"index":0,"memory_total_bytes":150754820096,"pci_address":"00000000:01:00.0"}]}}"#,
  ]

  @Test func mutatedTexts() { Self.mutatedTexts(rounds: 5_000) }

  static func mutatedTexts(rounds: Int) {
    var generator = Generator(state: 0x9E37_79B9_7F4A_7C15)
    let seeds = Self.seeds.map { Array($0.utf8) }
    for round in 0..<rounds {
      var bytes = seeds[round % seeds.count]
      for _ in 0...Int(generator.next() % 3) { generator.mutate(&bytes) }
      let text = String(decoding: bytes, as: UTF8.self)
      switch round % seeds.count {
      case 0: if let clock = AMDCard.highestClock(levels: text) { #expect(clock > 0) }
      case 1:
        if let node = AMDNode.node(number: 1, properties: text, banks: [], name: nil) {
          #expect((node.computeUnits ?? 0) >= 0)
        }
      case 2:
        let node = AMDNode.node(number: 1, properties: "simd_count 4", banks: [text, text], name: text)
        #expect((node?.memoryBytes ?? 1) > 0)
      case 3: _ = KeyValueText.pairs(text, separator: "=")
      case 4: if let rate = PCIBus.speed(text: text) { #expect(rate > 0) }
      case 5: if let address = PCIAddress(text) { #expect(PCIAddress(address.description) == address) }
      case 6: _ = VisibleDevices.selection("V", in: ["V": text])
      case 7: _ = AcceleratorLayout.isDump(text: text)
      default: _ = (try? JSONParser.parse(bytes)).flatMap { DriverReport(document: $0) }
      }
    }
  }

  /// A small pseudo-random generator (xorshift), so that every run sees the same texts.
  private struct Generator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }

    mutating func mutate(_ bytes: inout [UInt8]) {
      guard !bytes.isEmpty else { return bytes.append(UInt8(truncatingIfNeeded: next())) }
      let position = Int(next() % UInt64(bytes.count))
      switch next() % 5 {
      case 0: bytes[position] = UInt8(truncatingIfNeeded: next())
      case 1: bytes.removeSubrange(position...)
      case 2: bytes.insert(contentsOf: Array("99999999999999999999".utf8), at: position)
      case 3: bytes.insert(UInt8(ascii: "-"), at: position)
      default: bytes.remove(at: position)
      }
    }
  }
}

import HardwareModel
import SystemAccess
import Testing

@testable import HardwareProbe

/// Devices that compute and that no runtime here drives: listed, not usable, with the reason.
@Suite struct OtherAcceleratorTests {
  private func devices(_ ids: [(vendor: String, device: String, deviceClass: String)]) throws -> [Accelerator] {
    var files: [String: String] = [:]
    for (index, id) in ids.enumerated() {
      let folder = "/sys/bus/pci/devices/0000:0\(index + 1):00.0"
      files["\(folder)/vendor"] = "0x\(id.vendor)\n"
      files["\(folder)/device"] = "0x\(id.device)\n"
      files["\(folder)/class"] = "0x\(id.deviceClass)\n"
    }
    let folder = try SyntheticTree(files: files).folder()
    return HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine().accelerators
  }

  @Test(arguments: [
    ("1022", "1502", "118000", "XDNA"), ("1e60", "2864", "0b4000", "Hailo"), ("1ac1", "089a", "0880ff", "Coral"),
    ("17cb", "a100", "ff0000", "Qualcomm"), ("8086", "7d1d", "120000", "Intel NPU"),
    ("1da3", "1020", "120000", "Gaudi"), ("19e5", "d802", "120000", "Ascend"),
  ])
  func aKnownKind(_ vendor: String, _ device: String, _ deviceClass: String, _ mark: String) throws {
    let found = try devices([(vendor, device, deviceClass)])
    #expect(found.map(\.pciID) == ["\(vendor):\(device)"])
    #expect(found.allSatisfy { !$0.isUsable && $0.reason?.contains(mark) == true })
  }

  /// A sensor hub, a network card, a bridge and a modem of makers who also make accelerators.
  @Test func othersOfTheSameMakersAreNotListed() throws {
    #expect(
      try devices([
        ("1022", "15e4", "118000"), ("17cb", "1103", "028000"), ("1da3", "0001", "060400"), ("17cb", "0306", "ff0000"),
      ])
      .isEmpty)
  }

  @Test func aDisplayBesideTheRealCard() throws {
    let found = try devices([("1af4", "1050", "030000"), ("10de", "2684", "030000")])
    #expect(found.map(\.pciID) == ["1af4:1050", "10de:2684"])
    #expect(found.first?.isUsable == false && found.first?.reason?.contains("virtio") == true)
    #expect(found.last?.name.value?.contains("4090") == true)
  }
}

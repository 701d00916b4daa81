import Machines
import Base
import Testing

@testable import Probe

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

  /// Boards with a Jetson module, by the board's name or by the module's number, with the module's bandwidth.
  @Test(arguments: [
    ("NVIDIA Jetson AGX Orin Developer Kit", "nvidia,p3737-0000+p3701-0005", 64, 204.8e9),
    ("Some Maker's Carrier", "nvidia,p3509-0000+p3767-0000", 16, 102.4e9),
    ("NVIDIA Jetson Orin Nano Engineering Reference Developer Kit", "nvidia,p3767-0005", 8, 68.22e9),
    ("NVIDIA Jetson AGX Thor Developer Kit", "nvidia,p4071-0000+p3834-0008", 128, 273.2e9),
  ])
  func aJetson(_ model: String, _ module: String, _ gibibytes: Int, _ rate: Double) throws {
    // The system keeps some of the memory for itself.
    let kilobytes = (gibibytes << 20) / 64 * 62
    let folder = try SyntheticTree(files: [
      "/proc/device-tree/model": model + "\0", "/proc/device-tree/compatible": module + "\0nvidia,tegra234\0",
      "/proc/meminfo": "MemTotal: \(kilobytes) kB\nMemAvailable: \(kilobytes / 2) kB\n",
    ]).folder()
    let found = HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine().accelerators
    #expect(found.map(\.name) == [.known(model)] && found.first?.memoryKind == .known(.unified))
    #expect(found.first?.bandwidthBytesPerSecond == .known(rate))
  }
}

import Base
import Machines
import Testing

@testable import Probe

/// Memory that processor and graphics share, and cards that are not what they seem.
@Suite struct UnifiedMemoryTests {
  private func machine(_ files: [String: String]) throws -> Machine {
    let folder = try SyntheticTree(files: files).folder()
    return HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine()
  }

  private static func card(_ device: String, _ more: [String: String]) -> [String: String] {
    var files = [
      "/sys/class/drm/card0/device/uevent":
        "DRIVER=amdgpu\nPCI_CLASS=38000\nPCI_ID=1002:\(device)\nPCI_SLOT_NAME=0000:c3:00.0\n",
      "/proc/meminfo": "MemTotal: 32654432 kB\nMemFree: 28311552 kB\nMemAvailable: 28311552 kB\n",
    ]
    for (name, text) in more { files["/sys/class/drm/card0/device/" + name] = text }
    return files
  }

  /// What the firmware set aside is the device's, whatever main memory has left.
  @Test func theCarveOutIsTheDevices() throws {
    let found = try machine(
      Self.card(
        "1586",
        [
          "mem_info_vram_total": "103079215104\n", "mem_info_vram_used": "314572800\n",
          "mem_info_gtt_total": "16642998272\n", "mem_info_gtt_used": "52428800\n",
        ]))
    let device = try #require(found.accelerators.first)
    #expect(device.carveOutBytes == 96 << 30 && device.memoryKind == .known(.unified))
    let budget = try #require(device.budgetBytes.value)
    #expect(budget > 110 << 30 && budget < 112 << 30)
  }

  /// Products that the table does not have are integrated by what the drivers say.
  @Test(arguments: [
    (["gpu_metrics": "\u{40}\u{1}\u{3}\u{0}"], true), (["gpu_metrics": "\u{40}\u{1}\u{1}\u{3}"], false), ([:], false),
  ])
  func anUnknownProduct(_ more: [String: String], _ isIntegrated: Bool) throws {
    let sizes = ["mem_info_vram_total": "536870912\n", "mem_info_gtt_total": "16000000000\n"]
    let found = try machine(Self.card("ffee", sizes.merging(more) { $1 }))
    let device = try #require(found.accelerators.first)
    #expect(device.memoryKind == .known(isIntegrated ? .shared : .dedicated))
    #expect(device.memoryTotalBytes == .known(isIntegrated ? 16_536_870_912 : 536_870_912))
  }

  @Test func aNodeWithProcessorsIsIntegrated() throws {
    let found = try machine([
      "/sys/class/kfd/kfd/topology/nodes/0/properties":
        "cpu_cores_count 8\nsimd_count 32\nsimd_per_cu 4\ngfx_target_version 90002\nvendor_id 4098\ndevice_id 65500\nlocation_id 1024\n"
    ])
    let device = try #require(found.accelerators.first)
    // Kernels that do not tell the domain mean the first.
    #expect(device.pciAddress == "0000:04:00.0" && device.memoryKind == .known(.shared))
  }

  private static func jetson(_ answer: String) -> [String: String] {
    [
      "/proc/device-tree/model": "NVIDIA Jetson Orin Nano Engineering Reference Developer Kit Super\0",
      "/proc/device-tree/compatible": "nvidia,p3768-0000+p3767-0005-super\0nvidia,p3767-0005\0nvidia,tegra234\0",
      "/proc/meminfo": "MemTotal: 7801840 kB\nMemFree: 5600000 kB\nMemAvailable: 6900000 kB\n",
      "/plimsoll/drivers.json": #"{"schema":"plimsoll.drivers/1","nvml":{"driver_version":"540.4.0","devices":["#
        + answer + "]}}",
    ]
  }

  /// The GPU that NVML lists without memory is the board's own; it may use all of main memory, and this kit is the fast one.
  @Test(arguments: [
    #"{"index":0,"name":"Orin (nvgpu)","pci_address":"00000000:00:00.0","memory_total_bytes":null}"#,
    #"{"index":0,"name":"Orin (nvgpu)","compute_capability":"8.7"}"#, #"{"index":0,"pci_address":"0000:00:00.0"}"#,
  ])
  func aJetsonIsOneGPU(_ answer: String) throws {
    let found = try machine(Self.jetson(answer))
    let device = try #require(found.accelerators.first)
    #expect(found.accelerators.count == 1 && device.id == "devicetree" && device.memoryKind == .known(.unified))
    #expect(device.memoryTotalBytes == .known(7_801_840 << 10) && device.computeTarget == .known("8.7"))
    #expect(device.bandwidthBytesPerSecond == .known(102.4e9))
    let budget = try #require(device.budgetBytes.value)
    #expect(budget > 6 << 30 && budget <= found.memory.budgetBytes.value ?? 0)
  }

  /// A product of one market, as nvidia-smi told it.
  @Test func aCardOfOneMarket() throws {
    let found = try machine([
      "/smi.txt": """
      ==============NVSMI LOG==============
      Driver Version                            : 580.95.05
      GPU 00000000:01:00.0
          Product Name                          : NVIDIA H20
          PCI
              Device Id                         : 0x232910DE
              Bus Id                            : 00000000:01:00.0
          FB Memory Usage
              Total                             : 97871 MiB
              Free                              : 97871 MiB
      """
    ])
    let card = try #require(found.accelerators.first)
    #expect(card.memoryTotalBytes == .known(97_871 << 20) && card.computeTarget == .known("9.0"))
    #expect(card.bandwidthBytesPerSecond == .known(4e12))
  }

  /// All ones on the bus: the card has lost power, or hangs.
  @Test func aCardThatDoesNotAnswer() throws {
    let folder = try SyntheticTree.server.folder()
    let config = folder.path + "/sys/bus/pci/devices/0005:03:00.0/config"
    try SyntheticTree.write(bytes: [UInt8](repeating: 0xFF, count: 64), to: config)
    let device = try #require(
      HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine().accelerators.first)
    #expect(!device.isUsable && device.backends.isEmpty && device.reason?.contains("does not answer") == true)
  }

  /// Ironlake, Sandy Bridge, G210M and 9400M: no back end goes back so far.
  @Test(arguments: [("8086", "0046"), ("8086", "0126"), ("10de", "0a74"), ("10de", "0863")])
  func tooOldForEveryBackEnd(_ vendor: String, _ device: String) throws {
    let folder = "/sys/bus/pci/devices/0000:01:00.0"
    let found = try machine([
      folder + "/vendor": "0x\(vendor)\n", folder + "/device": "0x\(device)\n", folder + "/class": "0x030000\n",
      folder + "/uevent": vendor == "8086" ? "DRIVER=i915\n" : "DRIVER=nouveau\n",
    ])
    #expect(found.accelerators.map(\.isUsable) == [false] && found.accelerators.first?.reason != nil)
  }

  /// A kernel that does not estimate what is available: shared memory is cached and stays.
  @Test func sharedMemoryIsNotFree() throws {
    let old = MemInfo.parse(
      meminfo: "MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 20 kB\nCached: 500 kB\nShmem: 450 kB\n")
    #expect(old.available == 170 << 10)
    #expect(MemInfo.parse(meminfo: "MemFree: 100 kB\nCached: 500 kB\n").available == 100 << 10)
    #expect(MemInfo.parse(meminfo: "MemFree: 1 kB\nMemAvailable: 7 kB\nShmem: 9 kB\n").available == 7 << 10)
  }
}

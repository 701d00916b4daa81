import Base
import Machines
import Testing

@testable import Probe

/// What people post of their machines, alone, several together, and beside a tree.
@Suite struct ForeignTextTests {
  private func machine(_ files: [String: String]) throws -> Machine {
    let folder = try SyntheticTree(files: files).folder()
    return HardwareProbe(root: try RecordingRoot.find(folder.path), environment: [:], executable: nil).machine()
  }

  static let smi = """
    +-----------------------------------------------------------------------------+
    | NVIDIA-SMI 535.129.03   Driver Version: 535.129.03   CUDA Version: 12.2     |
    |-------------------------------+----------------------+----------------------+
    | GPU  Name        Persistence-M| Bus-Id        Disp.A | Volatile Uncorr. ECC |
    | Fan  Temp  Perf  Pwr:Usage/Cap|         Memory-Usage | GPU-Util  Compute M. |
    |===============================+======================+======================|
    |   0  NVIDIA GeForce RTX 3090        Off | 00000000:01:00.0  On |                  N/A |
    | 30%   45C    P8    20W / 350W |   1024MiB / 24576MiB |      0%      Default |
    +-------------------------------+----------------------+----------------------+
    |   1  Tesla T4            On   | 00000000:41:00.0 Off |                    0 |
    | N/A   30C    P8     9W /  70W |      0MiB / 15360MiB |      0%      Default |
    +-----------------------------------------------------------------------------+
    | Processes:                                                                  |
    |    0   N/A  N/A      1400      G   /usr/lib/xorg/Xorg                 80MiB |
    """

  @Test func theTableOfNVIDIA() throws {
    let found = try machine(["/gpus.txt": Self.smi]).accelerators
    #expect(found.map(\.pciAddress) == ["0000:01:00.0", "0000:41:00.0"])
    #expect(found.map(\.memoryTotalBytes) == [.known(24576 << 20), .known(15360 << 20)])
    #expect(found.first?.memoryFreeBytes == .known(23552 << 20) && found.allSatisfy(\.isUsable))
    #expect(found.first?.bandwidthBytesPerSecond == .known(936.2e9))
    #expect(found.first?.features["driver_version"] == "535.129.03" && found.first?.features["cuda_version"] == "12.2")
  }

  /// A card that has fallen off the bus is listed and not usable.
  @Test(arguments: [
    "Unable to determine the device handle for GPU 0000:0A:00.0: Unknown Error\n",
    "Unable to determine the device handle for GPU0000:0A:00.0: GPU is lost.  Reboot the system to recover this GPU\n"
      .replacing("GPU0000", with: "GPU 0000"),
    """
    | NVIDIA-SMI 525.60.13    Driver Version: 525.60.13    CUDA Version: 12.0     |
    |   0  ERR!                On   | 00000000:0A:00.0 ERR! |                ERR! |
    |ERR!  ERR! ERR!    ERR! / ERR! |       ERR! / ERR!     |     ERR!      ERR! |
    """,
  ])
  func aCardThatIsLost(_ text: String) throws {
    let found = try machine(["/smi": text]).accelerators
    #expect(found.map(\.pciAddress) == ["0000:0a:00.0"])
    #expect(found.first?.isUsable == false && found.first?.reason?.hasPrefix("NVML: ") == true, "\(found)")
  }

  @Test(arguments: [
    "GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-1)\nGPU 1: NVIDIA A100-SXM4-80GB (UUID: GPU-2)\n",
    "name, memory.total [MiB]\nNVIDIA A100-SXM4-80GB, 81920 MiB\nNVIDIA A100-SXM4-80GB, 81920 MiB\n",
  ])
  func listsWithoutAddresses(_ text: String) throws {
    let found = try machine(["/list": text]).accelerators
    #expect(found.map(\.id) == ["nvidia0", "nvidia1"] && found.allSatisfy { $0.pciAddress == nil && $0.isUsable })
    #expect(found.allSatisfy { $0.name == .known("NVIDIA A100-SXM4-80GB") && $0.computeTarget == .known("8.0") })
  }

  static let rocminfo = """
    ROCk module is loaded
    =====================
    HSA System Attributes
    =====================
    HSA Agents
    ==========
    *******
    Agent 1
    *******
      Name:                    AMD Ryzen 9 7950X
      Device Type:             CPU
      Pool Info:
        Pool 1
          Segment:                 GLOBAL; FLAGS: FINE GRAINED
          Size:                    65604000(0x3e90960) KB
    *******
    Agent 2
    *******
      Name:                    gfx1100
      Marketing Name:          AMD Radeon RX 7900 XTX
      Device Type:             GPU
      Chip ID:                 29772(0x744c)
      BDFID:                   768
      Compute Unit:            96
      Pool Info:
        Pool 1
          Segment:                 GLOBAL; FLAGS: COARSE GRAINED
          Size:                    25149440(0x17fc000) KB
        Pool 2
          Segment:                 GROUP
          Size:                    64(0x40) KB
    """

  @Test func theAgentsOfROCm() throws {
    let found = try machine(["/rocminfo.txt": Self.rocminfo])
    let card = try #require(found.accelerators.first)
    #expect(found.accelerators.count == 1 && card.pciAddress == "0000:03:00.0" && card.isUsable)
    #expect(card.computeTarget == .known("gfx1100") && card.memoryTotalBytes == .known(25_149_440 << 10))
    #expect(card.features["compute_units"] == "96" && card.factID == "amd-radeon-rx-7900-xtx")
    #expect(found.memory.totalBytes == .known(65_604_000 << 10))
  }

  @Test(arguments: [
    #"[{"gpu": 0, "asic": {"market_name": "AMD Instinct MI300X", "vendor_id": "0x1002", "device_id": "0x74a1", "target_graphics_version": "gfx942"}, "bus": {"bdf": "0000:05:00.0"}, "vram": {"size": {"value": 196288, "unit": "MB"}}}]"#,
    #"{"gpu_data": [{"gpu": 0, "bus": {"bdf": "0000:05:00.0"}, "mem_usage": {"total_vram": {"value": 196288, "unit": "MB"}, "used_vram": {"value": 288, "unit": "MB"}}, "asic": {"device_id": "0x74a1"}}]}"#,
  ])
  func theListsOfAMD(_ text: String) throws {
    let card = try #require(try machine(["/amd-smi.json": text]).accelerators.first)
    #expect(card.pciAddress == "0000:05:00.0" && card.pciID == "1002:74a1" && card.isUsable)
    #expect(card.memoryTotalBytes == .known(196_288 << 20) && card.factID == "amd-radeon-instinct-mi300x")
  }

  @Test func aListOfROCmWithoutTheBus() throws {
    let text =
      #"{"card0": {"VRAM Total Memory (B)": "25753026560", "VRAM Total Used Memory (B)": "1000"}, "system": {}}"#
    let card = try #require(try machine(["/m.json": text]).accelerators.first)
    #expect(card.id == "amd0" && card.memoryTotalBytes == .known(25_753_026_560))
  }

  static let lscpu = """
    Architecture:            x86_64
      CPU op-mode(s):        32-bit, 64-bit
    CPU(s):                  16
      On-line CPU(s) list:   0-15
    Vendor ID:               AuthenticAMD
      Model name:            AMD Ryzen 7 5800X 8-Core Processor
        Thread(s) per core:  2
        Core(s) per socket:  8
        Socket(s):           1
        CPU max MHz:         4850.1948
        Flags:               fpu sse4_2 avx avx2 fma f16c
    Caches (sum of all):
      L1d:                   256 KiB (8 instances)
      L3:                    32 MiB (1 instance)
    NUMA:
      NUMA node0 CPU(s):     0-15
    """

  @Test(arguments: [
    lscpu,
    #"{"lscpu": [{"field": "Architecture:", "data": "x86_64"}, {"field": "CPU(s):", "data": "16"}, {"field": "Vendor ID:", "data": "AuthenticAMD", "children": [{"field": "Model name:", "data": "AMD Ryzen 7 5800X 8-Core Processor", "children": [{"field": "Thread(s) per core:", "data": "2"}, {"field": "Core(s) per socket:", "data": "8"}, {"field": "Socket(s):", "data": "1"}, {"field": "CPU max MHz:", "data": "4850.1948"}, {"field": "Flags:", "data": "fpu sse4_2 avx avx2 fma f16c"}]}]}, {"field": "L1d:", "data": "256 KiB (8 instances)"}, {"field": "L3:", "data": "32 MiB (1 instance)"}, {"field": "NUMA node0 CPU(s):", "data": "0-15"}]}"#,
  ])
  func aListOfTheProcessor(_ text: String) throws {
    let cpu = try machine(["/cpu": text]).cpu
    #expect(cpu.model == .known("AMD Ryzen 7 5800X 8-Core Processor") && cpu.vendor == .known("AuthenticAMD"))
    #expect(cpu.threads == .known(16) && cpu.cores == .known(8) && cpu.packages == .known(1))
    #expect(cpu.isa == ["avx", "avx2", "f16c", "fma", "sse4_2"] && cpu.numaNodes.map(\.cpus) == ["0-15"])
    #expect(cpu.caches.map(\.bytes) == [32 << 10, 32 << 20] && cpu.caches.map(\.count) == [8, 1])
    #expect(cpu.maximumFrequencyHz.value.map { abs($0 - 4_850_194_800) < 1 } == true)
  }

  @Test func vulkaninfo() throws {
    let text = """
      Devices:
      ========
      GPU0:
      \tapiVersion         = 1.3.255
      \tdriverVersion      = 23.2.1
      \tvendorID           = 0x8086
      \tdeviceID           = 0x56a0
      \tdeviceType         = PHYSICAL_DEVICE_TYPE_DISCRETE_GPU
      \tdeviceName         = Intel(R) Arc(tm) A770 Graphics (DG2)
      \tdriverName         = Intel open-source Mesa driver
      GPU1:
      \tvendorID           = 0x10005
      \tdeviceType         = PHYSICAL_DEVICE_TYPE_CPU
      \tdeviceName         = llvmpipe (LLVM 15.0.7, 256 bits)
      GPU0:
      memoryHeaps[0]:
      \tsize   = 16225243136 (0x3c71a8000) (15.11 GiB)
      \tbudget = 16000000000 (0x3b9aca000) (14.90 GiB)
      \tusage  = 0 (0x00000000) (0.00 B)
      \tflags: count = 1
      \t\tMEMORY_HEAP_DEVICE_LOCAL_BIT
      """
    let found = try machine(["/v": text]).accelerators
    #expect(found.map(\.isUsable) == [true, false])
    #expect(found.first?.name == .known("Intel(R) Arc(tm) A770 Graphics (DG2)"))
    #expect(found.first?.memoryTotalBytes == .known(16_225_243_136) && found.first?.features["vulkan"] == "1.3.255")
  }

  @Test func clinfo() throws {
    let text = """
      Number of platforms                               1
        Platform Name                                   NVIDIA CUDA
      Number of devices                                 1
        Device Name                                     NVIDIA GeForce RTX 3060
        Device Vendor                                   NVIDIA Corporation
        Device Type                                     GPU
        Compute Capability (NV)                         8.6
        Device PCI bus info (KHR)                       PCI-E, 0000:0b:00.0
        Global memory size                              12622168064 (11.76GiB)
      """
    let card = try #require(try machine(["/clinfo": text]).accelerators.first)
    #expect(card.pciAddress == "0000:0b:00.0" && card.memoryTotalBytes == .known(12_622_168_064))
    #expect(card.computeTarget == .known("8.6") && card.isUsable)
  }

  /// Texts of several tools tell of one machine, also where they stand in one report.
  @Test(arguments: [true, false]) func severalTexts(_ inOneFile: Bool) throws {
    let files =
      inOneFile
      ? ["/report.txt": Self.lscpu + "\n\n" + Self.smi]
      : ["/lscpu.txt": Self.lscpu, "/smi.txt": Self.smi, "/mem": "MemTotal: 65757924 kB\nMemAvailable: 60000000 kB\n"]
    let found = try machine(files)
    #expect(found.cpu.threads == .known(16) && found.accelerators.count == 2)
    #expect(found.memory.totalBytes.value == (inOneFile ? nil : 65_757_924 << 10))
  }

  /// Beside a tree a text tells what the tree does not have, and what is no such text is named.
  @Test func besideATree() throws {
    let tree = SyntheticTree.server.adding(["/nvidia-smi.txt": Self.smi, "/notes.txt": "bought in May\n"])
    let found = try machine(tree.files)
    #expect(found.accelerators.map(\.id) == ["0000:01:00.0", "0000:41:00.0", "0005:03:00.0"])
    #expect(found.cpu.threads == .known(4))
    let gaps = found.gaps.filter { $0.subject == ForeignTexts.gapSubject }
    #expect(gaps.count == 1 && gaps.first?.reason.contains("'notes.txt'") == true)
  }

  /// Neither many files nor much in them takes long.
  @Test(.timeLimit(.minutes(1))) func manyFiles() throws {
    var files = SyntheticTree.server.files
    for index in 0..<2_000 { files["/noise-\(index)"] = String(repeating: "01 02 03\n", count: 100) }
    #expect(try machine(files).gaps.count { $0.subject == ForeignTexts.gapSubject } <= 64)
  }
}

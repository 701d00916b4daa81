import Machines
import Base
import Testing

@testable import Probe

/// What `--root` takes: trees, folders around them, and single files of many kinds.
@Suite struct RecordingRootTests {
  private static func machine(_ path: String) throws -> Machine {
    HardwareProbe(root: try RecordingRoot.find(path), environment: [:], executable: nil).machine()
  }

  @Test(arguments: ["", "/server", "/archive/server/tree"])
  func aTreeInFolders(_ inside: String) throws {
    let files = SyntheticTree.server.files
    let tree = SyntheticTree(files: Dictionary(uniqueKeysWithValues: files.map { (inside + $0.key, $0.value) }))
    let folder = try tree.adding(["/notes.txt": "kept beside", "/expected/a.xml": "<x/>"]).folder()
    #expect(try Self.machine(folder.path).cpu.threads == .known(4))
    #expect(try RecordingRoot.find(folder.path + "/").prefix == folder.path + inside)
  }

  /// Of two machines in a folder neither is meant.
  @Test func twoTrees() throws {
    let folder = try SyntheticTree(files: ["/a/proc/meminfo": "", "/b/proc/meminfo": ""]).folder()
    #expect(throws: RecordingRoot.NotUnderstood(candidates: [folder.path + "/a", folder.path + "/b"])) {
      try RecordingRoot.find(folder.path)
    }
  }

  /// Folders in which nothing tells of a machine, however much else they hold.
  @Test func aFolderWithoutAMachine() throws {
    var files = ["/proc/uptime": "1\n", "/README": "nothing\n"]
    for index in 0..<600 { files["/deep/\(index)/er/file"] = "x" }
    let folder = try SyntheticTree(files: files).folder()
    #expect(throws: RecordingRoot.NotUnderstood()) { try RecordingRoot.find(folder.path) }
    #expect(throws: RecordingRoot.NotUnderstood()) { try RecordingRoot.find("/usr") }
  }

  /// Git writes links as small files where there are none, and so do some archivers.
  @Test func linksThatBecameFiles() throws {
    let device = "/sys/devices/pci0005:00/0005:03:00.0"
    let files = SyntheticTree.server.files.map { path, text in
      (path.replacing("/sys/bus/pci/devices/0005:03:00.0", with: device), text)
    }
    let folder = try SyntheticTree(files: Dictionary(uniqueKeysWithValues: files))
      .adding(["/sys/bus/pci/devices/0005:03:00.0": "../../../devices/pci0005:00/0005:03:00.0"]).folder()
    #expect(try Self.machine(folder.path).accelerators.map(\.pciID) == ["1002:744c"])
  }

  @Test(arguments: ["/cpuinfo", "/some-name", "/deep/er/some.txt"])
  func aLooseText(_ name: String) throws {
    let text = "processor\t: 0\nvendor_id\t: AuthenticAMD\nmodel name\t: AMD EPYC 9999\n\nprocessor\t: 1\n"
    let folder = try SyntheticTree(files: [name: text]).folder()
    for path in [folder.path, folder.path + name] {
      let cpu = try Self.machine(path).cpu
      #expect(cpu.model == .known("AMD EPYC 9999") && cpu.threads == .known(2))
    }
  }

  @Test func looseTextsTogether() throws {
    let folder = try SyntheticTree(files: [
      "/cpuinfo": "processor\t: 0\nmodel name\t: A\n", "/meminfo": "MemTotal: 1000 kB\nMemFree: 900 kB\n",
      "/cgroup": "0::/system.slice/docker-1.scope\n",
    ]).folder()
    let machine = try Self.machine(folder.path)
    #expect(machine.cpu.model == .known("A"))
    #expect(machine.memory.totalBytes == .known(1_024_000))
    #expect(machine.os.container == .known("docker"))
  }

  /// Files that no machine is: an archive, and anything else.
  @Test func whatIsNone() throws {
    let folder = try SyntheticTree(files: ["/notes": "a text\nof two lines\n"]).folder()
    try SyntheticTree.write(bytes: [0x1F, 0x8B, 8, 0, 0, 0], to: folder.path + "/tree.tar.gz")
    #expect(throws: RecordingRoot.NotUnderstood(isArchive: true)) {
      try RecordingRoot.find(folder.path + "/tree.tar.gz")
    }
    #expect(throws: RecordingRoot.NotUnderstood(isArchive: false)) { try RecordingRoot.find(folder.path + "/notes") }
  }

  static let listings: [String] = [
    """
    00:00.0 Host bridge: Intel Corporation Device 4660 (rev 02)
    01:00.0 VGA compatible controller: NVIDIA Corporation AD102 [GeForce RTX 4090] (rev a1)
    """,
    """
    00:00.0 Host bridge [0600]: Intel Corporation Device [8086:4660] (rev 02)
    01:00.0 VGA compatible controller [0300]: NVIDIA Corporation AD102 [GeForce RTX 4090] [10de:2684] (rev a1) (prog-if 00 [VGA controller])
    \tSubsystem: Micro-Star International Co., Ltd. [MSI] Device [1462:5103]
    \tKernel driver in use: nvidia
    \tKernel modules: nouveau, nvidia
    """,
    "0000:00:00.0 0600: 8086:4660 (rev 02)\n0000:01:00.0 0300: 10de:2684 (rev a1)\n",
    "Slot:\t00:00.0\nClass:\t0600\nVendor:\t8086\nDevice:\t4660\n\nSlot:\t01:00.0\nClass:\t0300\nVendor:\t10de\nDevice:\t2684\nRev:\ta1\n",
    """
    Slot:\t01:00.0
    Class:\tVGA compatible controller [0300]
    Vendor:\tNVIDIA Corporation [10de]
    Device:\tAD102 [GeForce RTX 4090] [2684]
    Rev:\ta1
    Driver:\tnvidia
    """,
    "01:00.0 \"VGA compatible controller\" \"NVIDIA Corporation\" \"AD102 [GeForce RTX 4090]\" -ra1 -p00 \"Micro-Star\" \"Device 5103\"\n",
    "01:00.0 \"0300\" \"10de\" \"2684\" -ra1 -p00 \"1462\" \"5103\"\n",
  ]

  @Test(arguments: listings)
  func aListOfTheBus(_ text: String) throws {
    let folder = try SyntheticTree(files: ["/lspci.txt": text + "\n"]).folder()
    let found = try Self.machine(folder.path + "/lspci.txt").accelerators
    #expect(found.map(\.pciAddress) == ["0000:01:00.0"])
    #expect(found.first?.name.value?.contains("4090") == true, "\(found)")
    #expect([nil, "10de:2684"].contains(found.first?.pciID))
    #expect([nil, "nvidia"].contains(found.first?.driver.value))
  }

  @Test func aVulkanProfile() throws {
    let text = """
      {"profiles": {"VP_X": {"api-version": "1.3.278", "label": "AMD Radeon RX 7800 XT (RADV NAVI32) driver 24.0 on Arch"}},
       "capabilities": {"device": {
        "extensions": {"VK_KHR_cooperative_matrix": 2},
        "features": {"VkPhysicalDeviceShaderIntegerDotProductFeaturesKHR": {"shaderIntegerDotProduct": true}},
        "properties": {"VkPhysicalDeviceProperties": {"vendorID": 4098, "apiVersion": 4206870},
                       "VkPhysicalDeviceVulkan11Properties": {"subgroupSize": 64}}}}}
      """
    let folder = try SyntheticTree(files: ["/profile.json": text]).folder()
    let device = try #require(try Self.machine(folder.path).accelerators.first)
    #expect(device.name == .known("AMD Radeon RX 7800 XT (RADV NAVI32)") && device.vendor == .amd)
    #expect(device.features["subgroup_size"] == "64" && device.features["vulkan"] == "1.3.278")
    #expect(device.features["cooperative_matrix"] == "true" && device.features["integer_dot_product"] == "true")
    #expect(device.memoryTotalBytes.value == nil)
  }

  /// NVIDIA's own extension is not Khronos', and a renderer on the processor is no device to run a model on.
  @Test func whatAProfileDoesNotMean() throws {
    let text = """
      {"profiles": {"VP_X": {"api-version": "1.3.278", "label": "llvmpipe (LLVM 15.0.7, 256 bits) driver 0.0.1"}},
       "capabilities": {"device": {"extensions": {"VK_NV_cooperative_matrix": 1}, "properties": {}}}}
      """
    let folder = try SyntheticTree(files: ["/profile.json": text]).folder()
    let device = try #require(try Self.machine(folder.path).accelerators.first)
    #expect(device.features["cooperative_matrix"] == "false" && !device.isUsable)
  }
}

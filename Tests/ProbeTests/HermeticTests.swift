import Glibc
import Machines
import Base
import Documents
import TestSupport
import Testing

@testable import Probe

/// Nothing of the machine that replays a recording gets into the recorded machine.
@Suite struct HermeticTests {
  private static func document(_ root: String, environment: [String: String]) -> String {
    let machine = HardwareProbe(root: SystemRoot(root), environment: environment, executable: "/proc/self/exe")
      .machine()
    return JSONWriter.text(Contract.hardware.json(machine, version: "1"))
  }

  /// An environment that would change everything if it were looked at.
  private static let hostile = [
    "HOME": "/home/intruder", "PATH": "/usr/bin", "OLLAMA_HOST": "10.9.8.7:1", "OLLAMA_MODELS": "/intruder",
    "CUDA_VISIBLE_DEVICES": "", "HIP_VISIBLE_DEVICES": "-1", "ROCR_VISIBLE_DEVICES": "-1",
    "GGML_VK_VISIBLE_DEVICES": "", "container": "intruder", "WSL_DISTRO_NAME": "intruder", "HF_HOME": "/intruder",
    "KUBERNETES_SERVICE_HOST": "intruder", "HWLOC_XMLFILE": "/intruder", "XDG_CACHE_HOME": "/intruder",
  ]

  @Test func theHostsEnvironmentChangesNothing() throws {
    let folder = try SyntheticTree.server.folder()
    let document = Self.document(folder.path, environment: [:])
    #expect(Self.document(folder.path, environment: Self.hostile) == document)
    #expect(!document.contains("intruder"))
  }

  /// Every fact of a machine that is nothing like this one comes out as it was written.
  @Test func aForeignMachine() throws {
    let folder = try SyntheticTree.server.folder()
    let machine = HardwareProbe(
      root: SystemRoot(folder.path), environment: Self.hostile, executable: "/proc/self/exe"
    ).machine()
    let live = HardwareProbe(root: .live, environment: ["HOME": "/root"], executable: nil).machine()
    #expect(machine.origin == .recorded)
    #expect(machine.os.name == .known("Foreign Linux 9") && machine.os.name != live.os.name)
    #expect(machine.os.kernel == .known("5.99.1-foreign") && machine.os.kernel != live.os.kernel)
    #expect(machine.os.architecture == .known("ppc64le") && machine.os.architecture != live.os.architecture)
    #expect(machine.os.hypervisor != live.os.hypervisor || live.os.hypervisor.value == nil)
    #expect(machine.cpu.vendor == .known("IBM") && machine.cpu.vendor != live.cpu.vendor)
    #expect(machine.cpu.model == .known("POWER10 (architected), altivec supported"))
    #expect(machine.cpu.isa == ["altivec", "mma", "vsx"] && machine.cpu.isa != live.cpu.isa)
    #expect(machine.cpu.maximumFrequencyHz == .known(4e9) && machine.cpu.currentFrequencyHz == .known(2.75e9))
    #expect(machine.cpu.numaNodes.map(\.cpus) == ["0-3"] && machine.cpu.quotaProcessors == 1.5)
    #expect(machine.memory.totalBytes == .known(1_024_000_000) && machine.memory.swapBytes == .known(12288))
    #expect(machine.memory.limitBytes == .known(800_000_000))
    #expect(machine.memory.limitSource == "/sys/fs/cgroup/machine.slice/memory.max")
    #expect(machine.memory.hugePagesTotalBytes == .known(5 * 16384 * 1024))
    #expect(machine.memory.hugePageBytes == .known(16384 * 1024))
    #expect(machine.accelerators.map(\.id) == ["0005:03:00.0"])
    let card = try #require(machine.accelerators.first)
    #expect(card.memoryTotalBytes == .known(25_753_026_560) && card.computeTarget == .known("gfx1100"))
    #expect(card.link?.lanes == 8 && card.barBytes.first == 0x6_0000_0000)
    #expect(machine.storage.isEmpty)
    #expect(machine.runtimes.map(\.endpoint) == ["http://127.0.0.1:11434"])
  }

  /// Links that lead out of a recording are followed inside of it.
  @Test func linksStayInside() throws {
    let folder = try SyntheticTree.server.folder()
    unlink(folder.path + "/etc/os-release")
    #expect(symlink("/etc/os-release-of-the-host", folder.path + "/etc/os-release") == 0)
    unlink(folder.path + "/proc/meminfo")
    #expect(symlink("../../../../../../../../proc/meminfo", folder.path + "/proc/meminfo") == 0)
    let machine = HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine()
    #expect(machine.os.name.value == nil)
    // The node's own memory is left; the host's never comes in.
    #expect(machine.memory.totalBytes == .known(1_024_000_000))
    #expect(machine.memory.availableBytes.value == nil)
  }

  /// hwloc neither leaves a recording nor waits for what never speaks.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "/proc/cpuinfo", "/proc/meminfo", "/proc/mounts", "/proc/self/cgroup", "/sys/devices/system/cpu/online",
      "/sys/devices/system/cpu/cpu0/topology/core_id", "/sys/devices/system/node/node0/meminfo",
      "/sys/class/dmi/id/sys_vendor", "/plimsoll/drivers.json", "/plimsoll/cpuid/pu0", "/etc/os-release",
    ])
  func aFIFOIsNotWaitedFor(_ path: String) throws {
    let folder = try SyntheticTree.server.folder()
    try SyntheticTree.write("", to: folder.path + path)
    unlink(folder.path + path)
    #expect(mkfifo(folder.path + path, 0o644) == 0)
    let machine = HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine()
    #expect(machine.origin == .recorded)
  }

  @Test func hwlocSeesNothingOfTheHost() throws {
    let cpu = "/sys/devices/system/cpu"
    for target in [cpu, "../../../../../../../../../../.." + cpu] {
      let folder = try SyntheticTree(files: ["/proc/meminfo": "MemTotal: 1000 kB\n", "/sys/devices/system/x": ""])
        .folder()
      #expect(symlink(target, folder.path + cpu) == 0)
      let machine = HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine()
      #expect(machine.cpu.threads.value == nil && machine.cpu.caches.isEmpty)
    }
    let folder = try SyntheticTree.server.folder()
    #expect(rename(folder.path + "/sys/devices/system/node", folder.path + "/node") == 0)
    #expect(symlink("/sys/devices/system/node", folder.path + "/sys/devices/system/node") == 0)
    let machine = HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine()
    #expect(machine.cpu.threads == .known(4) && machine.memory.totalBytes == .known(1_024_000_000))
  }

  /// What the recording was made with is taken, and what it lacks is unknown.
  @Test func anEmptyFolderIsAnUnknownMachine() throws {
    let folder = try TestFolder()
    let machine = HardwareProbe(root: SystemRoot(folder.path), environment: Self.hostile, executable: nil).machine()
    #expect(machine.cpu.threads.value == nil && machine.cpu.model.value == nil && machine.cpu.isa.isEmpty)
    #expect(machine.memory.totalBytes.value == nil && machine.memory.budgetBytes.value == nil)
    #expect(machine.os.name.value == nil && machine.os.architecture.value == nil)
    #expect(machine.accelerators.isEmpty && machine.runtimes.isEmpty && machine.storage.isEmpty)
    #expect(machine.os.hypervisor.value == nil && machine.os.hypervisor.reason != nil)
    #expect(!Self.document(folder.path, environment: Self.hostile).contains("intruder"))
  }
}

import Machines
import Base
import TestSupport
import Testing

@testable import Probe

/// What processors and hypervisors are called, and what they can do.
@Suite struct ProcessorTests {
  private func hypervisor(_ files: [String: String], signature: String? = nil, cpuinfo: String? = nil) throws -> Known<
    String?
  > {
    let folder = try SyntheticTree(files: files).folder()
    var facts = LiveFacts()
    facts.hypervisorSignature = signature
    let info = cpuinfo.flatMap { CPUInfo.parse(cpuinfo: $0) }
    return HypervisorProbe(root: SystemRoot(folder.path), facts: facts, info: info).read()
  }

  private static let guest = "processor : 0\nflags : fpu lm hypervisor\n"
  private static let bare = "processor : 0\nflags : fpu lm\n"

  @Test(arguments: [
    ("KVMKVMKVM", "kvm"), ("Microsoft Hv", "hyperv"), ("VMwareVMware", "vmware"), ("XenVMMXenVMM", "xen"),
    ("TCGTCGTCGTCG", "qemu"), ("VBoxVBoxVBox", "virtualbox"), ("bhyve bhyve ", "bhyve"),
  ])
  func signatures(_ signature: String, _ name: String) throws {
    #expect(try hypervisor([:], signature: signature, cpuinfo: Self.guest) == .known(name))
  }

  @Test func withoutASignature() throws {
    let vendor = "/sys/class/dmi/id/sys_vendor"
    let product = "/sys/class/dmi/id/product_name"
    #expect(try hypervisor([vendor: "QEMU\n"], cpuinfo: Self.guest) == .known("qemu"))
    #expect(
      try hypervisor([vendor: "Microsoft Corporation", product: "Virtual Machine"], cpuinfo: Self.guest)
        == .known("hyperv"))
    #expect(try hypervisor([vendor: "Microsoft Corporation", product: "Surface"], cpuinfo: Self.bare) == .known(nil))
    #expect(try hypervisor([vendor: "Amazon EC2", product: "c7g.large"]) == .known("kvm"))
    #expect(try hypervisor([vendor: "Amazon EC2", product: "c7g.metal"]) == .known(nil))
    #expect(try hypervisor(["/sys/hypervisor/type": "xen\n"], cpuinfo: Self.guest) == .known("xen"))
    #expect(try hypervisor([:], cpuinfo: Self.bare) == .known(nil))
    #expect(try hypervisor([:], cpuinfo: Self.guest).reason != nil)
    #expect(try hypervisor([:]).reason != nil)
    #expect(try hypervisor(["/proc/device-tree/hypervisor/compatible": "linux,kvm\0"]) == .known("kvm"))
    #expect(
      try hypervisor(["/proc/sysinfo": "VM00 Control Program: z/VM    6.4.0\nLPAR Number: 4\n"]) == .known("zvm"))
    #expect(try hypervisor(["/proc/sysinfo": "LPAR Number:          4\n"]) == .known("prsm"))
  }

  @Test(arguments: [
    ("processor : 0\nCPU implementer : 0x41\nCPU part : 0xd0c\n", "Neoverse-N1", "ARM"),
    (
      "processor : 0\nCPU implementer : 0x41\nCPU part : 0xd05\n\nprocessor : 1\nCPU implementer : 0x41\nCPU part : 0xd0b\n",
      "Cortex-A55 + Cortex-A76", "ARM"
    ),
    ("processor : 0\nCPU implementer : 0x41\nCPU part : 0xfff\n\nHardware : Board X\n", "Board X", "ARM"),
    ("processor : 0\nvendor_id : AuthenticAMD\nmodel name : AMD EPYC\n", "AMD EPYC", "AuthenticAMD"),
    ("processor : 0\nuarch : sifive,u74-mc\nmvendorid : 0x489\n", "sifive,u74-mc", "SiFive"),
    ("processor : 0\ncpu : POWER9, altivec supported\n", "POWER9, altivec supported", "IBM"),
  ])
  func names(_ text: String, _ model: String, _ vendor: String) {
    let info = CPUInfo.parse(cpuinfo: text)
    #expect(info?.model == model && info?.vendor == vendor)
  }

  @Test func instructionSetsOfEachArchitecture() throws {
    func sets(_ text: String, states: Int? = nil) -> [String] {
      CPUInfo.parse(cpuinfo: text).map { InstructionSets.enabled($0, enabledStates: states) } ?? []
    }
    let x86 = "processor : 0\nflags : fpu sse2 avx avx2 fma f16c avx512f avx512_vnni avx_vnni amx_tile amx_int8\n"
    #expect(sets(x86).count == 10 && sets(x86).contains("amx_int8"))
    #expect(sets(x86, states: 0xE7) == sets(x86).filter { !$0.hasPrefix("amx") })
    #expect(sets(x86, states: 0b111) == ["avx", "avx2", "avx_vnni", "f16c", "fma", "sse2"])
    #expect(sets(x86, states: 0b11) == ["sse2"])
    #expect(sets(x86, states: 0x600E7).contains("amx_tile"))
    #expect(
      sets("processor : 0\nFeatures : fp asimd asimddp i8mm sve svei8mm bf16\nCPU implementer : 0x41\n")
        == ["asimd", "asimddp", "bf16", "i8mm", "sve", "svei8mm"])
    #expect(sets("processor : 0\nisa : rv64imafdcv_zba_zbb_zvfh\n") == ["v", "zba", "zbb", "zvfh"])
    #expect(sets("processor : 0\ncpu : POWER8 (raw), altivec supported\n") == ["altivec", "vsx"])
  }

  /// A hybrid's kinds come from the kernel's two lists, from capacities, or from CPUID leaf 0x1A.
  @Test func kindsOfCores() throws {
    var files: [String: String] = [
      "/sys/devices/system/cpu/online": "0-3\n", "/proc/cpuinfo": "processor : 0\nflags : fpu lm\n",
    ]
    for cpu in 0..<4 {
      let folder = "/sys/devices/system/cpu/cpu\(cpu)"
      files["\(folder)/topology/physical_package_id"] = "0\n"
      files["\(folder)/topology/core_id"] = "\(cpu)\n"
      files["\(folder)/topology/thread_siblings"] = ["1", "2", "4", "8"][cpu]
      files["\(folder)/topology/core_siblings"] = "f\n"
      files["\(folder)/cpu_capacity"] = cpu < 3 ? "380\n" : "1024\n"
    }
    func kinds(_ files: [String: String]) throws -> [Int?] {
      let folder = try SyntheticTree(files: files).folder()
      let cpu = HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine().cpu
      return [cpu.performanceCores.value, cpu.efficiencyCores.value]
    }
    #expect(try kinds(files) == [1, 3])
    for cpu in 0..<4 { files["/sys/devices/system/cpu/cpu\(cpu)/cpu_capacity"] = nil }
    #expect(try kinds(files) == [4, 0])
    files["/sys/devices/cpu_core/cpus"] = "0-1\n"
    files["/sys/devices/cpu_atom/cpus"] = "2-3\n"
    #expect(try kinds(files) == [2, 2])
  }

  @Test func memoryModules() throws {
    let modules = try #require(SMBIOS.parse(table: SMBIOSSamples.twoModules).value)
    #expect(modules.bytesPerSecond == 3200e6 * 8 * 2 && modules.text == "DDR4-3200, 2 channels")
    #expect(SMBIOS.parse(table: []).reason != nil)
    let redacted = SMBIOSTable(bytes: SMBIOSSamples.twoModules).withMemoryModulesOnly()
    #expect(SMBIOS.parse(table: redacted).value == modules)
  }
}

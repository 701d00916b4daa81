import Glibc
import Machines
import Base
import TestSupport
import Testing

@testable import Probe

/// Changes bytes at random: other values, cuts, repeats, huge and negative numbers, bytes that are not UTF-8.
struct Mutator {
  private var generator: SeededRandom

  init(seed: UInt64) { generator = SeededRandom(seed: seed) }

  private static let insertions: [[UInt8]] =
    [
      "99999999999999999999", "-1", "9223372036854775807", "0xffffffffffffffff", "\n", ":", "=", " ", "\0", "1e308",
      "4294967296",
      "-9223372036854775808", "0-65535", "<", "\"", "&#0;", "/../../", "max",
    ].map { Array($0.utf8) } + [[0xFF, 0xFE, 0xC0], [0xED, 0xA0, 0x80]]

  mutating func number(below limit: Int) -> Int { Int(generator.next() % UInt64(max(1, limit))) }

  mutating func mutated(_ seed: [UInt8]) -> [UInt8] {
    var bytes = seed
    for _ in 0...number(below: 4) {
      guard !bytes.isEmpty else { return [UInt8(truncatingIfNeeded: generator.next())] }
      let position = number(below: bytes.count)
      switch number(below: 7) {
      case 0: bytes[position] = UInt8(truncatingIfNeeded: generator.next())
      case 1: bytes.removeSubrange(position...)
      case 2, 3: bytes.insert(contentsOf: Self.insertions[number(below: Self.insertions.count)], at: position)
      case 4: bytes.removeSubrange(position..<min(bytes.count, position + 1 + number(below: 8)))
      case 5:
        let piece = Array(bytes[position..<min(bytes.count, position + 1 + number(below: 24))])
        bytes.insert(contentsOf: piece, at: number(below: bytes.count))
      default: bytes[position] ^= 1 << UInt8(number(below: 8))
      }
    }
    return bytes
  }
}

/// Mutated contents of everything that is parsed: no crash, no hang, and nothing impossible.
@Suite struct ProbeFuzzTests {
  /// A parser with texts it knows.
  struct Target: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var rounds = 10_000
    var seeds: [String]
    var parse: @Sendable ([UInt8]) -> Void

    /// Parses this many mutated texts, the same on every run.
    func run(rounds: Int) {
      var mutator = Mutator(seed: UInt64(testDescription.utf8.count))
      let seeds = seeds.map { Array($0.utf8) }
      for round in 0..<rounds { parse(mutator.mutated(seeds[round % seeds.count])) }
    }
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  static let targets: [Target] = [
    Target(
      testDescription: "/proc/cpuinfo", rounds: 12_000,
      seeds: [
        "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Xeon\nphysical id\t: 0\ncore id\t: 0\ncpu cores\t: 4\nflags\t: fpu lm avx2\n\n",
        "processor : 0\nFeatures : fp asimd\nCPU implementer : 0x41\nCPU part : 0xd0c\n\nHardware : board\n",
        "processor 0: version = 00,  identification = 1,  machine = 2817\nvendor_id : IBM/S390\n",
        "processor : 0\nisa : rv64imafdcv_zba\nuarch : sifive,u74-mc\nmvendorid : 0x489\n",
        "processor : 0\ncpu : POWER10 (architected), altivec supported\nclock : 3450.0MHz\nmachine : CHRP\n",
      ],
      parse: { bytes in
        guard let info = CPUInfo.parse(cpuinfo: text(bytes)) else { return }
        #expect(info.threads >= 0 && (info.cores ?? 0) >= 0 && (info.packages ?? 0) >= 0)
        _ = InstructionSets.enabled(info, enabledStates: 7)
      }),
    Target(
      testDescription: "/proc/meminfo", rounds: 12_000,
      seeds: [
        "MemTotal:  16314296 kB\nMemFree: 1 kB\nMemAvailable: 9 kB\nBuffers: 1 kB\nCached: 2 kB\nSwapTotal: 0 kB\nHugePages_Total: 3\nHugePages_Free: 3\nHugepagesize: 2048 kB\n"
      ],
      parse: { bytes in
        let info = MemInfo.parse(meminfo: text(bytes))
        #expect(info.bytes.values.allSatisfy { $0 >= 0 })
        #expect((info.available ?? 0) >= 0 && (info.bytes(pages: "HugePages_Free") ?? 0) >= 0)
      }),
    Target(
      testDescription: "lists and masks of processors", seeds: ["0-3,8,10-11", "0x0000ffff,0x00000001", "0xf...f"],
      parse: { bytes in
        for list in [CPUList(text(bytes)), CPUList(mask: text(bytes))].compactMap({ $0 }) {
          #expect(list.threads.allSatisfy { (0...CPUList.largest).contains($0) })
          #expect(list.count == 0 || CPUList(list.text) == list)
        }
      }),
    Target(
      testDescription: "control groups", rounds: 16_000,
      seeds: [
        "12:memory:/user.slice\n0::/user.slice/a\n", "inactive_file 4096\nactive_file 8192\nslab_reclaimable 1\n",
        "20000 100000",
        "36 25 0:31 / /sys/fs/cgroup/memory rw,nosuid - cgroup cgroup rw,memory\n30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
      ],
      parse: { bytes in
        let text = text(bytes)
        for group in ControlGroupPaths.parse(cgroup: text) { #expect(group.path.hasPrefix("/")) }
        _ = ControlGroupPaths.parse(mountinfo: text)
        #expect(ControlGroupLimits.parse(memoryStat: text).values.allSatisfy { $0 >= 0 })
        if let quota = ControlGroupLimits.parse(cpuMax: text) { #expect(quota > 0) }
      }),
    Target(
      testDescription: "SMBIOS tables", rounds: 12_000, seeds: [SMBIOSSamples.text],
      parse: { bytes in
        if let modules = SMBIOS.parse(table: bytes).value { #expect(modules.bytesPerSecond > 0) }
        _ = SMBIOSTable(bytes: bytes).withMemoryModulesOnly()
      }),
    Target(
      testDescription: "CPUID dumps", rounds: 12_000,
      seeds: [
        "1 0 0 0 0 => d 756e6547 6c65746e 49656e69\n1 1 0 0 0 => 406f1 400800 0 bfebfbff\n5 4 0 0 0 => 1c004121 1c0003f 3f 0\n5 b 0 0 0 => 1 2 100 0\n5 b 0 1 0 => 4 e 201 0\n",
        "1 0 0 0 0 => d 68747541 444d4163 69746e65\n1 1 0 0 0 => 800f12 0 0 0\n1 80000008 0 0 0 => 3030 7 603f 0\n5 8000001d 0 0 0 => 4121 1c0003f 3f 0\n1 8000001e 0 0 0 => 0 100 300 0\n",
      ],
      parse: { bytes in
        guard let thread = CPUIDDump.parse(dump: text(bytes)).flatMap(CPUIDThread.init) else { return }
        #expect(thread.caches.allSatisfy { $0.bytes > 0 })
      }),
    Target(
      testDescription: "hwloc exports", rounds: 12_000,
      seeds: [
        #"<?xml version="1.0"?><topology version="3.0"><object type="Machine" os_index="0"><info name="OSName" value="Linux"/><object type="NUMANode" os_index="0" cpuset="0x3" local_memory="4096"/><object type="L2Cache" cache_size="262144" depth="2" cache_type="0" cpuset="0x3"/><object type="PU" os_index="0"/><object type="PCIDev" pci_busid="0000:03:00.0" pci_type="0302 [10de:1094] [00de:0088] a1"><object type="OSDev" name="cuda0"><info name="CUDAGlobalMemorySize" value="11796032KiB"/></object></object></object></topology>"#
      ],
      parse: { bytes in
        guard let export = TopologyXML.parse(bytes) else { return }
        if let topology = export.topology() { #expect(topology.threads > 0) }
        for function in export.functions() { #expect((function.memoryTotalBytes ?? 1) > 0) }
      }),
    Target(
      testDescription: "captured texts", rounds: 12_000,
      seeds: [
        "P: /devices/pci0000:00/0000:00:02.0\nE: DRIVER=i915\nE: PCI_CLASS=30000\nE: PCI_ID=8086:0A16\nE: PCI_SLOT_NAME=0000:00:02.0\nE: SUBSYSTEM=pci\n\n",
        "==============NVSMI LOG==============\nDriver Version : 590.48\nGPU 00000000:00:09.0\n    Product Name : H100\n    FB Memory Usage\n        Total : 81559 MiB\n        Free : 1 MiB\n",
        "<nvidia_smi_log><gpu id=\"00000000:2D:00.0\"><product_name>T4</product_name><fb_memory_usage><total>15360 MiB</total></fb_memory_usage><pci><pci_device_id>1EB810DE</pci_device_id></pci></gpu></nvidia_smi_log>",
        #"{"card0": {"Device ID": "0x738c", "PCI Bus": "0000:83:00.0", "VRAM Total Memory (B)": "34342961152"}}"#,
        #"<system version="2"><cpu><pci busid="0000:1d:00.0" class="0x038000" link_speed="16 GT/s" link_width="16"><gpu dev="0" sm="64" gcn="906"/></pci></cpu></system>"#,
      ],
      parse: { bytes in
        guard let captured = CapturedDevices.parse(bytes) else { return }
        #expect(captured.amd.nodes.allSatisfy { ($0.computeUnits ?? 1) > 0 })
        #expect(captured.drivers?.nvml.devices.allSatisfy { ($0.memoryTotalBytes ?? 0) >= 0 } ?? true)
      }),
    Target(
      testDescription: "sockets, addresses and facts", rounds: 12_000,
      seeds: [
        "  0: 0100007F:2CAA 00000000:0000 0A 00000000:00000000 00:00000000 00000000\n", "http://[::1]:11434/",
        #"{"affinity":"0-3","architecture":"x86_64","enabled_states":7,"environment":{"HF_HOME":"~/x"},"free_bytes":{"~":1}}"#,
      ],
      parse: { bytes in
        #expect(RuntimeProbe.parse(tcp: text(bytes)).allSatisfy { (1...65_535).contains($0) })
        #expect(OllamaServer(text(bytes)).map { (0...65_535).contains($0.port) } ?? true)
        var names = RecordedNames()
        for path in ["/proc/net/tcp", "/proc/self/cgroup", "/proc/self/mountinfo", "/proc/cpuinfo", "/proc/sysinfo"] {
          _ = Redaction.redacted(bytes, path: path, names: &names)
        }
        if let value = try? JSONParser.parse(bytes) {
          #expect(LiveFacts(document: value).freeBytes.values.allSatisfy { $0 >= 0 })
        }
      }),
  ]

  /// A few of the rounds that `make verify` does.
  @Test(arguments: targets) func mutated(_ target: Target) { target.run(rounds: target.rounds / 20) }

  /// A whole tree with files changed at random, through the probe and the document.
  @Test func mutatedTrees() throws { try Self.mutatedTrees(rounds: 20) }

  static func mutatedTrees(rounds: Int) throws {
    let folder = try TestFolder()
    let tree = SyntheticTree.server
    var mutator = Mutator(seed: 7)
    for file in tree.files { try SyntheticTree.write(file.value, to: folder.path + file.key) }
    let paths = tree.files.keys.sorted()
    for _ in 0..<rounds {
      let path = paths[mutator.number(below: paths.count)]
      let original = tree.files[path] ?? ""
      try SyntheticTree.write(bytes: mutator.mutated(Array(original.utf8)), to: folder.path + path)
      let machine = HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine()
      #expect((machine.memory.budgetBytes.value ?? 0) >= 0)
      #expect((machine.cpu.usableThreads.value ?? 1) >= 0)
      for device in machine.accelerators { #expect((device.budgetBytes.value ?? 0) >= 0) }
      try SyntheticTree.write(original, to: folder.path + path)
    }
  }

  /// libpci itself reads dumps.
  @Test func mutatedDumps() throws { try Self.mutatedDumps(rounds: 50) }

  static func mutatedDumps(rounds: Int) throws {
    let folder = try TestFolder()
    let dump =
      "01:00.0 VGA compatible controller: x\n00: de 10 84 26 07 04 10 00 a1 00 00 03 10 00 80 00\n"
      + "10: 00 00 00 fb 0c 00 00 00 00 00 00 00 0c 00 00 00\n20: 01 00 00 00 00 00 00 00 00 00 00 00 5f 14 f5 2a\n"
      + "30: 00 00 00 00 60 00 00 00 00 00 00 00 0b 01 00 00\n"
    var mutator = Mutator(seed: 11)
    for _ in 0..<rounds {
      try SyntheticTree.write(bytes: mutator.mutated(Array(dump.utf8)), to: folder.path + "/dump")
      if case .success(let functions) = PCILibrary.dump(folder.path + "/dump") {
        for function in functions { #expect(function.isAccelerator) }
      }
    }
  }
}

extension Verify {
  @Suite struct FuzzTests {
    @Test(arguments: ProbeFuzzTests.targets)
    func mutated(_ target: ProbeFuzzTests.Target) { target.run(rounds: target.rounds) }

    @Test func mutatedTrees() throws { try ProbeFuzzTests.mutatedTrees(rounds: 400) }

    @Test func mutatedDumps() throws { try ProbeFuzzTests.mutatedDumps(rounds: 1_000) }

    @Test func mutatedTextsOfAccelerators() { AcceleratorFuzzTests.mutatedTexts(rounds: 100_000) }

    @Test func theRoundsAreEnough() {
      #expect(ProbeFuzzTests.targets.reduce(0) { $0 + $1.rounds } >= 100_000)
    }
  }
}

/// Bytes of SMBIOS tables.
enum SMBIOSSamples {
  /// Two modules of DDR4-3200 in two channels and the end of the table.
  static let twoModules: [UInt8] =
    module(locator: "DIMM_A1", speed: 3200) + module(locator: "DIMM_B1", speed: 3200) + [127, 4, 0, 0, 0, 0]

  static var text: String { String(decoding: twoModules.map { $0 & 0x7F }, as: UTF8.self) }

  static func module(locator: String, speed: Int, type: UInt8 = 0x1A, bank: String = "BANK") -> [UInt8] {
    var fields = [UInt8](repeating: 0, count: 0x28)
    fields[0] = 17
    fields[1] = 0x28
    (fields[0x08], fields[0x0A], fields[0x0D]) = (72, 64, 0x40)
    (fields[0x10], fields[0x11], fields[0x12]) = (1, 2, type)
    for offset in [0x15, 0x20] {
      (fields[offset], fields[offset + 1]) = (UInt8(speed & 0xFF), UInt8(speed >> 8 & 0xFF))
    }
    return fields + Array(locator.utf8) + [0] + Array(bank.utf8) + [0, 0]
  }
}

import Machines
import Base
import Testing

@testable import Probe

/// Processors of kinds that few recordings show.
@Suite struct TopologyVariantTests {
  private static let cpu = "/sys/devices/system/cpu"

  private static func processor(_ files: [String: String]) throws -> CPU {
    let folder = try SyntheticTree(files: files).folder()
    return HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine().cpu
  }

  /// Threads that are a core each, with files beside each processor.
  private static func threads(_ count: Int, _ more: (Int) -> [String: String]) -> [String: String] {
    var files = ["\(cpu)/online": "0-\(count - 1)\n", "\(cpu)/possible": "0-\(count - 1)\n"]
    let all = String((1 << count) - 1, radix: 16)
    for index in 0..<count {
      let topology = "\(cpu)/cpu\(index)/topology"
      files["\(topology)/physical_package_id"] = "0\n"
      files["\(topology)/core_id"] = "\(index)\n"
      files["\(topology)/thread_siblings"] = String(1 << index, radix: 16) + "\n"
      files["\(topology)/core_siblings"] = all + "\n"
      for (name, text) in more(index) { files["\(cpu)/cpu\(index)/\(name)"] = text }
    }
    return files
  }

  /// Favoured cores clock a little higher and are of one design; half the clock is another one.
  @Test(arguments: [(5_000_000, 4_800_000, 0), (5_100_000, 3_300_000, 4)])
  func kindsByClock(_ fast: Int, _ slow: Int, _ efficient: Int) throws {
    let found = try Self.processor(
      Self.threads(8) { ["cpufreq/cpuinfo_max_freq": "\($0 % 2 == 0 ? fast : slow)\n"] })
    #expect(found.efficiencyCores == .known(efficient) && found.performanceCores == .known(8 - efficient))
  }

  /// The kernel's capacities count whatever the clocks are.
  @Test func kindsByCapacity() throws {
    let found = try Self.processor(
      Self.threads(8) {
        ["cpu_capacity": $0 < 4 ? "446\n" : "1024\n", "cpufreq/cpuinfo_max_freq": $0 < 4 ? "2000000\n" : "2100000\n"]
      })
    #expect(found.efficiencyCores == .known(4) && found.performanceCores == .known(4))
  }

  /// Clusters of one design differ a little in what they can do.
  @Test func fourClustersOfTwoDesigns() throws {
    let capacities = [700, 720, 1004, 1024]
    let found = try Self.processor(Self.threads(20) { ["cpu_capacity": "\(capacities[$0 / 5])\n"] })
    #expect(found.efficiencyCores == .known(10) && found.performanceCores == .known(10))
  }

  /// IBM Z tells its caches in cpuinfo alone.
  @Test func cachesOfCPUInfo() throws {
    let found = try Self.processor([
      "/proc/cpuinfo": """
      vendor_id       : IBM/S390
      # processors    : 2
      cache0          : level=1 type=Data scope=Private size=128K line_size=256 associativity=8
      cache1          : level=1 type=Instruction scope=Private size=96K line_size=256 associativity=6
      cache4          : level=3 type=Unified scope=Shared size=49152K line_size=256 associativity=12
      processor 0: version = FF,  identification = 123456,  machine = 2964
      processor 1: version = FF,  identification = 123456,  machine = 2964
      """
    ])
    #expect(found.caches.map(\.bytes) == [128 << 10, 96 << 10, 48 << 20])
    #expect(found.caches.map(\.count) == [2, 2, 1] && found.caches.map(\.level) == [1, 1, 3])
  }

  /// Four cores of one kind and eight of the other, two threads each, as CPUID of Strix Point tells them.
  @Test func kindsOfAMDByCPUID() throws {
    let threads = try (0..<24).map { id in
      let kind = id < 8 ? "0" : "10000000"
      let dump = try #require(
        CPUIDDump.parse(
          dump: """
            1 0 0 0 0 => 10 68747541 444d4163 69746e65
            1 1 0 0 0 => b20f40 0 0 0
            5 b 0 0 0 => 1 2 100 \(String(id, radix: 16))
            5 b 0 1 0 => 5 18 201 \(String(id, radix: 16))
            5 8000001d 0 0 0 => 4121 1c0003f 3f 0
            5 80000026 0 0 0 => 40000001 \(kind) 100 \(String(id, radix: 16))

            """))
      return try #require(CPUIDThread(dump))
    }
    func cores(_ type: Int) -> Int { Set(threads.filter { $0.coreType == type }.map(\.core)).count }
    #expect(cores(0x40) == 4 && cores(0x20) == 8)
  }

  /// Every core's own instruction cache counts, whatever its kind; a cache before the memory is none of the processor's.
  @Test func cachesOfUnlikeCores() throws {
    var files = Self.threads(12) { index in
      let folder = "cache/index1"
      return [
        "\(folder)/level": "1\n", "\(folder)/type": "Instruction\n", "\(folder)/size": "64K\n",
        "\(folder)/shared_cpu_map": String(1 << index, radix: 16) + "\n",
      ]
    }
    let memory = "/sys/devices/system/node/node0/memory_side_cache/index1"
    files.merge([
      "/sys/devices/system/node/online": "0\n", "/sys/devices/system/node/node0/cpumap": "fff\n",
      "\(memory)/size": "1073741824\n", "\(memory)/line_size": "64\n", "\(memory)/indexing": "0\n",
      "\(memory)/write_policy": "0\n",
    ]) { own, _ in own }
    let found = try Self.processor(files).caches
    #expect(found.map(\.count) == [12] && found.first?.kind == .instruction && found.first?.bytes == 64 << 10)
  }

  @Test func threeKindsOfIntel() throws {
    var files = Self.threads(8) { _ in [:] }
    files["/sys/devices/cpu_core/cpus"] = "0-1\n"
    files["/sys/devices/cpu_atom/cpus"] = "2-5\n"
    files["/sys/devices/cpu_lowpower/cpus"] = "6-7\n"
    let found = try Self.processor(files)
    #expect(found.performanceCores == .known(2) && found.efficiencyCores == .known(6))
  }

  /// A kernel that tells no topology still tells who is online.
  @Test func withoutTopology() throws {
    let found = try Self.processor(["\(Self.cpu)/online": "0-2,5\n", "\(Self.cpu)/cpu0/crash_notes": "0\n"])
    #expect(found.threads == .known(4) && found.usableThreads == .known(4) && found.cores.value == nil)
  }

  /// Nodes with memory and no processors, and with processors and no memory.
  @Test func nodes() throws {
    var files = Self.threads(4) { _ in [:] }
    for (node, map, kilobytes) in [(0, "3", 0), (1, "c", 8192), (2, "0", 16384)] {
      files["/sys/devices/system/node/node\(node)/cpumap"] = map + "\n"
      files["/sys/devices/system/node/node\(node)/meminfo"] = "Node \(node) MemTotal: \(kilobytes) kB\n"
    }
    files["/sys/devices/system/node/online"] = "0-2\n"
    let found = try Self.processor(files).numaNodes
    #expect(found.map(\.id) == [0, 1, 2])
    #expect(found.map(\.memoryBytes) == [.known(0), .known(8192 << 10), .known(16384 << 10)])
    #expect(found.map(\.cpus) == ["0-1", "2-3", ""])
  }

  @Test(arguments: [
    ("cpu\t\t\t: Alpha\ncpu model\t\t: EV56\ncpus detected\t\t: 2\n", 2, "alpha"),
    ("cpu\t\t: UltraSparc T2\ntype\t\t: sun4v\nncpus probed\t: 64\nncpus active\t: 32\n", 32, "sparc64"),
    ("Processor\t: ARM926EJ-S rev 5 (v5l)\nCPU implementer\t: 0x41\nCPU part\t: 0x926\n", 1, "armv7l"),
    ("processor\t: 0\r\nvendor_id\t: GenuineIntel\r\nflags\t: fpu lm\r\n\r\nprocessor\t: 1\r\n", 2, "x86_64"),
    ("processor  : 0\nvendor     : GenuineIntel\narch       : IA-64\n", 1, "ia64"),
  ])
  func otherArchitectures(_ text: String, _ threads: Int, _ architecture: String) throws {
    let folder = try SyntheticTree(files: ["/proc/cpuinfo": text]).folder()
    let machine = HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine()
    #expect(machine.cpu.threads == .known(threads) && machine.os.architecture == .known(architecture))
  }

  /// Texts as Windows writes them: UTF-16, or a mark at the start and carriage returns.
  @Test func textsOfWindows() {
    let text = "MemTotal: 5 kB\r\n"
    let units: [[UInt8]] = text.utf16.map { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    let wide: [UInt8] = [0xFF, 0xFE] + units.joined()
    let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    for bytes in [wide, marked] {
      #expect(String(decoding: RecordedFile.plain(bytes), as: UTF8.self) == "MemTotal: 5 kB\n")
    }
    #expect(RecordedFile.plain([0xFF, 0xFE]).isEmpty && RecordedFile.plain([0xFF, 0xFE, 0x41]).isEmpty)
  }

  @Test(arguments: ["gfx90a:sramecc+:xnack-", "910"])
  func targetsWithFeatures(_ text: String) {
    #expect(CollectiveTopology.target(text) == "gfx90a")
  }
}

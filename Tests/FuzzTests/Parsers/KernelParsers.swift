import Base
import Machines
import TestSupport

@testable import Bench
@testable import Probe

/// Files of `/proc` and `/sys`, firmware's tables, and what tools copy of them.
extension ForeignParser {
  static let kernel = processors + limits + devices

  private static let processors = [
    ForeignParser(
      "cpuinfo",
      texts: [
        "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Xeon\nphysical id\t: 0\ncore id\t: 0\ncpu cores\t: 4\nflags\t: fpu lm avx2\n\n",
        "processor : 0\nFeatures : fp asimd\nCPU implementer : 0x41\nCPU part : 0xd0c\n\nHardware : board\n",
        "processor 0: version = 00,  identification = 1,  machine = 2817\nvendor_id : IBM/S390\n",
        "vendor_id : IBM/S390\ncache0 : level=1 type=Data scope=Private size=128K line_size=256 associativity=8\ncache3 : level=3 type=Unified scope=Shared size=24576K line_size=256\ncpu number : 0\ncore id : 0\nbook id : 1\n",
        "processor : 0\nisa : rv64imafdcv_zba\nuarch : sifive,u74-mc\nmvendorid : 0x489\n",
        "processor : 0\ncpu : POWER10 (architected), altivec supported\nclock : 3450.0MHz\nmachine : CHRP\n",
      ]
    ) { text in
      guard let info = CPUInfo.parse(cpuinfo: text) else { return }
      try demand(info.threads >= 0 && (info.cores ?? 0) >= 0 && (info.packages ?? 0) >= 0, "negative counts")
      _ = InstructionSets.enabled(info, enabledStates: 7)
    },
    ForeignParser("cpu-lists", texts: ["0-3,8,10-11", "0x0000ffff,0x00000001", "0xf...f"]) { text in
      for list in [CPUList(text), CPUList(mask: text)].compactMap(\.self) {
        try demand(list.threads.allSatisfy { (0...CPUList.largest).contains($0) }, "a thread out of range")
        try demand(list.count == 0 || CPUList(list.text) == list, "'\(list.text)' is read as another list")
      }
    },
    ForeignParser(
      "cpuid-dump",
      texts: [
        "1 0 0 0 0 => d 756e6547 6c65746e 49656e69\n1 1 0 0 0 => 406f1 400800 0 bfebfbff\n5 4 0 0 0 => 1c004121 1c0003f 3f 0\n5 b 0 0 0 => 1 2 100 0\n5 b 0 1 0 => 4 e 201 0\n",
        "1 0 0 0 0 => d 68747541 444d4163 69746e65\n1 1 0 0 0 => 800f12 0 0 0\n1 80000008 0 0 0 => 3030 7 603f 0\n5 8000001d 0 0 0 => 4121 1c0003f 3f 0\n1 8000001e 0 0 0 => 0 100 300 0\n",
      ]
    ) { text in
      guard let thread = CPUIDDump.parse(dump: text).flatMap(CPUIDThread.init) else { return }
      try demand(thread.caches.allSatisfy { $0.bytes > 0 }, "a cache without bytes")
    },
    ForeignParser("smbios", seeds: [SMBIOSSamples.twoModules]) { bytes in
      if let modules = SMBIOS.parse(table: bytes).value { try demand(modules.bytesPerSecond > 0, "no bandwidth") }
      let kept = SMBIOSTable(bytes: bytes).withMemoryModulesOnly()
      try demand(SMBIOSTable(bytes: kept).structures.allSatisfy { $0.type == SMBIOSTable.memoryDevice }, "more is kept")
    },
  ]

  private static let limits = [
    ForeignParser(
      "meminfo",
      texts: [
        "MemTotal:  16314296 kB\nMemFree: 1 kB\nMemAvailable: 9 kB\nBuffers: 1 kB\nCached: 2 kB\nSwapTotal: 0 kB\nHugePages_Total: 3\nHugePages_Free: 3\nHugepagesize: 2048 kB\n"
      ]
    ) { text in
      let info = MemInfo.parse(meminfo: text)
      try demand(info.bytes.values.allSatisfy { $0 >= 0 }, "negative bytes")
      try demand((info.available ?? 0) >= 0 && (info.bytes(pages: "HugePages_Free") ?? 0) >= 0, "negative sums")
    },
    ForeignParser(
      "control-groups",
      texts: [
        "12:memory:/user.slice\n0::/user.slice/a\n", "inactive_file 4096\nactive_file 8192\nslab_reclaimable 1\n",
        "20000 100000",
        "36 25 0:31 / /sys/fs/cgroup/memory rw,nosuid - cgroup cgroup rw,memory\n30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
      ]
    ) { text in
      for group in ControlGroupPaths.parse(cgroup: text) {
        try demand(group.path.hasPrefix("/"), "a group without a path")
      }
      _ = ControlGroupPaths.parse(mountinfo: text)
      try demand(ControlGroupLimits.parse(memoryStat: text).values.allSatisfy { $0 >= 0 }, "negative bytes")
      if let quota = ControlGroupLimits.parse(cpuMax: text) { try demand(quota > 0, "a quota of nothing") }
    },
    ForeignParser(
      "load",
      texts: [
        "0.20 0.18 0.12 3/80 11206\n", "some avg10=1.23 avg60=0.4 avg300=0.00 total=12345\nfull avg10=0.00 total=1\n",
        "cpu  10132153 290696 3084719 46828483 16683 0 25195 7 175628 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n",
        "Name:\tollama\nVmRSS:\t  123456 kB\n",
      ]
    ) { text in
      try demand((Disturbance.othersRunning(loadavg: text) ?? 0) >= 0, "fewer than none running")
      try demand((Disturbance.somePressure(text) ?? 0) >= 0, "negative pressure")
      _ = StealTime.parse(stat: text)
      try demand((ListeningProcess.residentBytes(status: text) ?? 1) > 0, "no resident bytes")
    },
    ForeignParser(
      "sockets",
      texts: [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 0100007F:2CAA 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000 0 12345 1\n",
        "   1: 00000000000000000000000001000000:2CAA 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 777\n",
      ]
    ) { text in
      try demand(RuntimeProbe.parse(tcp: text).allSatisfy { (1...65_535).contains($0) }, "a port out of range")
      _ = ListeningProcess.inodes(of: 11_434, in: text)
    },
  ]

  private static let devices = [
    ForeignParser(
      "sysfs-devices",
      texts: [
        "0: 96Mhz \n1: 456Mhz \n3: 1249Mhz *\n",
        "simd_count 416\nsimd_per_cu 4\ngfx_target_version 90010\nvendor_id 4098\ndevice_id 29711\nlocation_id 25344\ndomain 0\n",
        "heap_type 1\nsize_in_bytes 51539607552\nflags 0\nwidth 8192\nmem_clk_max 1300\n",
        "DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:744C\nPCI_SLOT_NAME=0000:03:00.0\n", "16.0 GT/s PCIe",
        "0000:01:00.0", "0,GPU-8932f937,-1",
      ]
    ) { text in
      if let clock = AMDCard.highestClock(levels: text) { try demand(clock > 0, "a clock of nothing") }
      _ = AMDCard.isIntegrated(metrics: Array(text.utf8))
      for node in [
        AMDNode.node(number: 1, properties: text, banks: [], name: nil),
        AMDNode.node(number: 1, properties: "simd_count 4", banks: [text, text], name: text),
      ].compactMap(\.self) {
        try demand((node.computeUnits ?? 0) >= 0 && (node.memoryBytes ?? 1) > 0, "\(node)")
      }
      _ = KeyValueText.pairs(text, separator: "=")
      if let rate = PCIBus.speed(text: text) { try demand(rate > 0, "a link of no speed") }
      if let address = PCIAddress(text) {
        try demand(PCIAddress(address.description) == address, "'\(address)' is read as another address")
      }
      _ = VisibleDevices.selection("V", in: ["V": text])
    },
    ForeignParser(
      "pci-names",
      texts: [
        "# Version: 2023.04.10\n10de  NVIDIA Corporation\n\t2684  AD102 [GeForce RTX 4090]\n\t\t10de 16f4  x\n1002  AMD\n\t744c  Navi 31\n"
      ]
    ) { text in
      var text = text
      text.withUTF8 { buffer in
        let bytes = UnsafeRawBufferPointer(buffer)
        _ = PCINames.version(of: bytes)
        for id in ["10de:2684", "1002:744c", "ffff:ffff", ":"] { _ = PCINames.name(of: id, in: bytes) }
      }
    },
  ]
}

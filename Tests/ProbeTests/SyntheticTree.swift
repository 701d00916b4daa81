import Glibc
import TestSupport

/// A machine put together from texts.
struct SyntheticTree: Sendable {
  /// Contents by path.
  var files: [String: String]

  func adding(_ more: [String: String]) -> SyntheticTree {
    SyntheticTree(files: files.merging(more) { _, new in new })
  }

  /// Writes the tree into a folder of its own.
  func folder() throws -> TestFolder {
    let folder = try TestFolder()
    for (path, text) in files { try Self.write(text, to: folder.path + path) }
    return folder
  }

  static func write(_ text: String, to path: String) throws { try write(bytes: Array(text.utf8), to: path) }

  static func write(bytes: [UInt8], to path: String) throws {
    var folder = ""
    for step in path.split(separator: "/").dropLast() {
      folder += "/" + step
      mkdir(folder, 0o755)
    }
    guard let file = fopen(path, "wb") else { throw TestFolder.CannotMake(path: path) }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  /// A server no machine of ours is: two packages of POWER10, an AMD card, limits, sockets.
  static let server = SyntheticTree(files: [
    "/proc/cpuinfo": (0..<4).map {
      "processor\t: \($0)\ncpu\t\t: POWER10 (architected), altivec supported\nclock\t\t: 2750.000000MHz\nrevision\t: 2.0\n\n"
    }.joined() + "timebase\t: 512000000\nplatform\t: pSeries\nmachine\t\t: CHRP IBM,9105-22A\n",
    "/proc/meminfo":
      "MemTotal:       1000000 kB\nMemFree:         500000 kB\nMemAvailable:    700000 kB\nSwapTotal:          12 kB\nHugePages_Total:       5\nHugePages_Free:        4\nHugepagesize:       16384 kB\n",
    "/proc/version": "Linux version 5.99.1-foreign (x)\n",
    "/proc/self/cgroup": "0::/machine.slice/a\n",
    "/proc/self/mountinfo": "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
    "/proc/net/tcp": "  sl\n   0: 00000000:2CAA 00000000:0000 0A 00000000:00000000 00:00000000 00000000\n",
    "/sys/fs/cgroup/machine.slice/memory.max": "800000000\n",
    "/sys/fs/cgroup/machine.slice/a/memory.max": "900000000\n",
    "/sys/fs/cgroup/machine.slice/a/memory.current": "300000000\n",
    "/sys/fs/cgroup/machine.slice/a/memory.stat": "inactive_file 200000000\nactive_file 50000000\n",
    "/sys/fs/cgroup/machine.slice/a/cpu.max": "150000 100000\n",
    "/etc/os-release": "PRETTY_NAME=\"Foreign Linux 9\"\n",
    "/sys/devices/system/cpu/online": "0-3\n", "/sys/devices/system/cpu/possible": "0-7\n",
    "/sys/devices/system/cpu/present": "0-5\n", "/sys/devices/system/cpu/offline": "4-7\n",
    "/sys/devices/system/cpu/cpu0/topology/physical_package_id": "0\n",
    "/sys/devices/system/cpu/cpu0/topology/core_id": "0\n",
    "/sys/devices/system/cpu/cpu0/topology/thread_siblings": "00000003\n",
    "/sys/devices/system/cpu/cpu0/topology/core_siblings": "00000003\n",
    "/sys/devices/system/cpu/cpu1/topology/physical_package_id": "0\n",
    "/sys/devices/system/cpu/cpu1/topology/core_id": "0\n",
    "/sys/devices/system/cpu/cpu1/topology/thread_siblings": "00000003\n",
    "/sys/devices/system/cpu/cpu1/topology/core_siblings": "00000003\n",
    "/sys/devices/system/cpu/cpu2/topology/physical_package_id": "1\n",
    "/sys/devices/system/cpu/cpu2/topology/core_id": "8\n",
    "/sys/devices/system/cpu/cpu2/topology/thread_siblings": "0000000c\n",
    "/sys/devices/system/cpu/cpu2/topology/core_siblings": "0000000c\n",
    "/sys/devices/system/cpu/cpu3/topology/physical_package_id": "1\n",
    "/sys/devices/system/cpu/cpu3/topology/core_id": "8\n",
    "/sys/devices/system/cpu/cpu3/topology/thread_siblings": "0000000c\n",
    "/sys/devices/system/cpu/cpu3/topology/core_siblings": "0000000c\n",
    "/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq": "4000000\n",
    "/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq": "2750000\n",
    "/sys/devices/system/node/online": "0\n",
    "/sys/devices/system/node/node0/cpumap": "0000000f\n",
    "/sys/devices/system/node/node0/meminfo": "Node 0 MemTotal:        1000000 kB\n",
    "/sys/bus/pci/devices/0005:03:00.0/class": "0x030000\n",
    "/sys/bus/pci/devices/0005:03:00.0/vendor": "0x1002\n",
    "/sys/bus/pci/devices/0005:03:00.0/device": "0x744c\n",
    "/sys/bus/pci/devices/0005:03:00.0/revision": "0xc8\n",
    "/sys/bus/pci/devices/0005:03:00.0/uevent": "DRIVER=amdgpu\n",
    "/sys/bus/pci/devices/0005:03:00.0/current_link_speed": "16.0 GT/s PCIe\n",
    "/sys/bus/pci/devices/0005:03:00.0/current_link_width": "8\n",
    "/sys/bus/pci/devices/0005:03:00.0/resource":
      "0x0000008000000000 0x00000085ffffffff 0x000000000014220c\n0x0 0x0 0x0\n",
    "/sys/class/drm/card0/device/uevent":
      "DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:744C\nPCI_SLOT_NAME=0005:03:00.0\n",
    "/sys/class/drm/card0/device/mem_info_vram_total": "25753026560\n",
    "/sys/class/drm/card0/device/mem_info_vram_used": "1000000000\n",
    "/sys/class/drm/card0/device/mem_info_gtt_total": "33000000000\n",
    "/sys/class/drm/card0/device/pp_dpm_mclk": "0: 96Mhz\n1: 1249Mhz *\n",
    "/sys/class/kfd/kfd/topology/nodes/1/properties":
      "simd_count 192\nsimd_per_cu 2\ngfx_target_version 110000\nvendor_id 4098\ndevice_id 29772\nlocation_id 768\ndomain 5\n",
  ])
}

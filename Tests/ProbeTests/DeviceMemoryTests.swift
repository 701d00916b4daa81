import Base
import TestSupport
import Testing

@testable import Probe

/// What a process holds on accelerators, as kernels tell it.
@Suite struct DeviceMemoryTests {
  private func root(_ files: [String: String]) throws -> (TestFolder, SystemRoot) {
    let folder = try TestFolder()
    for (path, text) in files { try folder.write(text, to: String(path.dropFirst())) }
    return (folder, SystemRoot(folder.path))
  }

  @Test func amdsComputeDriverCountsEachDevice() throws {
    let (folder, root) = try root([
      "/sys/class/kfd/kfd/proc/42/vram_1022": "1073741824\n", "/sys/class/kfd/kfd/proc/42/vram_7": "5\n",
      "/sys/class/kfd/kfd/proc/42/sdma_7": "99\n", "/sys/class/kfd/kfd/proc/43/vram_7": "77\n",
    ])
    defer { withExtendedLifetime(folder) {} }
    #expect(DeviceMemory(of: 42, root: root, executable: nil, environment: [:]) == .bytes(1 << 30 + 5))
  }

  @Test func aClientThatIsOpenTwiceCountsOnce() throws {
    let amd = "pos:\t0\ndrm-driver:\tamdgpu\ndrm-client-id:\t7\ndrm-pdev:\t0000:03:00.0\ndrm-memory-vram:\t2048 KiB\n"
    let intel = "drm-driver:\txe\ndrm-client-id:\t9\ndrm-pdev:\t0000:04:00.0\ndrm-resident-vram0:\t3 MiB\n"
    let (folder, root) = try root([
      "/proc/42/fdinfo/3": amd, "/proc/42/fdinfo/4": amd, "/proc/42/fdinfo/5": intel, "/proc/42/fdinfo/6": "pos:\t0\n",
    ])
    defer { withExtendedLifetime(folder) {} }
    #expect(DeviceMemory(of: 42, root: root, executable: nil, environment: [:]) == .bytes(5 << 20))
  }

  @Test func whatNobodyTellsIsUnknown() throws {
    let (folder, root) = try root(["/proc/42/fdinfo/3": "drm-memory-vram:\t-5 KiB\ndrm-client-id:\t1\n"])
    defer { withExtendedLifetime(folder) {} }
    #expect(DeviceMemory(of: 42, root: root, executable: nil, environment: [:]).reason?.contains("42") == true)
  }
}

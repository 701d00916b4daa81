import Base
import Glibc
import Machines
import TestSupport
import Testing

@testable import Probe

/// libpci reads recordings too, and neither leaves them nor waits for what never speaks.
@Suite struct PCIBusTests {
  private static let device = "/sys/bus/pci/devices/0005:03:00.0"

  private func functions(_ folder: TestFolder) -> [PCIFunction] { PCIBus.accelerators(in: SystemRoot(folder.path)) }

  @Test func whatLibpciAndTheKernelTell() throws {
    let function = try #require(functions(try SyntheticTree.server.folder()).first)
    #expect(function.id == "1002:744c" && function.deviceClass == 0x300 && function.revision == 0xC8)
    #expect(function.barBytes == [0x6_0000_0000, 0, 0, 0, 0, 0] && function.driver == "amdgpu")
    #expect(function.link == PCIFunction.Link(transfersPerSecond: 16e9, lanes: 8) && function.source == "sysfs")
  }

  @Test func aFileThatIsMissingCostsOneFact() throws {
    let folder = try SyntheticTree.server.folder()
    unlink(folder.path + Self.device + "/resource")
    unlink(folder.path + Self.device + "/revision")
    let function = try #require(functions(folder).first)
    #expect(function.id == "1002:744c" && function.revision == nil && function.barBytes.isEmpty)
  }

  /// A tree that was copied with absolute links is read below its own root.
  @Test func absoluteLinksLeadBackInside() throws {
    let folder = try SyntheticTree.server.folder()
    let real = "/sys/devices/pci0005:00/0005:03:00.0"
    #expect(FileReplacement.makeFolder(folder.path + "/sys/devices/pci0005:00") == nil)
    #expect(rename(folder.path + Self.device, folder.path + real) == 0)
    #expect(symlink(real, folder.path + Self.device) == 0)
    #expect(functions(folder).map(\.id) == ["1002:744c"])
  }

  /// The file outside says NVIDIA; nothing of it may be seen.
  @Test func linksThatLeadOutAreNotFollowed() throws {
    let outside = try TestFolder()
    try Files.write("0x10de\n", to: outside.path + "/vendor")
    for target in [outside.path + "/vendor", "../../../../../../../../../../../.." + outside.path + "/vendor"] {
      let folder = try SyntheticTree.server.folder()
      unlink(folder.path + Self.device + "/vendor")
      #expect(symlink(target, folder.path + Self.device + "/vendor") == 0)
      #expect(functions(folder).allSatisfy { $0.vendorID == nil })
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["class", "vendor", "resource", "config"])
  func aFIFOIsNotWaitedFor(_ name: String) throws {
    let folder = try SyntheticTree.server.folder()
    unlink(folder.path + Self.device + "/" + name)
    #expect(mkfifo(folder.path + Self.device + "/" + name, 0o644) == 0)
    #expect(functions(folder).count == (name == "class" ? 0 : 1))
  }
}

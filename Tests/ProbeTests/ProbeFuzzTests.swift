import Glibc
import Machines
import Base
import TestSupport
import Testing

@testable import Probe

/// Changed files in a whole tree: no crash, no hang, and nothing impossible.
///
/// Each parser alone is in `FuzzTests`.
@Suite struct ProbeFuzzTests {
  /// A whole tree with files changed at random, through the probe and the document.
  @Test func mutatedTrees() throws { try Self.mutatedTrees(rounds: 20) }

  /// hwloc would count through every number of a list and look for a folder of each.
  @Test(arguments: ["/sys/devices/system/node/online", "/sys/devices/system/cpu/possible"])
  func listsThatNoMachineHasAreNotCountedThrough(path: String) throws {
    let folder = try TestFolder()
    for file in SyntheticTree.server.files { try SyntheticTree.write(file.value, to: folder.path + file.key) }
    try SyntheticTree.write("0-2147483640\n", to: folder.path + path)
    let machine = HardwareProbe(root: SystemRoot(folder.path), environment: [:], executable: nil).machine()
    #expect((machine.cpu.usableThreads.value ?? 1) <= CPUList.largest)
    #expect(!LibraryReads.listsAreSensible(in: SystemRoot(folder.path)))
  }

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
}

extension Verify {
  @Suite struct FuzzTests {
    @Test func mutatedTrees() throws { try ProbeFuzzTests.mutatedTrees(rounds: 400) }
  }
}

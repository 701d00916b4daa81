import Glibc
import Machines
import Base
import TestSupport
import Testing

@testable import Probe

/// Every recording that a root can be, probed as `plimsoll hardware --root` does it, against all that is true of it.
@Suite(.enabled(if: SharedFacts.has("snapshots/index.json"), Comment(rawValue: SharedFacts.absence)))
struct RecordingTests {
  static let kinds: Set<String> = [
    "hwloc-linux-tree", "hwloc-cpuid", "hwloc-linux+cpuid", "hwloc-xml", "lscpu-sysroot", "cpuinfo", "meminfo",
    "cgroup", "ghw-snapshot", "gpu-sysfs", "kfd-topology", "lspci-dump", "udevadm", "nvidia-smi-xml",
    "nvidia-smi-capture", "rocm-smi-json", "rccl-topology", "vulkan-profile", "lspci-text",
  ]

  /// Facts in which the probe is right and the index is not, each with the reason.
  static let explained: [String: String] = [
    "gpu-sysfs/amd-phoenix: name in the list of ids": "the list of PCI ids has added the products since August 2026",
    "hwloc-linux-tree/20s390-2g6s4c: model":
      "the value expected is that of `bogomips per cpu`; /proc/cpuinfo gives the machine type",
    "hwloc-linux-tree/4fake-4gr1nu1pu: cores":
      "two threads run on some core; the tree does not tell how many, which is unknown and not zero",
  ]

  @Test func everyFact() throws {
    var facts: [ComparedFact] = []
    var fed: [String: Int] = [:]
    for recording in Recording.all(Self.kinds) {
      let folder = try TestFolder()
      let root = try #require(recording.root(unpackingInto: folder), "\(recording.id) cannot be unpacked")
      let probe = HardwareProbe(root: try RecordingRoot.find(root), environment: [:], executable: nil)
      facts += FactComparison(recording, probe.machine()).facts
      fed[recording.kind, default: 0] += 1
    }
    let agreeing = facts.count(where: \.agrees)
    print(Self.table(facts, fed))
    for fact in facts where !fact.agrees && Self.explained[fact.place] == nil {
      Issue.record("\(fact.place): have \(fact.have), want \(fact.want)")
    }
    let differing = Set(facts.filter { !$0.agrees }.map(\.place))
    #expect(Set(Self.explained.keys).subtracting(differing).isEmpty, "some explanations are no longer needed")
    #expect(Double(agreeing) >= 0.99 * Double(facts.count))
    #expect(fed.values.reduce(0, +) >= 100)
  }

  /// Recordings, facts and agreement by kind.
  private static func table(_ facts: [ComparedFact], _ fed: [String: Int]) -> String {
    var lines = ["kind, recordings, facts, agreeing"]
    let kindOf = { (fact: ComparedFact) in fact.recording.split(separator: "/").first.map(String.init) ?? "" }
    for (kind, count) in fed.sorted(by: { $0.key < $1.key }) {
      let own = facts.filter { kindOf($0) == kind }
      lines.append("\(kind), \(count), \(own.count), \(own.count(where: \.agrees))")
    }
    lines.append("all, \(fed.values.reduce(0, +)), \(facts.count), \(facts.count(where: \.agrees))")
    return lines.joined(separator: "\n")
  }
}

extension Recording {
  /// What `--root` is given for the recording: the folder itself, its archive unpacked, or its one file.
  func root(unpackingInto folder: TestFolder) -> String? {
    let names = names(path)
    if let archive = names.first(where: { $0.contains(".tar") }) { return folder.unpack(path + "/" + archive) }
    guard let packed = names.first(where: { $0.hasSuffix(".gz") }) else { return path }
    let plain = folder.path + "/" + packed.dropLast(3)
    return run(["/bin/sh", "-c", "gzip -dc \"$0\" > \"$1\"", path + "/" + packed, plain]) == 0 ? folder.path : nil
  }
}

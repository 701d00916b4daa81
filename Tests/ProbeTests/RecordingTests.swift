import TestSupport
import Testing

/// Recorded machines, probed as `plimsoll hardware --root` does it, beside all that is true of them.
@Suite struct RecordingTests {
  @Test(arguments: Recording.kept)
  func everyFactIsFound(_ recording: Recording) throws {
    let facts = try recording.facts()
    #expect(!facts.isEmpty)
    for fact in facts where !fact.agrees { Issue.record("\(fact.fact): have \(fact.have), want \(fact.want)") }
  }

  /// Each says why it is kept, where it comes from and under which licence.
  @Test func theKeptOnesAreExplained() throws {
    #expect(Recording.kept.count >= 50)
    let licences: Set = ["BSD-3-Clause", "GPL-2.0-or-later", "MIT"]
    let page = try Files.text(ProjectFolder.path + "/Tests/Recordings/README.md")
    for recording in Recording.kept {
      #expect(recording.why.hasSuffix("."), "\(recording.id)")
      #expect(licences.contains(recording.licence), "\(recording.id)")
      let project = recording.origin.prefix { $0 != " " }
      #expect(page.contains("| \(project) | \(recording.licence) |"), "\(recording.id)")
    }
  }
}

extension Verify {
  /// The same with the recordings outside the project, where they are.
  @Suite struct AllRecordingsTests {
    /// Facts in which the probe is right and the index is not, each with the reason.
    private static let explained: [String: Comment] = [
      "gpu-sysfs/amd-phoenix: name in the list of ids":
        "the list of PCI ids has added the products since August 2026",
      "hwloc-linux-tree/20s390-2g6s4c: model":
        "the value expected is that of `bogomips per cpu`; /proc/cpuinfo gives the machine type",
      "hwloc-linux-tree/4fake-4gr1nu1pu: cores":
        "two threads run on some core; the tree does not tell how many, which is unknown and not zero",
    ]

    @Test(arguments: Recording.kept + Recording.others)
    func everyFactIsFound(_ recording: Recording) throws {
      for fact in try recording.facts() {
        let difference: Comment = "\(fact.fact): have \(fact.have), want \(fact.want)"
        if let reason = Self.explained[fact.place] {
          withKnownIssue(reason) { #expect(fact.agrees, difference) }
        } else {
          #expect(fact.agrees, difference)
        }
      }
    }
  }
}

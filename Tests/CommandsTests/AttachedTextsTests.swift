import Commands
import TestSupport
import Testing

/// Texts that people attach, without the tree that they are from.
@Suite struct AttachedTextsTests {
  /// What nothing tells of is not known, and not absent.
  @Test func cardsThatNothingTellsOfAreNotKnown() throws {
    let folder = try TestFolder()
    try folder.write("MemTotal: 65757924 kB\nMemAvailable: 60000000 kB\n", to: "meminfo.txt")
    try folder.write(
      "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Intel Core i5-12400F\nflags\t\t: fpu lm sse2 avx2\n",
      to: "cpuinfo.txt")
    let run = ProgramRun("hardware", "--root", folder.path)
    #expect(run.code == .answered, "\(run.messages)")
    #expect(run.output.contains("Memory  62.7 GiB"))
    #expect(run.output.contains("GPU     not known") && !run.output.contains("none found"), "\(run.output)")
  }
}

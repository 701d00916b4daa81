import Glibc
import TestSupport
import Testing

/// The README shows what the program really prints; `PLIMSOLL_RECORD=1` writes it there after a change that was meant.
@Suite struct ReadmeTests {
  private static let path = "\(#filePath)".split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/README.md"

  @Test func theExampleIsRealOutput() throws {
    let readme = try Files.text(Self.path)
    let command = try #require(readme.firstRange(of: "`plimsoll scan --gpu 'RTX 3060 12GB' --ram 32GiB`"))
    let opening = try #require(readme[command.upperBound...].firstRange(of: "```\n"))
    let closing = try #require(readme[opening.upperBound...].firstRange(of: "\n```"))
    let run = ProgramRun(
      ["scan", "--gpu", "RTX 3060 12GB", "--ram", "32GiB"], environment: ["LANG": "C.UTF-8"], width: 80)
    let output = String(run.output.dropLast(run.output.hasSuffix("\n") ? 1 : 0))
    if getenv("PLIMSOLL_RECORD") != nil {
      try Files.write(
        readme[..<opening.upperBound] + output + readme[closing.lowerBound...], to: Self.path)
    } else {
      #expect(readme[opening.upperBound..<closing.lowerBound] == output)
    }
  }
}

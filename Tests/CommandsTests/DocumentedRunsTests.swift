import Glibc
import TestSupport
import Testing

/// Pages whose examples are what the program prints: a block that begins with `$ plimsoll …` holds a command and its output.
///
/// `PLIMSOLL_RECORD=1` writes the output there after a change that was meant.
@Suite struct DocumentedRunsTests {
  @Test(arguments: ["docs/cost.md", "docs/decide.md"])
  func theExamplesAreRealOutput(page: String) throws {
    let path = ProjectFolder.path + "/" + page
    let text = try Files.text(path)
    var parts = text.components(separatedBy: "```")
    var runs = 0
    for index in parts.indices where index % 2 == 1 && parts[index].hasPrefix("\n$ plimsoll ") {
      let command = try #require(parts[index].split(separator: "\n").first).dropFirst("$ plimsoll ".count)
      let run = ProgramRun(Self.words(command), environment: ["LANG": "C.UTF-8"], width: 100)
      #expect(run.messages.isEmpty, "\(command): \(run.messages)")
      let block = "\n$ plimsoll \(command)\n\(run.output)"
      if getenv("PLIMSOLL_RECORD") != nil {
        parts[index] = block
      } else {
        #expect(parts[index] == block, "\(command)")
      }
      runs += 1
    }
    #expect(runs > 2)
    if getenv("PLIMSOLL_RECORD") != nil { try Files.write(parts.joined(separator: "```"), to: path) }
  }

  /// The words of a shell line with single quotes.
  private static func words(_ line: Substring) -> [String] {
    line.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
      index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
    }
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}

import Options
import Testing

private struct FerryCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(name: "ferry", abstract: "Carry things.")
  }

  @Argument("cargo", help: "What to carry.", completes: .list("cargo")) var cargo: String
  @Argument(rest: "stop", help: "Where to land.", completes: .folders) var stops: [String]
  @Option("kind", help: "Which flag to fly.") var ensign: Ensign = .red
  @Option("file", help: "The chart.", completes: .files) var chart: String?
  @Option("name", help: "The pilot.", completes: .list("pilots")) var pilot: String?
  @Option(repeated: ["--mate"], "name", help: "A mate.", completes: .list("pilots")) var mates: [String]
  @Flag(help: "Sound the horn.") var horn: Bool
}

private enum Ensign: String, CaseIterable, ArgumentValue { case red, blue, white }

private struct HarbourCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "harbour", abstract: "Ships come and go.", subcommands: [FerryCommand.self, TideCommand.self],
      defaultSubcommand: FerryCommand.self)
  }
}

private struct TideCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(name: "tide", abstract: "Nothing to see.", isHidden: true)
  }
}

@Suite struct CompletionTests {
  private static let lists = ["cargo": ["Coal", "corn", "tea:green"], "pilots": ["Ada", "Jane Doe"]]
  private let engine = CompletionEngine(root: HarbourCommand.self) { name in
    (Self.lists[name] ?? []).map { CompletionCandidate($0) }
  }

  private func words(_ typed: String...) -> [String]? {
    guard case .words(let candidates) = engine.answer(typed) else { return nil }
    return candidates.map(\.word)
  }

  @Test func commandsThatAreNotHidden() {
    #expect(words("") == ["ferry", "help"])
    #expect(words("f") == ["ferry"])
    #expect(words("t") == [])
    #expect(words("help", "f") == ["ferry"])
  }

  @Test func optionsNotGivenYet() {
    #expect(
      words("ferry", "--") == ["--ensign", "--chart", "--pilot", "--mate", "--horn", "--help"])
    #expect(words("ferry", "--horn", "--mate", "Ada", "--h") == ["--help"])
    #expect(words("ferry", "--mate", "Ada", "--m") == ["--mate"])
    // The default command's, where no command is named.
    #expect(words("--en") == ["--ensign"])
  }

  @Test func values() {
    #expect(words("ferry", "--ensign", "") == ["red", "blue", "white"])
    #expect(words("ferry", "--ensign=b") == ["--ensign=blue"])
    #expect(words("ferry", "--ensign", "=", "b") == ["blue"])
    #expect(words("ferry", "--pilot", "jane") == ["Jane Doe"])
    #expect(engine.answer(["ferry", "--chart", "x"]) == .files)
    #expect(words("ferry", "--unknown=", "") != nil)
  }

  @Test func argumentsByTheirPlace() {
    #expect(words("ferry", "co") == ["Coal", "corn"])
    #expect(engine.answer(["ferry", "Coal", ""]) == .folders)
    #expect(engine.answer(["ferry", "Coal", "here", ""]) == .folders)
    #expect(words("ferry", "--horn", "--ensign", "red", "t") == ["tea:green"])
    #expect(words("ferry", "--", "co") == ["Coal", "corn"])
    #expect(engine.answer(["ferry", "--", "--horn", ""]) == .folders)
  }

  @Test(
    arguments: zip(
      ["p fit qwen", "p  fit ", "p 'RTX 40", "p \"RTX 40", "p RTX\\ 40", "p a''b 'c d' e", "p \\"],
      [
        ["p", "fit", "qwen"], ["p", "fit", ""], ["p", "RTX 40"], ["p", "RTX 40"], ["p", "RTX 40"],
        ["p", "ab", "c d", "e"], ["p", ""],
      ]))
  func linesAreCutAsTheShellDoes(line: String, words: [String]) {
    #expect(ShellLine(line).words == words)
  }

  @Test func repliesForBash() {
    #expect(ShellLine("p fit qwen3:8").bashReply("qwen3:8b") == "8b")
    #expect(ShellLine("p --gpu=RTX").bashReply("--gpu=RTX 4090") == "RTX\\ 4090")
    #expect(ShellLine("p --gpu 'RTX").bashReply("RTX 4090") == "RTX 4090")
    #expect(ShellLine("p x").bashReply("x;$(y)") == "x\\;\\$\\(y\\)")
  }

  @Test(arguments: CompletionScript.allCases)
  func scriptsNameTheProgram(script: CompletionScript) {
    let text = script.text(program: "harbour")
    #expect(text.contains("harbour") && !text.contains("PROGRAM"))
  }

  @Test func manualPagesEscapeWhatRoffWouldTake() throws {
    let page = try #require(ManualPage.all(of: HarbourCommand.self).first { $0.name == "harbour-ferry" })
    let text = page.text(version: "1.0", sections: [("FILES", [".hidden 'x'"])])
    #expect(text.contains(".TH \"HARBOUR\\-FERRY\" 1"))
    #expect(text.contains("\\fB\\-\\-ensign <kind>\\fR"))
    #expect(text.contains("\\&.hidden \\(aqx\\(aq"))
  }
}

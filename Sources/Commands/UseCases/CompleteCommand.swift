import Options

/// What the shells' scripts ask: the words that may stand at the end of an unfinished line.
struct CompleteCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(name: "__complete", abstract: "Answer a shell that completes.", isHidden: true)
  }

  @Argument("shell", help: "Which shell.") var shell: CompletionScript
  @Argument(rest: "word", help: "The line up to the cursor (bash), or its words after the program's name.")
  var words: [String]
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let line = shell == .bash ? ShellLine(words.first ?? "") : nil
    let engine = CompletionEngine(root: RootCommand.self) { CompletionLists(surroundings: surroundings).words(of: $0) }
    switch engine.answer(line.map { Array($0.words.dropFirst()) } ?? words) {
    case .files: surroundings.console.output("files\n")
    case .folders: surroundings.console.output("folders\n")
    case .words(let candidates):
      let lines = candidates.map { line?.bashReply($0.word) ?? "\($0.word)\t\($0.meaning)" }
      surroundings.console.output((["words"] + lines).joined(separator: "\n") + "\n", isDocument: true)
    }
    return .answered
  }
}

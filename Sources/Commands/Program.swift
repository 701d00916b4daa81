import Base
import Documents
import Glibc
import Options
import Probe

/// The whole program behind `main`: words in, exit code out.
package enum Program {
  /// Runs the command that the words after the first, the program's name, ask for.
  package static func run(words: [String]) -> Int32 {
    let arguments = Array(words.dropFirst())
    if arguments.first == DriverChild.word { return DriverChild.run(Array(arguments.dropFirst())) }
    Privileges.keepReadingMachine()
    signal(SIGPIPE, SIG_IGN)
    Console.fillStandardDescriptors()
    let surroundings = Surroundings.live()
    let code: ExitCode
    // Kernels put an empty name where there is none.
    if arguments.isEmpty, words.first?.isEmpty ?? true {
      code = report(Failure(.usage, "the program was started without its name"), [], surroundings)
    } else {
      code = run(arguments: arguments, surroundings: surroundings)
    }
    if let reason = surroundings.console.lossOfOutput {
      surroundings.console.message("plimsoll: standard output cannot be written: \(reason)\n")
      return ExitCode.cannotCreate.rawValue
    }
    return code.rawValue
  }

  /// The same with a world of the caller's choice.
  package static func run(arguments: [String], surroundings: Surroundings) -> ExitCode {
    surroundings.console.spellsInASCII = !surroundings.hasUnicode
    do {
      switch try CommandParser(root: RootCommand.self).parse(arguments) {
      case .help(let type, let path, let isShort):
        let page = isShort ? HelpText.shortPage : HelpText.page
        surroundings.console.output(page(type, path, min(surroundings.console.width, 100)))
        return .answered
      case .version:
        surroundings.console.output(
          asksForJSON(arguments[...]) ? VersionReport.document(surroundings) : VersionReport.line, isDocument: true)
        return .answered
      case .run(let command):
        guard let command = command as? any PlimsollCommand else { return .failed }
        return try command.run(surroundings)
      }
    } catch let problem as OptionProblem {
      let hint = problem.hint ?? "see 'plimsoll --help'"
      return report(Failure(.usage, problem.message, hint: hint), arguments, surroundings)
    } catch let failure as Failure {
      return report(failure, arguments, surroundings)
    } catch {
      return report(Failure(.failed, "internal failure: \(error)"), arguments, surroundings)
    }
  }

  private static func report(_ failure: Failure, _ arguments: [String], _ surroundings: Surroundings) -> ExitCode {
    if asksForJSON(arguments.prefix { $0 != "--" }) {
      let document = Contract.error.json(
        (Int(failure.code.rawValue), failure.message, failure.hint), version: programVersion)
      surroundings.console.output(
        failure.isOneLine ? JSONWriter.line(document) + "\n" : JSONWriter.text(document), isDocument: true)
    }
    var text = "plimsoll: \(failure.message)\n"
    if let hint = failure.hint { text += "  \(hint)\n" }
    surroundings.console.message(text)
    return failure.code
  }

  /// Whether the words ask for a document, as far as they can be understood at all.
  private static func asksForJSON(_ words: ArraySlice<String>) -> Bool {
    words.contains("--json") || words.contains("--format=json")
      || zip(words, words.dropFirst()).contains { $0 == "--format" && $1 == "json" }
  }
}

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
      return try answer(arguments, surroundings)
    } catch {
      return report(error, arguments, surroundings)
    }
  }

  /// The same, but what cannot be done is thrown instead of told.
  static func answer(_ arguments: [String], _ surroundings: Surroundings) throws(Failure) -> ExitCode {
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
        try command.checkForm()
        var surroundings = surroundings
        surroundings.words = arguments
        return try command.run(surroundings)
      }
    } catch {
      throw failure(error)
    }
  }

  /// Whether the words are a command line that could be run; what is wrong with them is thrown.
  static func check(_ words: [String]) throws(Failure) {
    do {
      _ = try CommandParser(root: RootCommand.self).parse(words)
    } catch {
      throw failure(error)
    }
  }

  /// What an error means to who asked.
  static func failure(_ error: any Error) -> Failure {
    switch error {
    case let failure as Failure: failure
    case let problem as OptionProblem:
      Failure(.usage, problem.message, hint: problem.hint ?? "see 'plimsoll --help'")
    default: Failure(.failed, "internal failure: \(error)")
    }
  }

  private static func report(_ failure: Failure, _ arguments: [String], _ surroundings: Surroundings) -> ExitCode {
    if asksForJSON(arguments.prefix { $0 != "--" }) {
      surroundings.console.output(
        failure.isOneLine ? JSONWriter.line(failure.document) + "\n" : JSONWriter.text(failure.document),
        isDocument: true)
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

extension Failure {
  /// The document that tells a program of it.
  var document: JSONValue { Contract.error.json((Int(code.rawValue), message, hint), version: programVersion) }
}

/// What is wrong with the words of a command line: the evidence, without the sentence.
package indirect enum OptionProblem: Error, Equatable {
  case unknownCommand(String, nearest: [String], known: [String])
  case unknownOption(String, nearest: [String])
  case missingValue(option: String, valueName: String)
  /// A flag was given a value, as in `--json=yes`.
  case unexpectedValue(option: String)
  case badValue(option: String, value: String, expected: String, nearest: [String])
  case unexpectedArgument(String)
  case missingArgument(String)
  /// Two options that exclude each other.
  case conflict(String, String)
  /// The problem, and the command whose help tells more.
  case inCommand(String, OptionProblem)

  /// The sentence for the user.
  package var message: String {
    switch self {
    case .unknownCommand(let word, _, _): "unknown command '\(word)'"
    case .unknownOption(let word, _): "unknown option '\(word)'"
    case .missingValue(let option, let name): "option '\(option)' needs a value: \(option) <\(name)>"
    case .unexpectedValue(let option): "option '\(option)' takes no value"
    case .badValue(let option, let value, let expected, _): "'\(value)' is no value for \(option): expected \(expected)"
    case .unexpectedArgument(let word): "unexpected argument '\(word)'"
    case .missingArgument(let name): "missing argument <\(name)>"
    case .conflict(let first, let second): "options '\(first)' and '\(second)' exclude each other"
    case .inCommand(_, let problem): problem.message
    }
  }

  /// What the user may have meant, or nil.
  package var hint: String? {
    switch self {
    case .unknownCommand(_, let nearest, let known):
      Self.meant(nearest) ?? "one of: \(known.joined(separator: ", "))"
    case .unknownOption(_, let nearest), .badValue(_, _, _, let nearest): Self.meant(nearest)
    case .inCommand(let command, let problem): problem.hint ?? "see '\(command) --help'"
    default: nil
    }
  }

  private static func meant(_ nearest: [String]) -> String? {
    nearest.isEmpty ? nil : "did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
  }
}

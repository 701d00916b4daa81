/// What is wrong with the words of a command line: the evidence, without the sentence.
package enum OptionProblem: Error, Equatable {
  case unknownCommand(String, nearest: [String])
  case unknownOption(String, nearest: [String])
  case missingValue(option: String, valueName: String)
  /// A flag was given a value, as in `--json=yes`.
  case unexpectedValue(option: String)
  case badValue(option: String, value: String, expected: String, nearest: [String])
  case unexpectedArgument(String)
  case missingArgument(String)
  /// Two options that exclude each other.
  case conflict(String, String)

  /// The sentence for the user.
  package var message: String {
    switch self {
    case .unknownCommand(let word, _): "unknown command '\(word)'"
    case .unknownOption(let word, _): "unknown option '\(word)'"
    case .missingValue(let option, let name): "option '\(option)' needs a value: \(option) <\(name)>"
    case .unexpectedValue(let option): "option '\(option)' takes no value"
    case .badValue(let option, let value, let expected, _): "'\(value)' is no value for \(option): expected \(expected)"
    case .unexpectedArgument(let word): "unexpected argument '\(word)'"
    case .missingArgument(let name): "missing argument <\(name)>"
    case .conflict(let first, let second): "options '\(first)' and '\(second)' exclude each other"
    }
  }

  /// What the user may have meant, or nil.
  package var hint: String? {
    switch self {
    case .unknownCommand(_, let nearest), .unknownOption(_, let nearest), .badValue(_, _, _, let nearest):
      nearest.isEmpty ? nil : "did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
    default: nil
    }
  }
}

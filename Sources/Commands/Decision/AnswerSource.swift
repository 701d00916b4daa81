import Base
import Documents
import Economics
import Options

/// Finds the answers to the questions of a decision: in options, in a file, or by asking.
struct AnswerSource {
  let options: DecisionOptions
  let surroundings: Surroundings

  struct Found {
    var answers = DecisionAnswers()
    var origins: [DecisionQuestion: DecisionPage.Origin] = [:]
  }

  /// The answers; where there are none at all and `asks` is true, they are asked for on the terminal.
  func found(asks: Bool) throws -> Found {
    var found = Found()
    if let file = options.answers {
      for (question, text, place) in try Self.entries(InputFile.bytes(file, what: "the answers"), file: file) {
        try Self.take(text, of: question, into: &found.answers) { expected in
          Failure(
            .badData,
            "\(place): '\(text)' is no answer to \(question.rawValue): expected \(expected)")
        }
        found.origins[question] = .file
      }
    }
    for (question, text) in options.given {
      try Self.take(text, of: question, into: &found.answers) { expected in
        Failure(.usage, "'\(text)' is no answer to \(question.rawValue): expected \(expected)")
      }
      found.origins[question] = .option
    }
    if asks, found.origins.isEmpty { try ask(&found) }
    return found
  }

  /// Asks one question after the other; what is no answer is asked again, nothing leaves it open.
  private func ask(_ found: inout Found) throws {
    for question in DecisionQuestion.allCases {
      while true {
        surroundings.console.message(DecisionText.prompt(question) + "\n> ")
        guard let line = readLine(), !Interrupts.wasInterrupted else { return }
        let text = String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        if text.isEmpty { break }
        do {
          try Self.take(text, of: question, into: &found.answers) {
            Failure(.usage, "expected \($0)")
          }
          found.origins[question] = .asked
          break
        } catch let failure as Failure {
          surroundings.console.message("\(failure.message)\n")
        }
      }
    }
  }

  /// Takes an answer as its option would.
  static func take(
    _ text: String, of question: DecisionQuestion, into answers: inout DecisionAnswers,
    orFail: (String) -> Failure
  ) throws {
    func value<Value: ArgumentValue>(_ type: Value.Type) throws -> Value {
      guard let value = Value(argument: text) else { throw orFail(Value.expectation) }
      return value
    }
    switch question {
    case .data: answers.data = try value(DataKindsArgument.self).kinds
    case .residency: answers.residency = try value(RegionArgument.self).name
    case .offline: answers.offline = try value(YesOrNo.self) == .yes
    case .quality: answers.quality = try value(DecisionAnswers.Quality.self)
    case .latencyMilliseconds:
      guard let number = Int(text), (1...600_000).contains(number) else {
        throw orFail("a number of milliseconds from 1 to 600000")
      }
      answers.latencyMilliseconds = number
    case .monthlyAPIUSD: answers.monthlyAPIUSD = try value(MoneyArgument.self).amount.usd
    case .shape: answers.shape = try value(DecisionAnswers.Shape.self)
    case .idleHardware: answers.idleHardware = try value(YesOrNo.self) == .yes
    case .people: answers.people = try value(YesOrNo.self) == .yes
    }
  }

  typealias Entry = (question: DecisionQuestion, text: String, place: String)

  /// The answers of a file: a JSON object, or lines `id = answer` with `#` before remarks.
  static func entries(_ bytes: [UInt8], file: String) throws -> [Entry] {
    guard bytes.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") else {
      return try lines(String(decoding: bytes, as: UTF8.self), file)
    }
    let node = try InputFile.json(bytes, file: file)
    do {
      var entries: [Entry] = []
      for (key, value) in try node.members() {
        guard let text = Self.text(value.value) else {
          if value.value == .null { continue }
          throw value.complaint("an answer")
        }
        entries.append((try question(key, "\(file):\(value.line)"), text, "\(file):\(value.line)"))
      }
      return entries
    } catch let error as JSONShapeError {
      throw InputFile.failure(error, file: file)
    }
  }

  private static func lines(_ text: String, _ file: String) throws -> [Entry] {
    var entries: [Entry] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let place = "\(file):\(index + 1)"
      let plain = trimmed(line.prefix { $0 != "#" })
      guard !plain.isEmpty else { continue }
      guard let sign = plain.firstIndex(of: "=") else {
        throw Failure(.badData, "\(place): expected a line such as 'quality = good'")
      }
      let key = trimmed(plain[..<sign])
      let value = trimmed(
        plain[plain.index(after: sign)...].filter { $0 != "\"" && $0 != "[" && $0 != "]" }[...])
      entries.append((try question(key, place), value, place))
    }
    return entries
  }

  private static func question(_ key: String, _ place: String) throws -> DecisionQuestion {
    if let question = DecisionQuestion(rawValue: key.lowercased().replacing("-", with: "_")) {
      return question
    }
    let names = DecisionQuestion.allCases.map(\.rawValue).joined(separator: ", ")
    throw Failure(.badData, "\(place): there is no question '\(key)'", hint: "one of: \(names)")
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .bool(let isTrue): isTrue ? "yes" : "no"
    case .integer, .number: JSONWriter.line(value)
    case .array(let words) where words.allSatisfy({ $0.string != nil }):
      words.compactMap(\.string).joined(separator: ",")
    default: nil
    }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
    return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}

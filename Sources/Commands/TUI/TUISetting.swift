import Documents
import Options
import Models
import Ranking

/// Something that the question can be asked with, as a slider or a field.
struct TUISetting: Equatable, Sendable {
  /// The option without its hyphens.
  let name: String
  /// What keys move through; empty where a value is typed.
  private(set) var steps: [String]
  /// What holds where nothing is asked for: the first step, or nothing.
  let standard: String
  private(set) var value: String

  init(_ name: String, steps: [String], standard: String, value: String? = nil) {
    (self.name, self.steps, self.standard, self.value) = (name, steps, standard, standard)
    if let value { set(value) }
  }

  var isSet: Bool { value != standard }

  /// Takes a value; one that is no step becomes one, in its place.
  mutating func set(_ text: String) {
    value = text
    guard !steps.isEmpty, !steps.contains(text) else { return }
    let amount = Self.amount(text)
    let place = amount.flatMap { amount in steps.firstIndex { (Self.amount($0) ?? -1) > amount } }
    steps.insert(text, at: place ?? steps.endIndex)
  }

  mutating func reset() { value = standard }

  /// Goes to another step; false at the ends, and where there are no steps.
  mutating func move(by count: Int) -> Bool {
    guard let place, steps.indices.contains(place + count) else { return false }
    value = steps[place + count]
    return true
  }

  var place: Int? { steps.firstIndex(of: value) }

  /// The number that a step begins with: 32768 for `32k` too, 16 for `16GiB`.
  private static func amount(_ text: String) -> Double? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let factor = text.hasSuffix("k") || text.hasSuffix("K") ? 1024.0 : 1
    return Double(digits).map { $0 * factor }
  }
}

extension TUISetting {
  /// The settings of the page of `serve`, with what the command line has given; the rest of that is handed back.
  static func all(_ given: [GivenOption]) throws -> (settings: [TUISetting], rest: [GivenOption]) {
    let questions = try PageQuestions()
    let options = questions.documents["what-if"]?.options ?? []
    // First what is wanted, then what is added, then another machine.
    let order = ["use-case", "context", "min-speed", "users", "quant", "kv-type", "max-ttft", "license"]
    let others = options.filter { !order.contains($0) }
    let names =
      order.filter(options.contains) + others.filter { $0.hasPrefix("add-") } + others.filter { !$0.hasPrefix("add-") }
    var rest = given
    let settings = names.map { name in
      let standard = questions.defaults[name] ?? ""
      // Several cards or quantizations have no place on a slider: they stay as they were given.
      let values = given.filter { $0.name == name }
      if values.count == 1 { rest.removeAll { $0.name == name } }
      return TUISetting(
        name, steps: words(name) ?? questions.steps[name] ?? [], standard: standard,
        value: values.count == 1 ? values[0].value : nil)
    }
    return (settings, rest)
  }

  private static func words(_ name: String) -> [String]? {
    switch name {
    case "use-case": UseCase.allCases.map(\.rawValue)
    case "license": Wishes.LicenseGate.allCases.map(\.rawValue)
    default: nil
    }
  }
}

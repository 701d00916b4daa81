/// A type whose values can be written on the command line.
package protocol ArgumentValue {
  /// The value that `text` names, or nil when it names none.
  init?(argument text: String)

  /// The words that are allowed; empty when there are too many to list.
  static var allWords: [String] { get }

  /// What is expected, for messages.
  static var expectation: String { get }

  /// The types of JSON in which a value may be written, as JSON Schema calls them.
  static var jsonTypes: [String] { get }

  /// The word for this value, for help's defaults.
  var word: String { get }
}

extension ArgumentValue {
  package static var allWords: [String] { [] }
  package static var expectation: String { allWords.isEmpty ? "a value" : "one of " + allWords.joined(separator: ", ") }
  package static var jsonTypes: [String] { ["string"] }
  package var word: String { "\(self)" }
}

extension String: ArgumentValue {
  package init?(argument text: String) { self = text }
  package static var expectation: String { "a text" }
}

extension Int: ArgumentValue {
  package init?(argument text: String) { self.init(text) }
  package static var expectation: String { "a whole number" }
  package static var jsonTypes: [String] { ["integer"] }
}

extension ArgumentValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  package init?(argument text: String) { self.init(rawValue: text.lowercased()) }
  package static var allWords: [String] { allCases.map(\.rawValue) }
  package var word: String { rawValue }
}

/// What the parser and the help know of one property.
package struct ArgumentDefinition {
  package enum Kind: Equatable {
    case flag
    case option(valueName: String, isRepeatable: Bool)
    case positional(valueName: String, isRequired: Bool, isRepeatable: Bool)
  }

  /// Spellings with their hyphens; empty for a positional argument.
  package var names: [String]
  package var kind: Kind
  package var help: String
  /// The heading under which help lists it.
  package var section: String
  package var defaultText: String?
  package var allWords: [String]
  /// What a shell may offer where `allWords` is empty.
  package var completion = ValueCompletion.nothing
  /// The types of JSON in which a value may be written; none for a flag.
  package var jsonTypes: [String] = []
  /// Whether only who sits at the machine may give it: it names files, does more than answer, or shapes text for a terminal.
  package var isLocal = false
  /// Takes the next value; for a flag the text is empty.
  ///
  /// Returns what was expected when it is not that.
  package var take: (String) -> Rejection?

  var takesValue: Bool {
    if case .option = kind { true } else { false }
  }

  package var isRepeatable: Bool {
    switch kind {
    case .flag: false
    case .option(_, let isRepeatable), .positional(_, _, let isRepeatable): isRepeatable
    }
  }

  /// Why a value was not taken.
  package struct Rejection {
    package var expected: String
    package var nearest: [String]
  }
}

/// What a command declares: a property that is filled from the command line, or a group of them.
///
/// A class, for asking a value of unknown type whether it conforms to a protocol takes a search of the whole program.
package class DeclaredProperty {
  fileprivate init() { DeclaredProperties.note(self) }

  /// Spellings that do not follow from the property's name; none for an argument by its place.
  var ownNames: [String] { [] }

  var isPositional: Bool { false }

  /// The definition for a property of that name, which becomes `--kebab-case` where none was given; nil for a group.
  func definition(propertyName: String) -> ArgumentDefinition? { nil }

  /// The group; nil for a single property.
  var group: (any ParsableArguments)? { nil }
}

/// An option with a value: `--context 8192` or `--context=8192`.
///
/// A class, as the other wrappers are: copies of a command share what the parser fills in, and are one reference an option.
@propertyWrapper
package final class Option<Value>: DeclaredProperty {
  package var wrappedValue: Value
  private let names: [String]
  private let valueName: String
  private let help: String
  private let section: String
  private let defaultText: String?
  private let allWords: [String]
  private let jsonTypes: [String]
  private let completion: ValueCompletion
  private let isLocal: Bool
  private let isRepeatable: Bool
  private let assign: (String, Option) -> ArgumentDefinition.Rejection?

  private init<Element: ArgumentValue>(
    _ value: Value, of type: Element.Type, names: [String], valueName: String, help: String, section: String,
    defaultText: String?, completion: ValueCompletion, isLocal: Bool, isRepeatable: Bool,
    assign: @escaping (String, Option) -> ArgumentDefinition.Rejection?
  ) {
    (wrappedValue, self.names, self.valueName) = (value, names, valueName)
    (self.help, self.section, self.defaultText) = (help, section, defaultText)
    (allWords, jsonTypes, self.completion) = (Element.allWords, Element.jsonTypes, completion)
    (self.isLocal, self.isRepeatable, self.assign) = (isLocal || completion.isOfPaths, isRepeatable, assign)
  }

  override var ownNames: [String] { names }

  override func definition(propertyName: String) -> ArgumentDefinition? {
    ArgumentDefinition(
      names: names.isEmpty ? ["--" + kebabCase(propertyName)] : names,
      kind: .option(valueName: valueName, isRepeatable: isRepeatable), help: help, section: section,
      defaultText: defaultText, allWords: allWords, completion: completion, jsonTypes: jsonTypes, isLocal: isLocal,
      take: { self.assign($0, self) })
  }
}

extension Option where Value: ArgumentValue {
  /// An option with a default.
  package convenience init(
    wrappedValue: Value, names: [String] = [], _ valueName: String, help: String, section: String = "Options",
    completes completion: ValueCompletion = .nothing, isLocal: Bool = false,
    check: @escaping (Value) -> String? = { _ in nil }
  ) {
    self.init(
      wrappedValue, of: Value.self, names: names, valueName: valueName, help: help, section: section,
      defaultText: wrappedValue.word, completion: completion, isLocal: isLocal, isRepeatable: false,
      assign: { text, option in parsed(text, check) { option.wrappedValue = $0 } })
  }
}

extension Option {
  /// An option without a default.
  package convenience init<Wrapped: ArgumentValue>(
    names: [String] = [], _ valueName: String, help: String, section: String = "Options",
    completes completion: ValueCompletion = .nothing, isLocal: Bool = false,
    check: @escaping (Wrapped) -> String? = { _ in nil }
  ) where Value == Wrapped? {
    self.init(
      nil, of: Wrapped.self, names: names, valueName: valueName, help: help, section: section, defaultText: nil,
      completion: completion, isLocal: isLocal, isRepeatable: false,
      assign: { text, option in parsed(text, check) { option.wrappedValue = $0 } })
  }

  /// An option that may come several times.
  package convenience init<Element: ArgumentValue>(
    repeated names: [String] = [], _ valueName: String, help: String, section: String = "Options",
    completes completion: ValueCompletion = .nothing, isLocal: Bool = false,
    check: @escaping (Element) -> String? = { _ in nil }
  ) where Value == [Element] {
    self.init(
      [], of: Element.self, names: names, valueName: valueName, help: help, section: section, defaultText: nil,
      completion: completion, isLocal: isLocal, isRepeatable: true,
      assign: { text, option in parsed(text, check) { option.wrappedValue.append($0) } })
  }
}

/// A word that is there or not: `--json`.
@propertyWrapper
package final class Flag: DeclaredProperty {
  package var wrappedValue = false
  private let names: [String]
  private let help: String
  private let section: String
  private let isLocal: Bool

  package init(names: [String] = [], help: String, section: String = "Options", isLocal: Bool = false) {
    (self.names, self.help, self.section, self.isLocal) = (names, help, section, isLocal)
  }

  override var ownNames: [String] { names }

  override func definition(propertyName: String) -> ArgumentDefinition? {
    ArgumentDefinition(
      names: names.isEmpty ? ["--" + kebabCase(propertyName)] : names, kind: .flag, help: help, section: section,
      defaultText: nil, allWords: [], isLocal: isLocal,
      take: { _ in
        self.wrappedValue = true
        return nil
      })
  }
}

/// A word by its place: the model of `fit MODEL`.
@propertyWrapper
package final class Argument<Value>: DeclaredProperty {
  package var wrappedValue: Value
  private let kind: ArgumentDefinition.Kind
  private let help: String
  private let allWords: [String]
  private let jsonTypes: [String]
  private let completion: ValueCompletion
  private let assign: (String, Argument) -> ArgumentDefinition.Rejection?

  private init<Element: ArgumentValue>(
    _ value: Value, of type: Element.Type, kind: ArgumentDefinition.Kind, help: String, completion: ValueCompletion,
    assign: @escaping (String, Argument) -> ArgumentDefinition.Rejection?
  ) {
    (wrappedValue, self.kind, self.help) = (value, kind, help)
    (allWords, jsonTypes, self.completion, self.assign) = (Element.allWords, Element.jsonTypes, completion, assign)
  }

  override var isPositional: Bool { true }

  override func definition(propertyName: String) -> ArgumentDefinition? {
    ArgumentDefinition(
      names: [], kind: kind, help: help, section: "Arguments", defaultText: nil, allWords: allWords,
      completion: completion, jsonTypes: jsonTypes, isLocal: completion.isOfPaths, take: { self.assign($0, self) })
  }
}

extension Argument {
  /// An argument that must be there; the value before parsing is empty text.
  package convenience init(_ valueName: String, help: String, completes completion: ValueCompletion = .nothing)
  where Value == String {
    self.init(
      "", of: String.self, kind: .positional(valueName: valueName, isRequired: true, isRepeatable: false), help: help,
      completion: completion,
      assign: { text, argument in parsed(text, { _ in nil }) { argument.wrappedValue = $0 } })
  }

  /// An argument that must be there, of a type with a value to start from: its first word.
  package convenience init(_ valueName: String, help: String)
  where Value: ArgumentValue & CaseIterable & RawRepresentable, Value.RawValue == String {
    self.init(
      Value.allCases[Value.allCases.startIndex], of: Value.self,
      kind: .positional(valueName: valueName, isRequired: true, isRepeatable: false), help: help, completion: .nothing,
      assign: { text, argument in parsed(text, { _ in nil }) { argument.wrappedValue = $0 } })
  }

  /// An argument that may be left out.
  package convenience init<Wrapped: ArgumentValue>(
    optional valueName: String, help: String, completes completion: ValueCompletion = .nothing
  )
  where Value == Wrapped? {
    self.init(
      nil, of: Wrapped.self, kind: .positional(valueName: valueName, isRequired: false, isRepeatable: false),
      help: help, completion: completion,
      assign: { text, argument in parsed(text, { _ in nil }) { argument.wrappedValue = $0 } })
  }

  /// All words from here on.
  package convenience init<Element: ArgumentValue>(
    rest valueName: String, isRequired: Bool = false, help: String, completes completion: ValueCompletion = .nothing
  ) where Value == [Element] {
    self.init(
      [], of: Element.self, kind: .positional(valueName: valueName, isRequired: isRequired, isRepeatable: true),
      help: help, completion: completion,
      assign: { text, argument in parsed(text, { _ in nil }) { argument.wrappedValue.append($0) } })
  }
}

/// A set of options that several commands share.
@propertyWrapper
package final class OptionGroup<Value: ParsableArguments>: DeclaredProperty {
  package var wrappedValue: Value

  override package init() { wrappedValue = Value() }

  override var group: (any ParsableArguments)? { wrappedValue }
}

private func parsed<Value: ArgumentValue>(
  _ text: String, _ check: (Value) -> String?, store: (Value) -> Void
) -> ArgumentDefinition.Rejection? {
  guard let value = Value(argument: text) else {
    return ArgumentDefinition.Rejection(
      expected: Value.expectation, nearest: NearestNames.of(text, in: Value.allWords))
  }
  if let expected = check(value) { return ArgumentDefinition.Rejection(expected: expected, nearest: []) }
  store(value)
  return nil
}

/// `minSpeed` as `min-speed`.
private func kebabCase(_ name: String) -> String {
  name.reduce(into: "") { text, character in
    if character.isUppercase {
      text += "-" + character.lowercased()
    } else {
      text.append(character)
    }
  }
}

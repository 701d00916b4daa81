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
  /// Takes the next value; for a flag the text is empty.
  ///
  /// Returns what was expected when it is not that.
  package var take: (String) -> Rejection?

  package var takesValue: Bool {
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

/// A property that is filled from the command line.
package protocol ArgumentProperty {
  /// The definition for a property of that name; the name becomes `--kebab-case` where none was given.
  func definition(propertyName: String) -> ArgumentDefinition
}

/// Keeps the value, so that copies of a command share what the parser fills in.
final class ArgumentBox<Value> {
  var value: Value

  init(_ value: Value) { self.value = value }
}

/// An option with a value: `--context 8192` or `--context=8192`.
@propertyWrapper
package struct Option<Value>: ArgumentProperty {
  private let box: ArgumentBox<Value>
  private let names: [String]
  private let valueName: String
  private let help: String
  private let section: String
  private let defaultText: String?
  private let allWords: [String]
  private let completion: ValueCompletion
  private let isRepeatable: Bool
  private let assign: (String, ArgumentBox<Value>) -> ArgumentDefinition.Rejection?

  package var wrappedValue: Value {
    get { box.value }
    nonmutating set { box.value = newValue }
  }

  package func definition(propertyName: String) -> ArgumentDefinition {
    let (box, assign) = (box, assign)
    return ArgumentDefinition(
      names: names.isEmpty ? ["--" + kebabCase(propertyName)] : names,
      kind: .option(valueName: valueName, isRepeatable: isRepeatable), help: help, section: section,
      defaultText: defaultText, allWords: allWords, completion: completion, take: { text in assign(text, box) })
  }
}

extension Option where Value: ArgumentValue {
  /// An option with a default.
  package init(
    wrappedValue: Value, names: [String] = [], _ valueName: String, help: String, section: String = "Options",
    completes completion: ValueCompletion = .nothing, check: @escaping (Value) -> String? = { _ in nil }
  ) {
    self.init(
      box: ArgumentBox(wrappedValue), names: names, valueName: valueName, help: help, section: section,
      defaultText: wrappedValue.word, allWords: Value.allWords, completion: completion,
      isRepeatable: false,
      assign: { text, box in parsed(text, check) { box.value = $0 } })
  }
}

extension Option {
  /// An option without a default.
  package init<Wrapped: ArgumentValue>(
    names: [String] = [], _ valueName: String, help: String, section: String = "Options",
    completes completion: ValueCompletion = .nothing, check: @escaping (Wrapped) -> String? = { _ in nil }
  ) where Value == Wrapped? {
    self.init(
      box: ArgumentBox(nil), names: names, valueName: valueName, help: help, section: section, defaultText: nil,
      allWords: Wrapped.allWords, completion: completion, isRepeatable: false,
      assign: { text, box in parsed(text, check) { box.value = $0 } })
  }

  /// An option that may come several times.
  package init<Element: ArgumentValue>(
    repeated names: [String] = [], _ valueName: String, help: String, section: String = "Options",
    completes completion: ValueCompletion = .nothing, check: @escaping (Element) -> String? = { _ in nil }
  ) where Value == [Element] {
    self.init(
      box: ArgumentBox([]), names: names, valueName: valueName, help: help, section: section, defaultText: nil,
      allWords: Element.allWords, completion: completion,
      isRepeatable: true,
      assign: { text, box in parsed(text, check) { box.value.append($0) } })
  }
}

/// A word that is there or not: `--json`.
@propertyWrapper
package struct Flag: ArgumentProperty {
  private let box = ArgumentBox(false)
  private let names: [String]
  private let help: String
  private let section: String

  package init(names: [String] = [], help: String, section: String = "Options") {
    self.names = names
    self.help = help
    self.section = section
  }

  package var wrappedValue: Bool {
    get { box.value }
    nonmutating set { box.value = newValue }
  }

  package func definition(propertyName: String) -> ArgumentDefinition {
    let box = box
    return ArgumentDefinition(
      names: names.isEmpty ? ["--" + kebabCase(propertyName)] : names, kind: .flag, help: help, section: section,
      defaultText: nil, allWords: [],
      take: { _ in
        box.value = true
        return nil
      })
  }
}

/// A word by its place: the model of `fit MODEL`.
@propertyWrapper
package struct Argument<Value>: ArgumentProperty {
  private let box: ArgumentBox<Value>
  private let kind: ArgumentDefinition.Kind
  private let help: String
  private let allWords: [String]
  private let completion: ValueCompletion
  private let assign: (String, ArgumentBox<Value>) -> ArgumentDefinition.Rejection?

  package var wrappedValue: Value {
    get { box.value }
    nonmutating set { box.value = newValue }
  }

  package func definition(propertyName: String) -> ArgumentDefinition {
    let (box, assign) = (box, assign)
    return ArgumentDefinition(
      names: [], kind: kind, help: help, section: "Arguments", defaultText: nil, allWords: allWords,
      completion: completion, take: { text in assign(text, box) })
  }
}

extension Argument {
  /// An argument that must be there; the value before parsing is empty text.
  package init(_ valueName: String, help: String, completes completion: ValueCompletion = .nothing)
  where Value == String {
    self.init(
      box: ArgumentBox(""), kind: .positional(valueName: valueName, isRequired: true, isRepeatable: false), help: help,
      allWords: [], completion: completion, assign: { text, box in parsed(text, { _ in nil }) { box.value = $0 } })
  }

  /// An argument that must be there, of a type with a value to start from: its first word.
  package init(_ valueName: String, help: String)
  where Value: ArgumentValue & CaseIterable & RawRepresentable, Value.RawValue == String {
    self.init(
      box: ArgumentBox(Value.allCases[Value.allCases.startIndex]),
      kind: .positional(valueName: valueName, isRequired: true, isRepeatable: false), help: help,
      allWords: Value.allWords, completion: .nothing,
      assign: { text, box in parsed(text, { _ in nil }) { box.value = $0 } })
  }

  /// An argument that may be left out.
  package init<Wrapped: ArgumentValue>(
    optional valueName: String, help: String, completes completion: ValueCompletion = .nothing
  )
  where Value == Wrapped? {
    self.init(
      box: ArgumentBox(nil), kind: .positional(valueName: valueName, isRequired: false, isRepeatable: false),
      help: help, allWords: Wrapped.allWords, completion: completion,
      assign: { text, box in parsed(text, { _ in nil }) { box.value = $0 } })
  }

  /// All words from here on.
  package init<Element: ArgumentValue>(
    rest valueName: String, isRequired: Bool = false, help: String, completes completion: ValueCompletion = .nothing
  ) where Value == [Element] {
    self.init(
      box: ArgumentBox([]), kind: .positional(valueName: valueName, isRequired: isRequired, isRepeatable: true),
      help: help, allWords: Element.allWords, completion: completion,
      assign: { text, box in parsed(text, { _ in nil }) { box.value.append($0) } })
  }
}

/// A set of options that several commands share.
@propertyWrapper
package struct OptionGroup<Value: ParsableArguments> {
  package var wrappedValue: Value

  package init() { wrappedValue = Value() }
}

/// An option group seen without its type.
protocol AnyOptionGroup {
  var arguments: any ParsableArguments { get }
}

extension OptionGroup: AnyOptionGroup {
  var arguments: any ParsableArguments { wrappedValue }
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

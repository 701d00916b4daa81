/// All options and arguments of a command, its groups' included, in the order in which they are declared.
package struct ArgumentSet {
  package private(set) var definitions: [ArgumentDefinition] = []
  private(set) var groups: [any ParsableArguments] = []

  package init(_ arguments: any ParsableArguments) {
    groups.append(arguments)
    for child in Mirror(reflecting: arguments).children {
      let name = String((child.label ?? "").drop { $0 == "_" })
      guard let property = child.value as? DeclaredProperty else { continue }
      if let definition = property.definition(propertyName: name) { definitions.append(definition) }
      if let group = property.group {
        let inner = ArgumentSet(group)
        definitions += inner.definitions
        groups += inner.groups
      }
    }
  }

  /// What can be told of a command without the names of its properties, where that is enough for these words.
  init?(_ command: any ParsableArguments, _ declared: DeclaredProperties, for words: ArraySlice<String>) {
    let definitions = declared.definitions
    for word in words.prefix(while: { $0 != "--" }) where CommandParser.isOption(word) {
      let name = word.prefix { $0 != "=" }
      guard definitions.contains(where: { $0.names.contains { $0 == name } }) else { return nil }
    }
    (self.definitions, groups) = (definitions, [command] + declared.groups.reversed())
  }

  package var options: [ArgumentDefinition] { definitions.filter { !$0.names.isEmpty } }
  package var positionals: [ArgumentDefinition] { definitions.filter(\.names.isEmpty) }
}

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

  package var options: [ArgumentDefinition] { definitions.filter { !$0.names.isEmpty } }
  package var positionals: [ArgumentDefinition] { definitions.filter(\.names.isEmpty) }
}

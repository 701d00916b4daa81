/// An option as a command line gives it.
package struct GivenOption: Equatable, Sendable {
  /// Its first spelling, without hyphens: `min-speed`.
  package let name: String
  /// Nil for a flag.
  package let value: String?

  package init(_ name: String, _ value: String?) { (self.name, self.value) = (name, value) }

  package var word: String { "--" + name + (value.map { "=" + $0 } ?? "") }
}

extension ArgumentDefinition {
  /// The first long spelling without its hyphens; nil for an argument by its place.
  package var optionName: String? { names.first { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) } }
}

extension ArgumentSet {
  /// The options among words that the parser has taken.
  package func given(in words: [String]) -> [GivenOption] {
    var found: [GivenOption] = []
    var rest = words.prefix { $0 != "--" }
    while let word = rest.popFirst() {
      let pieces = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let definition = options.first(where: { $0.names.contains(String(pieces[0])) || $0.names.contains(word) }),
        let name = definition.optionName
      else { continue }
      guard definition.takesValue else {
        found.append(GivenOption(name, nil))
        continue
      }
      found.append(GivenOption(name, pieces.count == 2 ? String(pieces[1]) : rest.popFirst() ?? ""))
    }
    return found
  }
}

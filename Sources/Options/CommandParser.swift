/// Turns the words of a command line into a command that is ready to run.
package struct CommandParser {
  /// What the words ask for.
  package enum Outcome {
    case run(any ParsableCommand)
    /// Help on a command; the path is `["plimsoll", "catalog", "list"]`. Short help was asked for with `-h`.
    case help(any ParsableCommand.Type, path: [String], isShort: Bool)
    case version
  }

  package let root: any ParsableCommand.Type

  package init(root: any ParsableCommand.Type) {
    self.root = root
  }

  /// The outcome of the words after the program's name.
  package func parse(_ words: [String]) throws(OptionProblem) -> Outcome {
    var type = root
    var path = [root.configuration.name]
    var rest = words[...]
    if rest.first == "help" {
      return .help(try descend(&type, &path, rest.dropFirst()), path: path, isShort: false)
    }
    while let word = rest.first, !type.configuration.subcommands.isEmpty {
      if let next = type.subcommand(named: word) {
        (type, path, rest) = (next, path + [word], rest.dropFirst())
        continue
      }
      if word.hasPrefix("-"), word != "-" { break }
      throw unknownCommand(word, below: type)
    }
    if let isShort = asksForHelp(rest) { return .help(type, path: path, isShort: isShort) }
    if rest.contains("--version"), type == root { return .version }
    if !type.configuration.subcommands.isEmpty {
      guard let standard = type.configuration.defaultSubcommand else {
        return .help(type, path: path, isShort: false)
      }
      type = standard
    }
    if type.configuration.name != path.last { path.append(type.configuration.name) }
    do {
      return .run(try fill(type, with: rest))
    } catch {
      throw .inCommand(path.joined(separator: " "), error)
    }
  }

  /// Whether the words ask for help, and for the short form of it.
  private func asksForHelp(_ words: ArraySlice<String>) -> Bool? {
    words.prefix { $0 != "--" }.first { $0 == "--help" || $0 == "-h" }.map { $0 == "-h" }
  }

  private func descend(
    _ type: inout any ParsableCommand.Type, _ path: inout [String], _ words: ArraySlice<String>
  ) throws(OptionProblem) -> any ParsableCommand.Type {
    for word in words where !word.hasPrefix("-") {
      guard let next = type.subcommand(named: word) else { throw unknownCommand(word, below: type) }
      type = next
      path.append(word)
    }
    return type
  }

  private func unknownCommand(_ word: String, below type: any ParsableCommand.Type) -> OptionProblem {
    let names = type.configuration.subcommands.filter { !$0.configuration.isHidden }.map { $0.configuration.name }
    let help = type == root ? ["help"] : []
    return .unknownCommand(word, nearest: NearestNames.of(word, in: names + help), known: names)
  }

  private func fill(
    _ type: any ParsableCommand.Type, with words: ArraySlice<String>
  ) throws(OptionProblem) -> any ParsableCommand {
    let (command, declared) = DeclaredProperties.of { type.init() }
    let arguments = ArgumentSet(command, declared, for: words) ?? ArgumentSet(command)
    var positionals: [String] = []
    var rest = words
    while let word = rest.popFirst() {
      if word == "--" {
        positionals += rest
        break
      }
      if Self.isOption(word) {
        try take(word, &rest, arguments)
      } else {
        positionals.append(word)
      }
    }
    try place(positionals, arguments)
    for group in arguments.groups.reversed() { try group.validate() }
    return command
  }

  static func isOption(_ word: String) -> Bool { word.hasPrefix("-") && word != "-" && Double(word) == nil }

  private func take(
    _ word: String, _ rest: inout ArraySlice<String>, _ arguments: ArgumentSet
  ) throws(OptionProblem) {
    let pieces = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = word.hasPrefix("--") ? String(pieces[0]) : word
    let given = word.hasPrefix("--") && pieces.count == 2 ? String(pieces[1]) : nil
    guard let definition = arguments.options.first(where: { $0.names.contains(name) }) else {
      let names = arguments.options.flatMap(\.names) + ["--help"]
      throw .unknownOption(name, nearest: NearestNames.of(name, in: names))
    }
    guard case .option(let valueName, _) = definition.kind else {
      guard given == nil else { throw .unexpectedValue(option: name) }
      _ = definition.take("")
      return
    }
    let value: String
    if let given {
      value = given
    } else if let next = rest.first, !next.hasPrefix("--") {
      value = next
      rest = rest.dropFirst()
    } else {
      throw .missingValue(option: name, valueName: valueName)
    }
    if let rejection = definition.take(value) {
      throw .badValue(option: name, value: value, expected: rejection.expected, nearest: rejection.nearest)
    }
  }

  private func place(_ words: [String], _ arguments: ArgumentSet) throws(OptionProblem) {
    var rest = words[...]
    for definition in arguments.positionals {
      guard case .positional(let name, let isRequired, let isRepeatable) = definition.kind else { continue }
      if isRequired, rest.isEmpty { throw .missingArgument(name) }
      let count = isRepeatable ? rest.count : min(1, rest.count)
      for word in rest.prefix(count) {
        if let rejection = definition.take(word) {
          throw .badValue(option: "<\(name)>", value: word, expected: rejection.expected, nearest: rejection.nearest)
        }
      }
      rest = rest.dropFirst(count)
    }
    if let word = rest.first { throw .unexpectedArgument(word) }
  }
}

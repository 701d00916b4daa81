/// Tells what may stand at the end of an unfinished command line, from the same declarations that the parser uses.
package struct CompletionEngine {
  /// What may stand there.
  package enum Answer: Equatable {
    case words([CompletionCandidate])
    case files
    case folders
  }

  private let root: any ParsableCommand.Type
  /// The words of a list that an option or argument names.
  private let list: (String) -> [CompletionCandidate]

  package init(root: any ParsableCommand.Type, list: @escaping (String) -> [CompletionCandidate]) {
    self.root = root
    self.list = list
  }

  /// The answer for the words after the program's name, of which the last, perhaps empty, is being typed.
  package func answer(_ words: [String]) -> Answer {
    let typed = words.last ?? ""
    var before = words.dropLast()
    var type = root
    if before.first == "help" {
      before.removeFirst()
      while let word = before.popFirst() {
        guard let next = type.subcommand(named: word) else { return .words([]) }
        type = next
      }
      return matching(typed, commands(of: type))
    }
    while let word = before.first, let next = type.subcommand(named: word) {
      type = next
      before.removeFirst()
    }
    if !type.configuration.subcommands.isEmpty {
      if before.isEmpty, !typed.hasPrefix("-") {
        return matching(
          typed, commands(of: type) + (type == root ? [CompletionCandidate("help", "Explain a command.")] : []))
      }
      guard let standard = type.configuration.defaultSubcommand else { return .words([]) }
      type = standard
    }
    return answer(typed, after: Array(before), ArgumentSet(type.init()))
  }

  private func answer(_ typed: String, after before: [String], _ arguments: ArgumentSet) -> Answer {
    var given: Set<String> = []
    var positionalCount = 0
    var awaiting: ArgumentDefinition?
    var onlyPositionals = false
    for word in before {
      if awaiting != nil {
        // Some shells pass the equals sign of `--gpu=NAME` as a word of its own.
        if word != "=" { awaiting = nil }
      } else if onlyPositionals || !word.hasPrefix("-") || word == "-" {
        positionalCount += 1
      } else if word == "--" {
        onlyPositionals = true
      } else {
        let name = String(word.prefix { $0 != "=" })
        given.insert(name)
        let definition = arguments.options.first { $0.names.contains(name) }
        if let definition, definition.takesValue, !word.contains("=") { awaiting = definition }
      }
    }
    if let awaiting { return values(of: awaiting, typed == "=" ? "" : typed, prefix: "") }
    if !onlyPositionals, typed.hasPrefix("-") {
      let pieces = typed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      if pieces.count == 2 {
        guard let definition = arguments.options.first(where: { $0.names.contains(pieces[0]) }) else {
          return .words([])
        }
        return values(of: definition, pieces[1], prefix: pieces[0] + "=")
      }
      return matching(typed, options(of: arguments, without: given))
    }
    let positionals = arguments.positionals
    guard let last = positionals.last else { return .words([]) }
    if positionalCount < positionals.count { return values(of: positionals[positionalCount], typed, prefix: "") }
    return last.isRepeatable ? values(of: last, typed, prefix: "") : .words([])
  }

  private func commands(of type: any ParsableCommand.Type) -> [CompletionCandidate] {
    type.configuration.subcommands.map { $0.configuration }.filter { !$0.isHidden }
      .map { CompletionCandidate($0.name, $0.abstract) }
  }

  private func options(of arguments: ArgumentSet, without given: Set<String>) -> [CompletionCandidate] {
    let open = arguments.options.filter { $0.isRepeatable || given.isDisjoint(with: $0.names) }
    return open.flatMap { definition in definition.names.map { CompletionCandidate($0, definition.help) } }
      + [CompletionCandidate("--help", "Show help.")]
  }

  private func values(of definition: ArgumentDefinition, _ typed: String, prefix: String) -> Answer {
    if !definition.allWords.isEmpty {
      return matching(prefix + typed, definition.allWords.map { CompletionCandidate(prefix + $0) })
    }
    switch definition.completion {
    case .nothing: return .words([])
    case .files: return .files
    case .folders: return .folders
    case .list(let name):
      return matching(
        prefix + typed, list(name).map { CompletionCandidate(prefix + $0.word, $0.meaning) })
    }
  }

  /// Those that begin with what is typed, in whatever case it is typed.
  private func matching(_ typed: String, _ candidates: [CompletionCandidate]) -> Answer {
    let start = typed.lowercased()
    return .words(candidates.filter { $0.word.lowercased().hasPrefix(start) })
  }
}

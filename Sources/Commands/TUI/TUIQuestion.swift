import Options

/// What is asked: the settings, and what else the command line gave, as the words of any command that takes them.
struct TUIQuestion: Equatable, Sendable {
  /// What stays as it was given.
  var given: [GivenOption]
  var settings: [TUISetting]

  /// Whether it is about this machine, perhaps with something added.
  var startsFromThisMachine: Bool {
    let others: Set<String> = ["root", "machine", "board", "gpu", "ram", "cores", "memory-bandwidth"]
    return !options.contains { others.contains($0.name) }
  }

  /// Whether the machine is this very one: only then can something be fetched for it.
  var isThisMachine: Bool { startsFromThisMachine && !options.contains { Self.isAddition($0.name) } }

  /// The same about the machine without what is added; nil where nothing is.
  var withoutAddition: TUIQuestion? {
    var question = self
    question.given.removeAll { Self.isAddition($0.name) }
    for index in settings.indices where Self.isAddition(settings[index].name) { question.settings[index].reset() }
    return question.options == options ? nil : question
  }

  private static func isAddition(_ name: String) -> Bool { name.hasPrefix("add-") }

  /// Everything that is asked for.
  var options: [GivenOption] {
    let set = settings.filter(\.isSet)
    return given.filter { option in !set.contains { $0.name == option.name } }
      + set.map { GivenOption($0.name, $0.value) }
  }

  /// The command line that asks a command: what it takes of the question, what is asked beside, and its arguments.
  func words(_ command: [String], _ beside: [GivenOption] = [], arguments: [String] = []) -> [String] {
    let taken = Self.optionNames(command)
    let options = options.filter { option in
      taken.contains(option.name) && !beside.contains { $0.name == option.name }
    }
    return command + (options + beside).map(\.word) + ["--"] + arguments
  }

  private static func optionNames(_ command: [String]) -> Set<String> {
    var type: any ParsableCommand.Type = RootCommand.self
    for word in command {
      guard let next = type.subcommand(named: word) else { return [] }
      type = next
    }
    return Set(ArgumentSet(type.init()).definitions.compactMap(\.optionName))
  }
}

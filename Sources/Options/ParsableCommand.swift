/// A command of the program: its options are properties, its work is elsewhere.
///
/// The shape is swift-argument-parser's, so that the real one can take this module's place.
package protocol ParsableCommand: ParsableArguments {
  static var configuration: CommandConfiguration { get }
}

extension ParsableCommand {
  /// The command of that name right below this one, or nil.
  package static func subcommand(named name: String) -> (any ParsableCommand.Type)? {
    configuration.subcommands.first { $0.configuration.name == name }
  }
}

/// Properties that are filled from the command line.
package protocol ParsableArguments {
  init()

  /// Checks what no single option can check; throws `OptionProblem`.
  func validate() throws(OptionProblem)
}

extension ParsableArguments {
  package func validate() throws(OptionProblem) {}
}

/// What help says of a command, and which commands are below it.
package struct CommandConfiguration {
  package var name: String
  /// One line for lists of commands.
  package var abstract: String
  /// Paragraphs below the abstract in the command's own help.
  package var discussion: String
  /// Lines to copy, each with what it does.
  package var examples: [(command: String, meaning: String)]
  /// Words that an argument takes, each with what it means, under headings of their own.
  package var lists: [HelpList]
  /// The commands below this one, under the headings of its help.
  package var groups: [CommandGroup]
  /// The command meant when none is named.
  package var defaultSubcommand: (any ParsableCommand.Type)?
  /// Hidden commands are not listed.
  package var isHidden: Bool

  package init(
    name: String, abstract: String, discussion: String = "", examples: [(command: String, meaning: String)] = [],
    lists: [HelpList] = [], subcommands: [any ParsableCommand.Type] = [], groups: [CommandGroup] = [],
    defaultSubcommand: (any ParsableCommand.Type)? = nil, isHidden: Bool = false
  ) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    self.examples = examples
    self.lists = lists
    self.groups = groups + (subcommands.isEmpty ? [] : [CommandGroup("Commands", subcommands)])
    self.defaultSubcommand = defaultSubcommand
    self.isHidden = isHidden
  }
}

extension CommandConfiguration {
  /// The commands below this one, in the order of its help.
  package var subcommands: [any ParsableCommand.Type] { groups.flatMap(\.commands) }
}

/// Words with their meanings, under one heading of help.
package struct HelpList {
  let title: String
  package let rows: [(spelling: String, meaning: String)]

  package init(_ title: String, _ rows: [(spelling: String, meaning: String)]) {
    (self.title, self.rows) = (title, rows)
  }
}

/// Commands that belong together, under one heading of help.
package struct CommandGroup {
  let title: String
  let commands: [any ParsableCommand.Type]

  package init(_ title: String, _ commands: [any ParsableCommand.Type]) {
    (self.title, self.commands) = (title, commands)
  }
}

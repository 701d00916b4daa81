import Base

/// Help, made from the same definitions that the parser uses.
package enum HelpText {
  /// The help page of a command.
  package static func page(for type: any ParsableCommand.Type, path: [String], width: Int) -> String {
    let configuration = type.configuration
    let arguments = ArgumentSet(type.init())
    var text = wrapped(configuration.abstract, indentation: 0, width: width)
    text += "\nUsage: " + usage(of: type, path: path) + "\n"
    if !configuration.discussion.isEmpty {
      for paragraph in configuration.discussion.split(separator: "\n") {
        text += "\n" + wrapped(String(paragraph), indentation: 0, width: width)
      }
    }
    text += configuration.lists.map { "\n\($0.title):\n" + table($0.rows, width: width) }.joined()
    let groups = groups(of: configuration)
    let column = groups.flatMap(\.rows).map(\.spelling.count).max() ?? 0
    text += groups.map { "\n\($0.title):\n" + table($0.rows, width: width, atLeast: column) }.joined()
    if groups.isEmpty || !arguments.definitions.isEmpty {
      text += sections(arguments).map { "\n\($0.title):\n" + table($0.rows, width: width) }.joined()
    }
    if !groups.isEmpty {
      let command = path.joined(separator: " ")
      text +=
        "\n"
        + wrapped(
          "'\(command) <command> --help' explains the options of a command, '-h' names them.", indentation: 0,
          width: width)
      if let standard = configuration.defaultSubcommand?.configuration.name {
        text += wrapped("Without a command the options are those of '\(standard)'.", indentation: 0, width: width)
      }
    }
    if !configuration.examples.isEmpty {
      text += "\nExamples:\n"
      for example in configuration.examples {
        text += "  " + example.command + "\n" + wrapped(example.meaning, indentation: 6, width: width)
      }
    }
    return text
  }

  private static func abstract(_ command: CommandConfiguration, standard: (any ParsableCommand.Type)?) -> String {
    command.name == standard?.configuration.name ? command.abstract + " (default)" : command.abstract
  }

  /// What fits a screen: the command's own options in full, and those it shares with others by name.
  package static func shortPage(for type: any ParsableCommand.Type, path: [String], width: Int) -> String {
    let configuration = type.configuration
    guard configuration.groups.isEmpty else { return page(for: type, path: path, width: width) }
    var text = wrapped(configuration.abstract, indentation: 0, width: width)
    text += "\nUsage: " + usage(of: type, path: path) + "\n\n"
    let rows = sections(ArgumentSet(type.init())).map { section in
      (section.title, section.rows.map { $0.spelling.prefix { $0 != " " && $0 != "," } }.joined(separator: " "))
    }
    text += table(rows, width: width)
    if let example = configuration.examples.first {
      text += "\nExample: " + example.command + "\n" + wrapped(example.meaning, indentation: 9, width: width)
    }
    text += "\n" + wrapped("'\(path.joined(separator: " ")) --help' explains each.", indentation: 0, width: width)
    return text
  }

  /// The visible commands below one, under their headings.
  private static func groups(of configuration: CommandConfiguration) -> [Section] {
    configuration.groups.compactMap { group in
      let commands = group.commands.map { $0.configuration }.filter { !$0.isHidden }
      let rows = commands.map { ($0.name, abstract($0, standard: configuration.defaultSubcommand)) }
      return rows.isEmpty ? nil : Section(title: group.title, rows: rows)
    }
  }

  /// The command with its options and arguments on one line.
  static func usage(of type: any ParsableCommand.Type, path: [String]) -> String {
    let configuration = type.configuration
    let arguments = ArgumentSet(type.init())
    var words = path
    if !configuration.subcommands.isEmpty {
      words.append(configuration.defaultSubcommand == nil ? "<command>" : "[<command>]")
    }
    words.append("[options]")
    for definition in arguments.positionals {
      guard case .positional(let name, let isRequired, let isRepeatable) = definition.kind else { continue }
      let word = "<\(name)>" + (isRepeatable ? "..." : "")
      words.append(isRequired ? word : "[\(word)]")
    }
    return words.joined(separator: " ")
  }

  /// A heading of help with what stands under it.
  struct Section {
    var title: String
    var rows: [(spelling: String, meaning: String)]
  }

  /// Options and arguments under their headings, in the order of their declaration; `--help` comes last.
  static func sections(_ arguments: ArgumentSet) -> [Section] {
    var sections: [Section] = []
    for definition in arguments.definitions {
      let row = (spelling(definition), description(definition))
      if let index = sections.firstIndex(where: { $0.title == definition.section }) {
        sections[index].rows.append(row)
      } else {
        sections.append(Section(title: definition.section, rows: [row]))
      }
    }
    if sections.isEmpty { sections.append(Section(title: "Options", rows: [])) }
    sections[sections.count - 1].rows.append(("-h, --help", "Show this help."))
    return sections
  }

  private static func spelling(_ definition: ArgumentDefinition) -> String {
    switch definition.kind {
    case .flag: definition.names.joined(separator: ", ")
    case .option(let valueName, _): definition.names.joined(separator: ", ") + " <\(valueName)>"
    case .positional(let valueName, _, _): "<\(valueName)>"
    }
  }

  private static func description(_ definition: ArgumentDefinition) -> String {
    var text = definition.help
    if !definition.allWords.isEmpty { text += " One of: " + definition.allWords.joined(separator: ", ") + "." }
    if let standard = definition.defaultText { text += " Default: \(standard)." }
    if case .option(_, isRepeatable: true) = definition.kind { text += " May be given several times." }
    return text
  }

  /// Two columns; the first is as wide as its longest word, and at least as wide as `atLeast`.
  private static func table(_ rows: [(spelling: String, meaning: String)], width: Int, atLeast: Int = 0) -> String {
    let column = min(26, max(atLeast, rows.map(\.spelling.count).max() ?? 0) + 4)
    var text = ""
    for (name, meaning) in rows {
      let lines = wrapped(meaning, indentation: column, width: width)
      if name.count + 4 > column {
        text += "  " + name + "\n" + lines
      } else {
        text += "  " + name + lines.dropFirst(2 + name.count)
      }
    }
    return text
  }

  /// `text` in lines of at most `width` columns, each with its indentation and a line feed.
  static func wrapped(_ text: String, indentation: Int, width: Int) -> String {
    let margin = String(repeating: " ", count: indentation)
    return WordWrap.lines(text, width: width - indentation).map { margin + $0 + "\n" }.joined()
  }
}

/// A manual page in the macros of man(7), made from the same declarations that the parser and the help use.
package struct ManualPage {
  /// The page's name, such as `plimsoll-fit`.
  package let name: String
  private let type: any ParsableCommand.Type
  private let path: [String]

  /// The page of the program and one for each of its commands, those below `catalog` on their parent's page.
  package static func all(of root: any ParsableCommand.Type) -> [ManualPage] {
    let program = root.configuration.name
    let commands = root.configuration.subcommands.filter { !$0.configuration.isHidden }
    return [ManualPage(name: program, type: root, path: [program])]
      + commands.map { command in
        ManualPage(
          name: "\(program)-\(command.configuration.name)", type: command, path: [program, command.configuration.name])
      }
  }

  /// The page's source; `sections` are further headings with their paragraphs, such as the exit codes.
  package func text(version: String, sections: [(title: String, paragraphs: [String])] = []) -> String {
    let configuration = type.configuration
    var page = Roff()
    page.line(".TH \(Roff.quoted(name.uppercased())) 1 \"\" \(Roff.quoted("\(path[0]) \(version)")) \"User Commands\"")
    page.heading("NAME")
    page.text("\(name) \u{2013} \(configuration.abstract.lowercasedFirst.withoutStop)")
    page.heading("SYNOPSIS")
    page.line(Roff.synopsis(HelpText.usage(of: type, path: path)))
    if !configuration.discussion.isEmpty {
      page.heading("DESCRIPTION")
      page.paragraphs(configuration.discussion.split(separator: "\n").map(String.init))
    }
    for list in configuration.lists {
      page.heading(list.title.uppercased())
      for row in list.rows { page.item(row.spelling, row.meaning) }
    }
    let commands = configuration.subcommands.filter { !$0.configuration.isHidden }
    if !commands.isEmpty {
      page.heading("COMMANDS")
      for command in commands { page.item(command.configuration.name, command.configuration.abstract) }
    }
    if path.count > 1, !commands.isEmpty {
      for command in commands { add(command, path: path + [command.configuration.name], to: &page) }
    } else {
      add(HelpText.sections(ArgumentSet((configuration.defaultSubcommand ?? type).init())), to: &page)
    }
    if !configuration.examples.isEmpty {
      page.heading("EXAMPLES")
      for example in configuration.examples { page.item(example.command, example.meaning) }
    }
    for section in sections {
      page.heading(section.title)
      page.paragraphs(section.paragraphs)
    }
    let others = path.count > 1 ? [path[0]] : commands.map { "\(path[0])-\($0.configuration.name)" }
    page.heading("SEE ALSO")
    page.line(others.map { "\\fB\(Roff.escaped($0))\\fR(1)" }.joined(separator: ", "))
    return page.source
  }

  /// A command below this page's own, as a part of the page.
  private func add(_ command: any ParsableCommand.Type, path: [String], to page: inout Roff) {
    let configuration = command.configuration
    page.heading(path.dropFirst().joined(separator: " ").uppercased())
    page.line(Roff.synopsis(HelpText.usage(of: command, path: path)))
    page.paragraphs([configuration.abstract] + configuration.discussion.split(separator: "\n").map(String.init))
    for section in HelpText.sections(ArgumentSet(command.init())) {
      for row in section.rows { page.item(row.spelling, row.meaning) }
    }
    for example in configuration.examples { page.item(example.command, example.meaning) }
  }

  private func add(_ sections: [HelpText.Section], to page: inout Roff) {
    for section in sections {
      page.heading(section.title.uppercased())
      for row in section.rows { page.item(row.spelling, row.meaning) }
    }
  }
}

/// Source of man(7), a line at a time.
private struct Roff {
  private(set) var source = ""

  mutating func line(_ text: String) { source += text + "\n" }
  mutating func heading(_ title: String) { line(".SH \(Self.quoted(title))") }
  mutating func text(_ text: String) { line(Self.protected(Self.escaped(text))) }

  mutating func paragraphs(_ texts: [String]) {
    for (index, paragraph) in texts.enumerated() {
      if index > 0 { line(".PP") }
      text(paragraph)
    }
  }

  mutating func item(_ name: String, _ meaning: String) {
    line(".TP")
    line(Self.protected("\\fB\(Self.escaped(name))\\fR"))
    text(meaning)
  }

  static func synopsis(_ usage: String) -> String { protected(escaped(usage)) }

  /// What roff would take for its own is told to be text.
  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "\u{2013}": result += "\\-"
      default: result.append(character)
      }
    }
  }

  static func quoted(_ text: String) -> String {
    "\"" + escaped(text).split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\(dq") + "\""
  }

  /// A line that begins with a dot would be a request.
  private static func protected(_ line: String) -> String { line.hasPrefix(".") ? "\\&" + line : line }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
  fileprivate var withoutStop: String { hasSuffix(".") ? String(dropLast()) : self }
}

import Options

/// The manual pages, for the packages.
struct ManualCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "__manual", abstract: "Print the names of the manual pages, or the source of one.", isHidden: true)
  }

  @Argument(optional: "page", help: "Which page.") var page: String?
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let pages = ManualPage.all(of: RootCommand.self)
    guard let wanted = page else {
      surroundings.console.output(pages.map { $0.name + ".1\n" }.joined())
      return .answered
    }
    guard let found = pages.first(where: { $0.name + ".1" == wanted }) else {
      throw Failure(.usage, "there is no manual page '\(wanted)'", hint: "'plimsoll __manual' lists them")
    }
    surroundings.console.output(found.text(version: programVersion, sections: Self.sections), isDocument: true)
    return .answered
  }

  /// What every page says besides its command's own.
  private static let sections: [(title: String, paragraphs: [String])] = [
    (
      "EXIT STATUS",
      [
        "0 answered; 1 could not answer; 3 answered, but nothing passes the gates or the named model does not fit; 4 a hard limit of meter is passed; "
          + "64 wrong usage; 65 bad data; 66 a named file is missing or cannot be read; 69 the runtime is not reachable or "
          + "broke off; 73 an output cannot be created; 130 interrupted; 143 terminated."
      ]
    ),
    (
      "ENVIRONMENT",
      [
        "OLLAMA_HOST names Ollama's server. NO_COLOR turns colour off. XDG_CACHE_HOME and XDG_CONFIG_HOME say where "
          + "measurements and your own catalogue entries are kept."
      ]
    ),
  ]
}

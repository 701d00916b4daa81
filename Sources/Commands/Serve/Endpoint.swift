import Base
import Options

/// A command that programs may ask: the names of what it takes, and how an asked command becomes the words of its command line.
///
/// Made from the command's own declarations, so that an option is there as soon as the command has it.
struct Endpoint: Sendable {
  /// The command's words, such as `catalog` and `show`.
  let words: [String]
  let abstract: String
  let discussion: String
  /// What may be given, in the order of help; without what only who sits at the machine may give.
  let parameters: [EndpointParameter]
  /// Whether it tells of files that whoever starts the server names.
  let isAboutFiles: Bool
  /// Names of what is left out.
  private let localNames: [String]

  /// What is only told.
  static let all: [Endpoint] = [
    ["hardware"], ["scan"], ["recommend"], ["fit"], ["compare"], ["plan"], ["capacity"], ["cost"], ["decide"],
    ["runtimes"], ["fleet"], ["emit"], ["catalog", "list"], ["catalog", "show"], ["catalog", "search"],
  ].compactMap(Endpoint.init)

  /// What is done rather than told: it runs for a while, and says how it goes.
  static let jobs: [Endpoint] = [["pull"], ["bench"]].compactMap(Endpoint.init)

  /// The endpoint of a path's steps; a command with commands below it stands for the first of them.
  static func at(_ path: [String]) -> Endpoint? {
    all.first { $0.words == path } ?? (path.count == 1 ? all.first { $0.words.first == path[0] } : nil)
  }

  /// Nil where there is no such command.
  init?(_ words: [String]) {
    var type: any ParsableCommand.Type = RootCommand.self
    for word in words {
      guard let next = type.subcommand(named: word) else { return nil }
      type = next
    }
    let definitions = ArgumentSet(type.init()).definitions
    self.words = words
    (abstract, discussion) = (type.configuration.abstract, type.configuration.discussion)
    parameters = definitions.filter { !$0.isLocal }.map(EndpointParameter.init)
    localNames = definitions.filter(\.isLocal).map { EndpointParameter($0).name }
    isAboutFiles = definitions.contains { $0.isLocal && EndpointParameter($0).isRequired }
  }

  /// The words of the command line that ask the same, for an answer as one document.
  ///
  /// `given` are names with their values; `files` are those that it tells of, where it tells of files.
  func commandLine(
    _ given: [(name: String, value: EndpointValue)], files: [String] = []
  ) throws(Failure) -> [String] {
    guard !isAboutFiles || !files.isEmpty else {
      throw Failure(.noInput, "this server was given no machine documents", hint: "plimsoll serve --fleet FOLDER")
    }
    var options: [String] = []
    var positionals: [String: [String]] = [:]
    var seen: Set<String> = []
    for (name, value) in given {
      let parameter = try parameter(named: name)
      guard parameter.isRepeatable || seen.insert(parameter.name).inserted else {
        throw Failure(.usage, "'\(parameter.name)' is given more than once")
      }
      switch (parameter.kind, value) {
      case (.flag, .alone): options.append("--" + parameter.name)
      case (.flag, .text(let text)):
        switch text.lowercased() {
        case "true", "1", "": options.append("--" + parameter.name)
        case "false", "0": continue
        default: throw Failure(.usage, "'\(text)' is no value for '\(parameter.name)': expected true or false")
        }
      case (_, .alone): throw Failure(.usage, "'\(parameter.name)' needs a value")
      case (.option, .text(let text)): options.append("--\(parameter.name)=\(text)")
      case (.positional, .text(let text)): positionals[parameter.name, default: []].append(text)
      }
    }
    var places: [String] = []
    var missing: String?
    for parameter in parameters where parameter.kind == .positional {
      guard let values = positionals[parameter.name] else {
        missing = missing ?? parameter.name
        continue
      }
      if let missing { throw Failure(.usage, "'\(parameter.name)' needs '\(missing)'") }
      places += values
    }
    return words + options + ["--json", "--"] + places + (isAboutFiles ? files : [])
  }

  private func parameter(named name: String) throws(Failure) -> EndpointParameter {
    let spelled = String(name.map { $0 == "_" ? "-" : $0 })
    if let found = parameters.first(where: { $0.name == spelled }) { return found }
    if localNames.contains(spelled) {
      throw Failure(
        .usage, "'\(spelled)' is for the command line alone",
        hint: "it names files of this machine, does more than answer, or shapes text for a terminal")
    }
    let nearest = NearestNames.of(spelled, in: parameters.map(\.name))
    throw Failure(
      .usage, "'\(words.joined(separator: " "))' takes no '\(name)'",
      hint: nearest.isEmpty ? nil : "nearest: \(nearest.joined(separator: ", "))")
  }
}

/// What is given for a parameter.
enum EndpointValue: Equatable {
  /// Its name and nothing else.
  case alone
  case text(String)
}

/// Something that an endpoint takes: an option or an argument of its command.
struct EndpointParameter: Sendable {
  enum Kind: Sendable { case flag, option, positional }

  /// The option without its hyphens, or the argument as help names it.
  let name: String
  let kind: Kind
  let help: String
  let isRequired: Bool
  let isRepeatable: Bool
  let defaultText: String?
  /// The words that are allowed; none where they cannot be listed.
  let words: [String]
  /// Types of JSON Schema.
  let jsonTypes: [String]

  init(_ definition: ArgumentDefinition) {
    let option = definition.optionName
    switch definition.kind {
    case .flag: (name, kind, isRequired) = (option ?? "", .flag, false)
    case .option(let valueName, _): (name, kind, isRequired) = (option ?? valueName, .option, false)
    case .positional(let valueName, let isNeeded, _): (name, kind, isRequired) = (valueName, .positional, isNeeded)
    }
    (help, isRepeatable) = (definition.help, definition.isRepeatable)
    (defaultText, words, jsonTypes) = (definition.defaultText, definition.allWords, definition.jsonTypes)
  }
}

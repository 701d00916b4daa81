import Base
import Documents
import Economics
import Emit
import Models
import Options

/// Files for other tools.
struct EmitCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "emit", abstract: "Write the command or the files that another tool needs for a model.",
      discussion: """
        For the first pick of this machine, or the model that is named. The files go to standard output, or into a folder \
        with --out; there, a file that somebody has changed is left as it is without --force. Where a runtime cannot be told \
        what the best row needs, the next one that it can is taken. The exit code is 3 when the format cannot run here.
        """,
      examples: [
        ("plimsoll emit llama-server > serve.sh", "A script that serves the first pick."),
        ("plimsoll emit ollama qwen3:8b --context 32k --out ollama", "A Modelfile and the server's environment."),
        ("plimsoll emit vllm --gpu 2xH100 --diff --out deploy", "What would change in a folder."),
      ],
      lists: EmitFormat.Group.allCases.map { group in
        HelpList(group.rawValue, EmitFormats.all.filter { $0.group == group }.map { ($0.name, $0.meaning) })
      }.filter { !$0.rows.isEmpty })
  }

  @Argument(optional: "format", help: "For which tool.", completes: .list(CompletionLists.formats)) var format: String?
  @Argument(
    optional: "model", help: "Which model; none: the first pick.", completes: .list(CompletionLists.models))
  var model: String?
  @OptionGroup var emitOptions: EmitOptions
  @OptionGroup var options: RankingOptions

  var outputOptions: OutputOptions { options.input.output }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    guard let name = format else {
      let all = Emission(formats: EmitFormats.all.map { ($0.name, $0.meaning) })
      surroundings.print(all, as: Contract.emit, outputOptions) { EmitText.formats(all, style: $0) }
      return .answered
    }
    guard let format = EmitFormats.named(name) else { throw Self.unknown(name) }
    guard emitOptions.hosts == nil || format.isOverHosts else {
      let names = EmitFormats.all.filter(\.isOverHosts).map(\.name).joined(separator: ", ")
      throw Failure(.usage, "'--hosts' is for formats of several hosts", hint: "these are: \(names)")
    }
    let source = EmitSource(options: options, emit: emitOptions, surroundings: surroundings)
    let emission = try source.emission(format, model: model)
    try EmitOutput(options: emitOptions, output: outputOptions, surroundings: surroundings).take(emission)
    return .answered
  }

  /// A name that is no format; of products that are none, why not.
  private static func unknown(_ name: String) -> Failure {
    let list = RuntimeList.known
    if let absent = list?.absent.first(where: { $0.name.lowercased() == name.lowercased() }) {
      return Failure(.usage, "there is nothing to write for \(absent.name)", hint: absent.reason)
    }
    let nearest = NearestNames.of(name, in: EmitFormats.all.map(\.name))
    let ended = list?.runtime(named: name).map {
      "the project of \($0.name) is \($0.status.rawValue)" + ($0.statusSince.map { " since \($0)" } ?? "")
    }
    return Failure(
      .usage, "unknown format '\(name)'",
      hint: ended ?? (nearest.isEmpty ? "'plimsoll emit' lists all" : "nearest: \(nearest.joined(separator: ", "))"))
  }
}

import Base
import Documents
import Options

/// The main job: hardware, micro-benchmark, top picks.
struct ScanCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "scan", abstract: "Look at this machine and name models worth running.",
      examples: [
        ("plimsoll scan", "The picture of the machine and the top picks."),
        ("plimsoll scan --json", "The same as one JSON document."),
      ])
  }

  @Flag(help: "Then ask Ollama for the first pick.", section: "Choice", isLocal: true) var pull: Bool
  @OptionGroup var options: RankingOptions

  var outputOptions: OutputOptions { options.input.output }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    if pull { try checkForm(among: DocumentFormat.withoutTables) }
    let ranking = Ranking(options: options)
    let answer = try ranking.answer(ranking.inputs(surroundings))
    surroundings.print(answer, as: Contract.scan, outputOptions) { style in
      let machine =
        HardwareText.summary(answer.machine, measurements: answer.measurements, style: style)
        + BenchText.noise(answer.measurements, style: style) + "\n"
        + RecommendationText.people(answer.wishes, style: style)
      return machine
        + RecommendationText.picks(
          answer.recommendation, commands: answer.commands, lines: linesLeft(below: machine, surroundings), style: style
        )
    }
    guard let first = answer.recommendation.picks.first else { return .nothingFits }
    if pull {
      guard options.input.machine.isThisMachine else {
        throw Failure(.usage, "--pull is for this machine, not for a recorded or simulated one")
      }
      let settings = PullSettings(
        model: first.model, fit: first.fit, machine: answer.machine, makesModel: options.workload.context != nil)
      try OllamaPull(surroundings: surroundings, options: outputOptions).pull(PullTarget(first), settings: settings)
    }
    return .answered
  }

  /// Lines of the terminal below `text`, the prompt's own left free, so that the first answer is seen without scrolling;
  /// nil where the user said how many picks to show, or nothing scrolls.
  private func linesLeft(below text: String, _ surroundings: Surroundings) -> Int? {
    guard options.wish.limit == WishOptions().limit, let height = surroundings.console.height else { return nil }
    return height - text.utf8.count { $0 == 0x0A } - 1
  }
}

import Base
import Documents
import Machines
import Memory
import Models
import Options
import Ranking
import Speed

/// The ranked list in long form.
struct RecommendCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "recommend", abstract: "Rank the models worth running, with the reasons.",
      discussion: "The exit code is 3 when no model passes the gates; the nearest misses say what would change it.",
      examples: [
        ("plimsoll recommend --use-case coding", "The best models for code on this machine."),
        ("plimsoll recommend --license commercial --min-speed 20 --json", "For a script, with gates of your own."),
      ])
  }

  @OptionGroup var options: RankingOptions

  var outputOptions: OutputOptions { options.input.output }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let ranking = Ranking(options: options, allowsAll: true)
    let inputs = try ranking.inputs(surroundings)
    if options.wish.useCase == .all { return try everyUseCase(ranking, inputs, surroundings) }
    let answer = try ranking.answer(inputs)
    surroundings.print(answer, as: Contract.recommend, outputOptions) { style in
      HardwareText.summary(answer.machine, measurements: answer.measurements, style: style) + "\n"
        + RecommendationText.people(answer.wishes, style: style)
        + RecommendationText.list(answer.recommendation, commands: answer.commands, style: style)
    }
    return answer.recommendation.picks.isEmpty ? .nothingFits : .answered
  }

  /// One line per use case: its first pick.
  private func everyUseCase(
    _ ranking: Ranking, _ inputs: Inputs, _ surroundings: Surroundings
  ) throws -> ExitCode {
    var lines: [SideBySide.Line] = []
    for useCase in UseCase.allCases {
      let answer = try ranking.answer(inputs, useCase: useCase).recommendation
      lines.append((useCase.rawValue, answer.picks.first, answer.nearest.first, nil))
    }
    let remarks = lines.compactMap { line in
      line.pick == nil ? line.miss.map { "\(line.name): \($0.sentence)" } : nil
    }
    surroundings.print((lines, []), as: Contract.useCases, outputOptions) { style in
      SideBySide.text(lines, heading: "for", remarks: remarks, style: style)
    }
    return lines.allSatisfy { $0.pick == nil } ? .nothingFits : .answered
  }
}

import Base
import Documents
import Memory
import Models
import Options
import Ranking
import Speed

/// Two models side by side on this machine.
struct CompareCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "compare", abstract: "Put two models side by side on this machine.",
      discussion: "The exit code is 3 when neither passes the gates.",
      examples: [("plimsoll compare qwen3:8b gemma3:12b", "Which of the two to take.")])
  }

  @Argument("first", help: "One model.", completes: .list(CompletionLists.models)) var first: String
  @Argument("second", help: "The other.", completes: .list(CompletionLists.models)) var second: String
  @OptionGroup var options: RankingOptions

  var outputOptions: OutputOptions { options.input.output }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let ranking = Ranking(options: options)
    let wishes = try ranking.wishes(options.wish.useCase.single)
    let workload = ranking.workload(for: wishes.useCase)
    let reader = InputReader(options: options.input)
    let (inputs, models) = try reader.inputs(surroundings) { catalog in
      let source = ModelSource(catalog: catalog, surroundings: surroundings)
      return try (source.model(first).model, source.model(second).model)
    }
    let ranker = Ranker(fitCalculator: inputs.fitCalculator, speedModel: inputs.speedModel)
    let comparison = ranker.comparison(models.0, models.1, workload: workload, wishes: wishes)
    let lines: [SideBySide.Line] = [comparison.first, comparison.second].map {
      ($0.model.name, $0.pick, $0.rejection, $0.withoutGates)
    }
    surroundings.print((lines, comparison.remarks), as: Contract.compare, outputOptions) { style in
      SideBySide.text(lines, heading: "model", remarks: comparison.remarks, style: style)
    }
    return lines.allSatisfy { $0.pick == nil } ? .nothingFits : .answered
  }
}

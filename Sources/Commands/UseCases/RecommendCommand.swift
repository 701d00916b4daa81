import FitCalculator
import HardwareModel
import JSONText
import ModelCatalog
import OptionParsing
import Ranker
import Reporting
import SpeedModel

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

  @OptionGroup var wishOptions: WishOptions
  @OptionGroup var workloadOptions: WorkloadOptions
  @OptionGroup var machineOptions: MachineOptions
  @OptionGroup var benchOptions: BenchOptions
  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let ranking = Ranking(
      wishOptions: wishOptions, workloadOptions: workloadOptions, machineOptions: machineOptions,
      benchOptions: benchOptions, catalogOptions: catalogOptions, outputOptions: outputOptions)
    if wishOptions.useCase == .all { return try everyUseCase(ranking, surroundings) }
    let answer = try ranking.answer(surroundings)
    if outputOptions.json {
      surroundings.console.output(JSONWriter.text(answer.document(named: "recommend")))
    } else {
      surroundings.console.output(
        RecommendationText.list(
          answer.recommendation, commands: answer.commands, style: surroundings.style(outputOptions)))
    }
    return answer.recommendation.picks.isEmpty ? .nothingFits : .answered
  }

  /// One line per use case: its first pick.
  private func everyUseCase(_ ranking: Ranking, _ surroundings: Surroundings) throws -> ExitCode {
    var lines: [SideBySide.Line] = []
    for useCase in UseCase.allCases {
      let answer = try ranking.answer(surroundings, useCase: useCase).recommendation
      lines.append((useCase.rawValue, answer.picks.first, answer.nearest.first))
    }
    surroundings.console.output(
      outputOptions.json
        ? JSONWriter.text(SideBySide.document(lines, named: "use-cases", remarks: [], version: programVersion))
        : SideBySide.text(lines, remarks: [], style: surroundings.style(outputOptions)))
    return lines.allSatisfy { $0.pick == nil } ? .nothingFits : .answered
  }
}

/// What `scan` and `recommend` share: read, measure, rank.
struct Ranking {
  let wishOptions: WishOptions
  let workloadOptions: WorkloadOptions
  let machineOptions: MachineOptions
  let benchOptions: BenchOptions
  let catalogOptions: CatalogOptions
  let outputOptions: OutputOptions

  /// The answer over the whole catalogue, or over one model of it.
  func answer(_ surroundings: Surroundings, only model: Model? = nil, useCase: UseCase? = nil) throws -> RankedAnswer {
    let wishes = Wishes(
      useCase: useCase ?? wishOptions.useCase.single, minimumTokensPerSecond: wishOptions.minSpeed?.value,
      maximumTimeToFirstTokenSeconds: wishOptions.maxTtft?.value, license: wishOptions.license,
      quantizations: try QuantizationNames.known(wishOptions.quantizations), limit: wishOptions.limit)
    let catalog = try CatalogSource(options: catalogOptions, output: outputOptions, surroundings: surroundings)
      .catalog()
    var machine = try MachineSource(options: machineOptions, surroundings: surroundings).machine()
    let measured = BenchmarkSource(options: benchOptions, output: outputOptions, surroundings: surroundings)
      .measurements(of: machine)
    if let gap = measured.gap { machine.gaps.append(gap) }
    var workload = workloadOptions.workload
    if workloadOptions.prompt == nil { workload.promptTokens = RankingRules.promptTokens(wishes.useCase) }
    let ranker = Ranker(
      fitCalculator: FitCalculator(machine: machine),
      speedModel: SpeedModel(machine: machine, measurements: measured.measurements))
    let recommendation = ranker.recommendation(
      from: model.map { [$0] } ?? catalog.models, workload: workload, wishes: wishes)
    return RankedAnswer(
      machine: machine, measurements: measured.measurements, workload: workload, wishes: wishes,
      recommendation: recommendation,
      commands: recommendation.picks.map {
        RunCommand(model: $0.model, fit: $0.fit, accelerators: machine.accelerators)
      })
  }
}

/// The ranked answer with everything it rests on.
struct RankedAnswer {
  let machine: Machine
  let measurements: Measurements?
  let workload: Workload
  let wishes: Wishes
  let recommendation: Recommendation
  let commands: [RunCommand]

  func document(named name: String) -> JSONValue {
    RecommendationWriter.document(
      name: name, machine: machine, measurements: measurements, workload: workload, wishes: wishes,
      recommendation: recommendation, commands: commands, version: programVersion)
  }
}

import Base
import Documents
import Fleet
import Memory
import Models
import Options
import Ranking

/// What many machines have and carry.
struct FleetCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "fleet", abstract: "Show what many machines have, what is odd about them, and what they carry.",
      discussion: """
        Reads the documents that 'plimsoll hardware --json' printed on each host, sorts equal machines into classes, and \
        plans each class once. Files are named after their hosts; in a folder and below it those that end in .json are \
        read, and .jsonl holds a document on each line. A broken document is named and skipped; the exit code is 65 then.
        """,
      examples: [
        ("plimsoll fleet inventory/", "Classes, oddities, and the best model of each class and use case."),
        ("plimsoll fleet inventory/ --use-case coding --limit 3 --json", "For a script."),
        ("plimsoll fleet inventory/ --prometheus /var/lib/node_exporter/plimsoll.prom", "For monitoring."),
      ])
  }

  @Argument(rest: "path", isRequired: true, help: "Folders or files of machine documents.", completes: .files)
  var paths: [String]
  @OptionGroup var fleetOptions: FleetOptions
  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let catalog = try CatalogSource(options: catalogOptions, output: outputOptions, surroundings: surroundings)
      .catalog()
    let (inventory, skipped) = try FleetSource(paths: paths).read()
    for document in skipped { surroundings.console.message("plimsoll: skipped: \(document.reason)\n") }
    let carries = ClassPicks.all(
      of: inventory, models: catalog.models, questions: try questions(), plans: PlanCache())
    let answer = FleetAnswer(inventory: inventory, carries: carries, skipped: skipped)
    if let file = fleetOptions.prometheus, let reason = FileReplacement.write(FleetExposition.text(answer), to: file) {
      throw Failure(.cannotCreate, "cannot write the metrics: \(reason)")
    }
    surroundings.print(answer, as: Contract.fleet, outputOptions) { FleetText.page(answer, style: $0) }
    return skipped.isEmpty ? .answered : .badData
  }

  /// What every class is asked: the usual task of each use case.
  private func questions() throws -> [ClassPicks.Question] {
    let options = RankingOptions()
    options.wish.license = fleetOptions.license
    options.wish.limit = fleetOptions.limit
    let ranking = Ranking(options: options)
    let useCases = fleetOptions.useCase == .all ? UseCase.allCases : [try fleetOptions.useCase.single]
    return try useCases.map { useCase in
      ClassPicks.Question(wishes: try ranking.wishes(useCase), workload: ranking.workload(for: useCase))
    }
  }
}

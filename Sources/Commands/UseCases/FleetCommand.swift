import Base
import Documents
import Fleet
import Models
import Options

/// What many machines have and carry.
struct FleetCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "fleet", abstract: "Show what many machines have, what is odd about them, and what they carry.",
      discussion: """
        Reads the documents that 'plimsoll hardware --json' printed on each host, sorts equal machines into classes, and \
        plans each class once. Files are named after their hosts; in a folder and below it those that end in .json are \
        read, and .jsonl holds a document on each line. A broken document is named and skipped; the exit code is 65 then.
        With --link models are looked at that several hosts hold together, beside the best that one of them runs alone.
        With --want the hosts are assigned to what is to be served; the exit code is 3 where they cannot serve all of it.
        """,
      examples: [
        ("plimsoll fleet inventory/", "Classes, oddities, and the best model of each class and use case."),
        ("plimsoll fleet inventory/ --use-case coding --limit 3 --json", "For a script."),
        ("plimsoll fleet inventory/ --want fleet.toml", "Which host serves what, and what to buy for the rest."),
        (
          "plimsoll fleet inventory/ --link 25Gbit/s,50us --model llama-3.3-70b-instruct",
          "One model over several hosts, and whether that is worth it."
        ),
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
    let wants = try fleetOptions.want.map {
      try WantFile(path: $0, catalog: catalog, surroundings: surroundings).wants()
    }
    let link = try fleetOptions.link.map { try LinkSource(text: $0).link() }
    let (inventory, skipped) = try FleetSource(paths: paths).read()
    for document in skipped { surroundings.console.message("plimsoll: skipped: \(document.reason)\n") }
    let named = try fleetOptions.model.map {
      try ModelSource(catalog: catalog, surroundings: surroundings).model($0)
    }
    let carrying = Carrying(inventory: inventory, catalog: catalog)
    let useCases = fleetOptions.useCase == .all ? UseCase.allCases : [try fleetOptions.useCase.single]
    var answer = FleetAnswer(
      inventory: inventory,
      carries: try carrying.picks(useCases, license: fleetOptions.license, limit: fleetOptions.limit),
      skipped: skipped)
    answer.assignment = try wants.map { try carrying.assignment($0, seconds: fleetOptions.timeLimit?.value ?? 10) }
    answer.link = link
    answer.spans = try link.map { link in
      try carrying.spans(
        named,
        SpanQuestion(
          link: link, hosts: fleetOptions.hosts, context: fleetOptions.context?.tokens,
          useCase: fleetOptions.useCase == .all ? .general : try fleetOptions.useCase.single,
          license: fleetOptions.license, limit: fleetOptions.limit))
    }
    if let file = fleetOptions.prometheus, let reason = FileReplacement.write(FleetExposition.text(answer), to: file) {
      throw Failure(.cannotCreate, "cannot write the metrics: \(reason)")
    }
    surroundings.print(answer, as: Contract.fleet, outputOptions) { FleetText.page(answer, style: $0) }
    guard skipped.isEmpty else { return .badData }
    return answer.assignment?.unmet.isEmpty ?? true ? .answered : .nothingFits
  }
}

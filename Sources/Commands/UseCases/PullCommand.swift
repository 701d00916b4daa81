import Base
import Documents
import Memory
import Models
import Options
import Ranking

/// Asks Ollama for a model.
struct PullCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "pull", abstract: "Ask Ollama for the top pick, or for the named model.",
      discussion: """
        The server is the one of OLLAMA_HOST, http://127.0.0.1:11434 when that is not set. With --json each event is one \
        JSON line. The exit code is 69 when Ollama is not reachable or broke off.
        """,
      examples: [
        ("plimsoll pull", "The top pick of 'plimsoll recommend'."),
        ("plimsoll pull qwen3-8b --quant Q8_0", "The tag of that quantization."),
        ("plimsoll pull --use-case coding --dry-run", "What would be asked for."),
      ])
  }

  @Argument(
    optional: "model", help: "Which model; without one the top pick.",
    completes: .list(CompletionLists.models)) var model: String?
  @Flag(help: "Print what Ollama would be asked for, and ask for nothing.", section: "Choice") var dryRun: Bool
  @OptionGroup var wishOptions: WishOptions
  @OptionGroup var workloadOptions: WorkloadOptions
  @OptionGroup var benchOptions: BenchOptions
  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    try outputOptions.refuseTables("pull")
    let target = try target(surroundings)
    let isJSON = outputOptions.form == .json
    if dryRun {
      let line = Contract.pull.json(.dryRun(model: target.name, target.artefact), version: programVersion)
      surroundings.console.output((isJSON ? JSONWriter.line(line) : target.name) + "\n", isDocument: true)
      return .answered
    }
    if !isJSON, !outputOptions.quiet {
      let facts = PullText.facts(target.artefact)
      surroundings.console.message("pulling \(target.name)\(facts.map { " (\($0))" } ?? "")\n")
    }
    try Puller(surroundings: surroundings, options: outputOptions).pull(target.name)
    return .answered
  }

  /// What Ollama is asked for, and what is known of it.
  private typealias Target = (name: String, artefact: Artefact?)

  private func target(_ surroundings: Surroundings) throws -> Target {
    var options = RankingOptions()
    (options.wish, options.workload) = (wishOptions, workloadOptions)
    (options.input.bench, options.input.catalog, options.input.output) = (benchOptions, catalogOptions, outputOptions)
    let ranking = Ranking(options: options)
    guard let name = model else {
      let answer = try ranking.answer(ranking.inputs(surroundings))
      guard let pick = answer.recommendation.picks.first else {
        throw Failure(
          .nothingFits, "no model passes the gates on this machine", hint: "'plimsoll recommend' names the nearest")
      }
      return try target(of: pick)
    }
    let catalog = try CatalogSource(options: catalogOptions, output: outputOptions, surroundings: surroundings)
      .catalog()
    let named = try ModelSource(catalog: catalog, surroundings: surroundings).model(name)
    let wanted = try QuantizationNames.known(wishOptions.quantizations).compactMap(Quantization.named)
    let files = PublishedFiles(named.model)
    func tag(_ name: String) -> Target {
      (name, named.model.artefacts.first { $0.format == .ollama && $0.file == name })
    }
    if wanted.isEmpty, named.model.ollamaTags.contains(where: { $0.tag == name.lowercased() }) {
      return tag(name.lowercased())
    }
    for quantization in wanted {
      if let artefact = files[quantization].ollamaArtefact, let name = artefact.ollamaName { return (name, artefact) }
    }
    if wanted.isEmpty,
      let pick = try ranking.answer(ranking.inputs(surroundings), only: named.model).recommendation.picks.first
    {
      return try target(of: pick)
    }
    if wanted.isEmpty, let first = named.model.ollamaTags.first { return tag(first.tag) }
    let known = named.model.ollamaTags.map(\.tag).prefix(8).joined(separator: ", ")
    throw Failure(
      .usage, "\(named.model.name) has no published artefact of that quantization that Ollama takes",
      hint: known.isEmpty ? nil : "known tags: \(known)")
  }

  private func target(of pick: Pick) throws -> Target {
    guard let name = pick.fit.ollamaName else {
      throw Failure(.nothingFits, "\(pick.model.name) has no artefact that Ollama takes")
    }
    return (name, pick.fit.published.ollamaArtefact)
  }
}

import Base
import Documents
import Machines
import Memory
import Models
import Options
import Ranking
import Speed

/// One model, every quantization, in full.
struct FitCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "fit", abstract: "Show one model in full: quantizations, placement, speed.",
      discussion: """
        MODEL is an id of the catalogue, a unique beginning of one, an Ollama tag, a Hugging Face repository, the path \
        of a GGUF file, or a folder with config.json. The exit code is 3 when nothing fits.
        """,
      examples: [
        ("plimsoll fit llama-3.1-8b-instruct", "All quantizations on this machine."),
        ("plimsoll fit qwen3:8b --context 32k --kv-type q8_0", "A long context with a smaller cache."),
        ("plimsoll fit ./model.gguf --gpu 'RTX 4060' --ram 32GiB", "A file, on a machine you do not have."),
      ])
  }

  @Argument("model", help: "Which model.", completes: .list(CompletionLists.models)) var model: String
  @Option(
    repeated: ["--quant"], "name", help: "Only this quantization, such as Q4_K_M.", section: "Workload",
    completes: .list(CompletionLists.quantizations))
  var quantizations: [String]
  @Option("name", help: "What it is for; vision counts the projector too.", section: "Workload")
  var useCase: UseCaseArgument?
  @Flag(help: "Show the sums behind each row, with the numbers put in.", section: "Output") var explain: Bool
  @OptionGroup var workloadOptions: WorkloadOptions
  @OptionGroup var inputOptions: InputOptions

  var outputOptions: OutputOptions { inputOptions.output }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let quantizations = try QuantizationNames.known(quantizations)
    _ = try useCase?.single
    let reader = InputReader(options: inputOptions)
    let (inputs, named) = try reader.inputs(surroundings, about: model) { catalog in
      try ModelSource(catalog: catalog, surroundings: surroundings).model(model)
    }
    let machine = inputs.machine
    let rows = try Planner(
      machine: machine, measurements: inputs.measurements, explains: explain, useCase: try useCase?.single
    )
    .rows(named, quantizations: quantizations, workload: workloadOptions.workload(of: named.model))
    let best = Planner.best(rows)
    let answer: FitAnswer = (named.model, rows, best?.fit.quantization, machine)
    surroundings.print(answer, as: Contract.fit, outputOptions) { style in
      let sums = rows.compactMap { row in row.explanation.map { ExplanationText.page(row.fit, $0, style: style) } }
      return FitText.page(named.model, rows: rows, recommended: best, style: style) + sums.joined()
    }
    warn(of: rows, surroundings)
    return rows.contains { $0.fit.verdict != .tooLarge } ? .answered : .nothingFits
  }

  /// Says beside the document what makes all of it doubtful.
  private func warn(of rows: [FitRow], _ surroundings: Surroundings) {
    guard !outputOptions.quiet else { return }
    for note in rows.first?.fit.notes ?? [] {
      if case .unknownArchitecture = note { surroundings.console.message("plimsoll: warning: \(note.text)\n") }
    }
  }
}

import Base
import Documents
import Machines
import Memory
import Models
import Options
import Ranking
import Serving

/// How many people a machine carries.
struct CapacityCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "capacity", abstract: "Show how many people or requests a machine carries with a model.",
      discussion: """
        Every engine that runs the model here, with each way to share the cards: what fits at once, how much is written \
        in total and for each user, the wait for the first token, and whether that keeps the targets. Targets are kept \
        where 19 of 20 requests get them. Users without --think-time always wait for an answer: the hardest case. The \
        exit code is 3 when nothing keeps the targets.
        """,
      examples: [
        ("plimsoll capacity qwen3:8b --users 12 --think-time 30", "Twelve colleagues who read before they ask again."),
        (
          "plimsoll capacity llama-3.3-70b-instruct --gpu 8xH100 --rate 5 --target-ttft 2 --target-speed 15",
          "Five requests per second on a server that you do not have."
        ),
        ("plimsoll capacity qwen3:8b --gpu 'RTX 4090'", "The most that one card carries."),
      ])
  }

  @Argument(
    optional: "model", help: "Which model; --pick takes the top pick of 'recommend'.",
    completes: .list(CompletionLists.models)) var model: String?
  @Flag(help: "The top pick of 'plimsoll recommend' on this machine.", section: "Load") var pick: Bool
  @Option(
    "file", help: "Also draw throughput and wait over load into this SVG file.", section: "Output", completes: .files)
  var plot: String?
  @OptionGroup var load: ServingOptions
  @OptionGroup var workloadOptions: WorkloadOptions
  @OptionGroup var inputOptions: InputOptions

  var outputOptions: OutputOptions { inputOptions.output }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let (inputs, named) = try modelOnMachine(surroundings)
    let request = load.request
    try Self.check(named, checkpoint: load.checkpoint)
    let workload = Self.workload(workloadOptions, request)
    try Planner.check(named.model, workload)
    let choice = CapacityPlanner.Choice(
      engines: load.engine.map { [$0] } ?? [], checkpoint: load.checkpoint, recipe: named.quantization,
      file: named.file.map { NamedTensors(tensors: $0.tensors.map(StoredTensor.init), quantization: $0.quantization) },
      workload: workload)
    let planner = CapacityPlanner(
      machine: inputs.machine, measurements: inputs.measurements, plans: inputs.plans)
    let rows = planner.rows(of: named.model, request, choice)
    let answer = CapacityAnswer(
      model: named.model, file: named.path, request: request, rows: rows, machine: inputs.machine)
    if let plot { try draw(answer, into: plot) }
    surroundings.print(answer, as: Contract.capacity, outputOptions) { CapacityText.page(answer, style: $0) }
    return rows.contains { $0.verdict == .meets } ? .answered : .nothingFits
  }

  /// The machine, and the model that is named or picked for it.
  private func modelOnMachine(_ surroundings: Surroundings) throws -> (Inputs, NamedModel) {
    switch (model, pick) {
    case (let name?, false):
      let found = try InputReader(options: inputOptions).inputs(surroundings) { catalog in
        try ModelSource(catalog: catalog, surroundings: surroundings).model(name)
      }
      return (found.inputs, found.found)
    case (nil, true):
      let options = RankingOptions()
      options.input = inputOptions
      let ranking = Ranking(options: options)
      let inputs = try ranking.inputs(surroundings)
      guard let best = try ranking.answer(inputs).recommendation.picks.first else {
        throw Failure(
          .nothingFits, "no model passes the gates on this machine", hint: "'plimsoll recommend' names the nearest")
      }
      return (inputs, NamedModel(model: best.model, quantization: best.fit.quantization))
    case (_?, true): throw Failure(.usage, "a model and '--pick' exclude each other", hint: "leave one of them out")
    case (nil, false): throw Failure(.usage, "which model?", hint: "name one, or take the top pick with '--pick'")
    }
  }

  private func draw(_ answer: CapacityAnswer, into path: String) throws {
    guard let picture = CapacityPlot.svg(answer) else {
      throw Failure(.nothingFits, "there is nothing to draw: no engine runs the model here")
    }
    if let reason = FileReplacement.write(picture, to: path) {
      throw Failure(.cannotCreate, "the plot is not written: \(reason)")
    }
  }

  /// The workload of one slot: a context that is asked for, or as much as a request and its answer take.
  static func workload(_ options: WorkloadOptions, _ request: ServingRequest) -> Workload {
    var workload = options.workload
    workload.context = max(options.context?.tokens ?? 0, request.inputTokens + request.outputTokens)
    return workload
  }

  /// Refuses what writes nothing, and labels that nobody knows.
  static func check(_ named: NamedModel, checkpoint: String?) throws {
    if named.model.capabilities.contains(.embedding) {
      throw Failure(
        .usage, "\(named.model.name) makes embeddings: it writes no tokens",
        hint: "'plimsoll fit' tells how fast it reads")
    }
    guard let label = checkpoint, !WeightFormat.allCases.contains(where: { WeightFormat(label: label) == $0 }),
      Quantization.named(label) == nil
    else { return }
    throw Failure(
      .usage, "unknown checkpoint '\(label)'",
      hint: "a GGUF quantization such as Q4_K_M, or one of: "
        + WeightFormat.allCases.map(\.label).joined(separator: ", "))
  }
}

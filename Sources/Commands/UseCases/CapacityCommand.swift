import Base
import Documents
import Machines
import Memory
import Models
import Options
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

  @Argument("model", help: "Which model.", completes: .list(CompletionLists.models)) var model: String
  @OptionGroup var load: ServingOptions
  @OptionGroup var workloadOptions: WorkloadOptions
  @OptionGroup var inputOptions: InputOptions

  var outputOptions: OutputOptions { inputOptions.output }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let reader = InputReader(options: inputOptions)
    let (inputs, named) = try reader.inputs(surroundings) { catalog in
      try ModelSource(catalog: catalog, surroundings: surroundings).model(model)
    }
    let request = load.request
    try check(named, request)
    var workload = workloadOptions.workload
    workload.context = max(workloadOptions.context?.tokens ?? 0, request.inputTokens + request.outputTokens)
    try Planner.check(named.model, workload)
    let choice = CapacityPlanner.Choice(
      engines: load.engine.map { [$0] } ?? [], checkpoint: load.checkpoint ?? named.quantization,
      file: named.file.map { NamedTensors(tensors: $0.tensors.map(StoredTensor.init), quantization: $0.quantization) },
      workload: workload)
    let planner = CapacityPlanner(
      machine: inputs.machine, measurements: inputs.measurements, plans: inputs.plans)
    let rows = planner.rows(of: named.model, request, choice)
    let answer = CapacityAnswer(
      model: named.model, file: named.path, request: request, rows: rows, machine: inputs.machine)
    surroundings.print(answer, as: Contract.capacity, outputOptions) { CapacityText.page(answer, style: $0) }
    return rows.contains { $0.verdict == .meets } ? .answered : .nothingFits
  }

  private func check(_ named: NamedModel, _ request: ServingRequest) throws {
    if named.model.capabilities.contains(.embedding) {
      throw Failure(
        .usage, "\(named.model.name) makes embeddings: it writes no tokens",
        hint: "'plimsoll fit' tells how fast it reads")
    }
    guard let label = load.checkpoint, !WeightFormat.allCases.contains(where: { WeightFormat(label: label) == $0 }),
      Quantization.named(label) == nil
    else { return }
    throw Failure(
      .usage, "unknown checkpoint '\(label)'",
      hint: "a GGUF quantization such as Q4_K_M, or one of: "
        + WeightFormat.allCases.map(\.label).joined(separator: ", "))
  }
}

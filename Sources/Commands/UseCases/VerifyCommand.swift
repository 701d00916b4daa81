import Base
import Bench
import Documents
import Machines
import Memory
import Models
import Options
import Runtimes
import Speed

/// A plan beside the running model.
struct VerifyCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "verify", abstract: "Run a model on its runtime and compare it with the plan.",
      discussion: """
        Asks Ollama, or any server that speaks OpenAI's completions (--endpoint), to read a prompt and write, several         times, and puts memory, waits and speeds beside what was predicted. Every prompt begins differently, so that no         cache of prompts helps. The exit code is 3 when a speed lies outside its band, 69 when the server is not         reachable or broke off.
        """,
      examples: [
        ("plimsoll verify qwen3:8b", "The model in Ollama, which must have it."),
        (
          "plimsoll verify qwen3-8b --quant Q4_K_M --endpoint http://127.0.0.1:8080",
          "What llama-server runs at that address."
        ),
      ])
  }

  @Argument(
    optional: "model", help: "Which model; without one, that which the server runs.",
    completes: .list(CompletionLists.models)) var wanted: String?
  @Option("url", help: "A server that speaks OpenAI's completions, instead of Ollama.", section: "Server")
  var endpoint: String?
  @Option("name", help: "The model's name on the server. Default: MODEL, or what the server names.", section: "Server")
  var model: String?
  @Option(
    "n", help: "Tokens to write in each turn.", section: "Server",
    check: { (8...4096).contains($0) ? nil : "a number from 8 to 4096" }) var generate: Int = 64
  @Option(
    "n", help: "How often to ask.", section: "Server",
    check: { (1...100).contains($0) ? nil : "a number from 1 to 100" })
  var turns: Int = 3
  @Option(
    "name", help: "The quantization that runs. Default: that of the model's name.", section: "Server",
    completes: .list(CompletionLists.quantizations)) var quant: String?
  @Flag(help: "Keep the ratios, to correct later estimates on this machine.", section: "Server") var keep: Bool
  @OptionGroup var workloadOptions: WorkloadOptions
  @OptionGroup var benchOptions: BenchOptions
  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    Interrupts.note()
    let runtime = try RuntimeUnderTest(address: endpoint, surroundings: surroundings)
    let version = try runtime.version()
    let name = try model ?? (endpoint == nil ? wanted : nil) ?? runtime.servedModel()
    let inputOptions = InputOptions()
    (inputOptions.bench, inputOptions.catalog, inputOptions.output) = (benchOptions, catalogOptions, outputOptions)
    let (inputs, named) = try InputReader(options: inputOptions).inputs(surroundings) { catalog in
      try ModelSource(catalog: catalog, surroundings: surroundings).model(wanted ?? name)
    }
    var workload = workloadOptions.workload(of: named.model)
    workload.reservation = runtime.reservation
    let row = try row(named, workload, inputs)
    let measured = try Verification(
      runtime: runtime, isOnAccelerator: row.acceleratorBytes > 0,
      console: outputOptions.quiet ? nil : surroundings.console
    ).run(name, workload, tokens: generate, turns: turns)
    var answer = VerifyAnswer(
      model: named.model, quantization: row.fit.quantization,
      runtime: (runtime.name, version, runtime.endpoint.server.address), turns: turns,
      predicted: VerifyAnswer.Predicted(row, beside: measured.figures, inputs.speedModel, named.model),
      measured: measured.figures, isDisturbed: measured.isDisturbed)
    answer.repackedBytes = row.fit.repackedBytes(on: inputs.machine.cpu.isa)
    answer.layersBesideCard = row.fit.placement.layersBesideCard
    answer.findings = VerifySentences.findings(
      answer, plannedContext: workload.context, loadedContext: measured.loadedContext)
    if keep { answer.isKept = try kept(answer, named, workload, inputs, surroundings) }
    surroundings.print(answer, as: Contract.verify, outputOptions) { VerifyText.page(answer, style: $0) }
    return answer.isAsPredicted ? .answered : .nothingFits
  }

  /// Keeps the ratios to what is predicted without earlier runs; false when nothing was measured that could be kept.
  private func kept(
    _ answer: VerifyAnswer, _ named: NamedModel, _ workload: Workload, _ inputs: Inputs, _ surroundings: Surroundings
  ) throws -> Bool {
    var fresh = inputs
    fresh.measurements?.calibration = Calibration()
    let row = try row(named, workload, fresh)
    var bare = answer
    let speedModel = fresh.speedModel
    bare.predicted = VerifyAnswer.Predicted(row, beside: answer.measured, speedModel, named.model)
    guard let backend = row.fit.placement.devices.first?.backend, bare.decodeRatio ?? bare.prefillRatio != nil else {
      return false
    }
    let store = CalibrationStore(folder: surroundings.cacheFolder)
    var calibration = store.load(inputs.machine)
    calibration.add(
      Calibration.Entry(
        runtime: answer.runtime.name, backend: backend, isMixture: named.model.architecture?.experts != nil,
        model: named.model.id, quantization: row.fit.quantization, decodeRatio: bare.decodeRatio,
        startDecodeRatio: bare.startDecodeRatio,
        depthShare: speedModel.depthShare(of: row.fit, depth: answer.measured.depthTokens),
        prefillRatio: bare.prefillRatio, memoryRatio: bare.memoryRatio, isDisturbed: answer.isDisturbed,
        day: surroundings.today))
    if let reason = store.save(calibration, of: inputs.machine) {
      throw Failure(.cannotCreate, "the run cannot be kept: \(reason)")
    }
    return true
  }

  private func row(_ named: NamedModel, _ workload: Workload, _ inputs: Inputs) throws -> FitRow {
    let wanted = try QuantizationNames.known([quant, named.quantization].compactMap { $0 }.prefix(1).map { $0 })
    let rows = try Planner(machine: inputs.machine, measurements: inputs.measurements, judges: false)
      .rows(named, quantizations: wanted, workload: workload)
    guard let row = wanted.isEmpty && named.file == nil ? nil : rows.first else {
      throw Failure(
        .usage, "the name does not tell which quantization of \(named.model.name) runs", hint: "name it: --quant Q4_K_M"
      )
    }
    return row
  }
}

extension FitRow {
  /// What the plan puts on accelerators.
  fileprivate var acceleratorBytes: Int { fit.placement.accelerators.reduce(0) { $0 + $1.bytes } }
}

extension VerifyAnswer.Predicted {
  /// The plan's figures, and decode speeds at the depths of a run.
  init(_ row: FitRow, beside run: VerifyAnswer.Measured, _ speedModel: SpeedModel, _ model: Model) {
    func decode(_ depth: Int) -> Estimate? {
      speedModel.speed(of: row.fit, model: model, depth: depth)?.decodeTokensPerSecond
    }
    self.init(
      memoryBytes: row.fit.memory.totalBytes, vramBytes: row.acceleratorBytes,
      gpuLayers: row.fit.placement.accelerators.isEmpty ? nil : row.fit.placement.gpuLayers,
      timeToFirstTokenSeconds: row.speed?.timeToFirstTokenSeconds,
      prefillTokensPerSecond: row.speed?.prefillTokensPerSecond,
      decodeTokensPerSecond: decode(run.depthTokens), startDecodeTokensPerSecond: run.startDepthTokens.flatMap(decode))
  }
}

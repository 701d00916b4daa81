import Base
import Documents
import Machines
import Memory
import Models
import Options
import Probe
import Serving

/// The runtimes of the field on this machine.
struct RuntimesCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "runtimes", abstract: "Show which runtimes work here, which are there, and how fast.",
      discussion: """
        Ollama, llama.cpp, vLLM, SGLang, TensorRT-LLM and others: what each needs and whether the machine has it, whether it is \
        installed and running (programs, processes and ports; nothing is asked), the state of its project, and how fast the \
        model would run there. Without a model it is the machine's first pick.
        """,
      examples: [
        ("plimsoll runtimes", "This machine, and its first pick."),
        ("plimsoll runtimes qwen3:8b --gpu 'RTX 4090' --json", "Another machine, one model, for a script."),
      ])
  }

  @Argument(
    optional: "model", help: "Whose speed to tell; none: the first pick's.", completes: .list(CompletionLists.models))
  var model: String?
  @OptionGroup var inputOptions: InputOptions

  var outputOptions: OutputOptions { inputOptions.output }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let (inputs, named) = try inputs(surroundings)
    let list = try RuntimeList.builtIn()
    let isHere = inputs.machine.origin == .live
    let presence = isHere ? RuntimePresence(machine: inputs.machine, environment: surroundings.environment) : nil
    let glibc = isHere ? LibraryVersions.linked.first { $0.name == "glibc" }?.version : nil
    let speeds = RuntimeSpeeds(inputs: inputs, named: named)
    let rows = list.runtimes.map { facts -> RuntimeRow in
      let fitness = RuntimeFitness(facts, on: inputs.machine, glibc: glibc)
      return RuntimeRow(
        fitness: fitness,
        presence: presence?.presence(of: facts) ?? RuntimeRow.Presence(isInstalled: nil, isRunning: nil),
        speed: fitness.isUsable ? speeds.speed(on: facts) : nil)
    }
    let answer: RuntimesAnswer = (
      named?.model, rows.filter(\.fitness.isUsable) + rows.filter { !$0.fitness.isUsable }, list.absent
    )
    surroundings.print(answer, as: Contract.runtimes, outputOptions) { style in
      var style = style
      if !surroundings.console.outputIsTerminal { style.width = .max }
      return RuntimesText.page(answer, style: style)
    }
    return rows.contains(where: \.fitness.isUsable) ? .answered : .nothingFits
  }

  /// The machine with the model that was named, otherwise with its first pick.
  private func inputs(_ surroundings: Surroundings) throws -> (Inputs, NamedModel?) {
    if let model {
      return try InputReader(options: inputOptions).inputs(surroundings) { catalog in
        let named = try ModelSource(catalog: catalog, surroundings: surroundings).model(model)
        try Planner.check(named.model, Workload())
        return named
      }
    }
    let options = RankingOptions()
    options.input = inputOptions
    let ranking = Ranking(options: options)
    let inputs = try ranking.inputs(surroundings)
    let pick = try ranking.answer(inputs).recommendation.picks.first
    return (inputs, pick.map { NamedModel(model: $0.model, quantization: nil) })
  }
}

/// How fast a model runs on each engine.
private struct RuntimeSpeeds {
  /// With one request alone, and with as many as it takes.
  private let alone: [CapacityRow]
  private let busy: [CapacityRow]

  init(inputs: Inputs, named: NamedModel?) {
    guard let named, !named.model.capabilities.contains(.embedding) else {
      (alone, busy) = ([], [])
      return
    }
    let planner = CapacityPlanner(machine: inputs.machine, measurements: inputs.measurements, plans: inputs.plans)
    func rows(_ demand: ServingRequest.Demand) -> [CapacityRow] {
      planner.rows(
        of: named.model, ServingRequest(inputTokens: 512, outputTokens: 256, demand: demand),
        CapacityPlanner.Choice(
          engines: ServingEngine.allCases, checkpoint: named.file?.quantization,
          file: named.file.map {
            NamedTensors(tensors: $0.tensors.map(StoredTensor.init), quantization: $0.quantization)
          },
          workload: Workload(context: 1024).forFirstCommand))
    }
    (alone, busy) = (rows(.users(1, thinkSeconds: 0)), rows(.most))
  }

  /// Of the engine itself, or of llama.cpp for what is built on it.
  func speed(on facts: RuntimeFacts) -> RuntimeRow.Speed? {
    let engine = ServingEngine(rawValue: facts.id) ?? (facts.formats.contains(.gguf) ? .llamaCpp : nil)
    guard let engine, let whole = busy.first(where: { $0.engine == engine && $0.load != nil }), let load = whole.load,
      let single = alone.first(where: {
        $0.engine == engine && $0.checkpoint.label == whole.checkpoint.label && $0.load != nil
      })?.load
    else { return nil }
    return RuntimeRow.Speed(
      label: whole.checkpoint.label, decodeTokensPerSecond: single.tokensPerSecondPerUser,
      timeToFirstTokenSeconds: single.timeToFirstToken?.p50, outputTokensPerSecond: load.outputTokensPerSecond)
  }
}

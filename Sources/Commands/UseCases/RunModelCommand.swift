import Base
import Documents
import Models
import Options
import Runtimes

/// Runs a model as it was planned, and says where it answers.
struct RunModelCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "run", abstract: "Run the top pick, or the named model, and say where it answers.",
      discussion: """
        Fetches the model where it is not there, starts llama-server with the flags of the plan, or has Ollama load it, \
        waits until it answers and stays until Ctrl-C or SIGTERM, which end the server, or unload the model, in order. \
        Without --runtime llama-server is taken where it is on the search path, else Ollama. With --exec the program \
        becomes llama-server, as services want it. The exit code is 3 when the model does not fit, 69 when the server \
        does not start or ends by itself, 130 and 143 after Ctrl-C and SIGTERM.
        """,
      examples: [
        ("plimsoll run", "The top pick of 'plimsoll recommend'."),
        ("plimsoll run qwen3-8b --quant Q4_K_M --context 16384 --port 9000", "With that context, at that port."),
        ("plimsoll run ./model.gguf --exec", "The process becomes llama-server: for a unit of systemd."),
        ("plimsoll run qwen3:8b --runtime ollama", "Loaded in Ollama until Ctrl-C."),
      ])
  }

  @Argument(
    optional: "model", help: "Which model or GGUF file; without one the top pick.",
    completes: .list(CompletionLists.models)) var model: String?
  @Option(
    "n", help: "The port of llama-server.", section: "Server",
    check: { (1...65535).contains($0) ? nil : "a number from 1 to 65535" }) var port: Int = 8080
  @Option("address", help: "The address on which llama-server listens.", section: "Server")
  var listen: String = "127.0.0.1"
  @Option(
    "s", help: "How long it may take to answer, in seconds.", section: "Server",
    check: { (1...86_400).contains($0) ? nil : "a number from 1 to 86400" }) var wait: Int = 600
  @Flag(help: "Become llama-server instead of starting and watching it.", section: "Server") var exec: Bool
  @Flag(help: "Fetch even where there is no room.", section: "Server") var force: Bool
  @Option(
    "url", help: "A mirror of Hugging Face. Default: HF_ENDPOINT, or https://huggingface.co.", section: "Server")
  var mirror: String?
  @OptionGroup var options: OwnMachineOptions

  var outputOptions: OutputOptions { options.output }
  static var forms: [DocumentFormat] { DocumentFormat.withoutTables }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let program = try program(surroundings)
    guard program == nil || surroundings.executable != nil else {
      throw Failure(.failed, "no program may be started here")
    }
    options.workload.runtime = program == nil ? .ollama : .llamaServer
    let plan = try RunPlanner(options: options.ranking, isForOllama: program == nil, surroundings: surroundings).plan(
      model)
    Interrupts.note()
    guard let program else { return try runInOllama(plan, surroundings) }
    return try runServer(plan, program, surroundings)
  }

  /// The path of llama-server; nil where Ollama is to run the model.
  private func program(_ surroundings: Surroundings) throws -> String? {
    let found = SearchPath(surroundings.environment).program("llama-server")
    switch options.workload.runtime {
    case .ollama: break
    case .huggingFace:
      throw Failure(.usage, "nothing is known to run checkpoints here", hint: "--runtime llama.cpp or ollama")
    case .llamaCpp, .llamaServer:
      guard let found else {
        throw Failure(.unavailable, "llama-server is not on the search path", hint: "install llama.cpp, or set PATH")
      }
      return found
    case .library, nil: if let found { return found }
    }
    guard !exec else {
      throw Failure(.usage, "--exec is for llama-server, which is not on the search path or not what was asked for")
    }
    return nil
  }

  private func runServer(_ plan: RunPlan, _ program: String, _ surroundings: Surroundings) throws -> ExitCode {
    let server = LlamaServerRun(
      program: program, host: listen, port: port, surroundings: surroundings, isSilent: outputOptions.quiet)
    try server.checkPort()
    let words = server.words(plan, path: try path(plan.source, surroundings))
    tell(([program] + words).map(ShellWord.quoted).joined(separator: " "), surroundings)
    if exec { throw server.become(words) }
    let child = try server.start(words)
    defer {
      // A second Ctrl-C must not leave it behind.
      Interrupts.note()
      child.finish()
    }
    guard let seconds = try server.wait(for: child, seconds: Double(wait)) else { return Self.stopped }
    let answer = RunAnswer(
      model: plan.model, quantization: plan.fit.quantization, runtime: "llama-server", endpoint: server.endpoint,
      processIdentifier: Int(child.identifier), words: [program] + words, readySeconds: seconds,
      memoryBytes: plan.fit.memory.totalBytes)
    surroundings.print(answer, as: Contract.run, outputOptions) { RunText.page(answer, style: $0) }
    while Interrupts.sleep(seconds: 0.2) {
      if let end = child.end { throw Failure(.unavailable, "\(program) \(end)") }
    }
    return Self.stopped
  }

  private static var stopped: ExitCode { Interrupts.wasTerminated ? .terminated : .interrupted }

  /// Where the file is, fetched where the cache does not have it.
  private func path(_ source: RunPlan.Source, _ surroundings: Surroundings) throws -> String {
    switch source {
    case .file(let path): return path
    case .ollama: throw Failure(.failed, "Ollama's models have no path")
    case .hub(let target):
      let access = HubAccess(surroundings: surroundings, mirror: mirror)
      let cache = HubCache(folder: try access.cacheFolder(isLlamaCpp: true), repository: target.repository)
      if let listing = cache.listing, let files = try? target.files(of: listing), target.isComplete(files) {
        return cache.file(files[0].path, commit: listing.commit)
      }
      // Only the answer goes to standard output.
      let output = OutputOptions()
      output.quiet = outputOptions.quiet
      return try HubPull(access, options: output, isForced: force, isLlamaCpp: true).pull(target)
    }
  }

  private func runInOllama(_ plan: RunPlan, _ surroundings: Surroundings) throws -> ExitCode {
    guard case .ollama(let target) = plan.source else { throw Failure(.failed, "the plan is for another runtime") }
    let output = OutputOptions()
    output.quiet = outputOptions.quiet
    let pull = try OllamaPull(surroundings: surroundings, options: output, isForced: force)
    if try pull.entry(of: target) == nil { try pull.pull(target, settings: PullSettings()) }
    let settings = PullSettings(model: plan.model, fit: plan.fit, machine: plan.machine, makesModel: true)
    if pull.server.isLoopback {
      let needed = settings.environmentSettings
      if !needed.isEmpty, let text = PullText.line(.settings(needed)) { tell(text, surroundings) }
    }
    let start = MonotonicClock.seconds()
    do {
      try pull.client.load(target.name, options: PullSettings.parameters(plan.fit))
    } catch {
      throw OllamaAccess.failure(error, doing: "load", tag: target.name, server: pull.server)
    }
    let answer = RunAnswer(
      model: plan.model, quantization: plan.fit.quantization, runtime: "ollama", endpoint: pull.server.address,
      processIdentifier: nil, words: [], readySeconds: MonotonicClock.seconds() - start,
      memoryBytes: plan.fit.memory.totalBytes)
    surroundings.print(answer, as: Contract.run, outputOptions) { RunText.page(answer, style: $0) }
    while Interrupts.sleep(seconds: 0.5) {}
    Interrupts.note()
    // Gone already where the server is.
    try? OllamaClient(server: pull.server) { false }.load(target.name, isUnloading: true)
    return Self.stopped
  }

  private func tell(_ text: String, _ surroundings: Surroundings) {
    if !outputOptions.quiet { surroundings.console.message(text + "\n") }
  }
}

import Base
import Documents
import Models
import Options

/// Fetches a model: by asking Ollama for it, or from a Hub.
struct PullCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "pull", abstract: "Fetch the top pick, or the named model.",
      discussion: """
        Ollama is asked for it: the server of OLLAMA_HOST, http://127.0.0.1:11434 when that is not set. With --runtime \
        llama.cpp the GGUF file, with --runtime huggingface the checkpoint, is fetched from Hugging Face, or a mirror of \
        it, into the cache that those read (HF_ENDPOINT, HF_TOKEN, HF_HOME, HF_HUB_CACHE and LLAMA_CACHE count).

        Room is looked at first, what is there with the same digest is not fetched again, a broken transfer is taken up \
        again, and what came is compared with what was wanted. A GGUF file is given to Ollama. A context that is asked for \
        is set in a model made of the pulled one; what only the server's environment can set is said. With --json each \
        event is one JSON line. The exit code is 3 when what came is not what was wanted, 65 when its digest is wrong, 69 \
        when the server is not reachable, refuses or broke off, 73 when there is no room.
        """,
      examples: [
        ("plimsoll pull", "The top pick of 'plimsoll recommend'."),
        ("plimsoll pull qwen3-8b --quant Q8_0", "The tag of that quantization."),
        ("plimsoll pull qwen3:8b --context 16384", "Also qwen3:8b-ctx16384, which is loaded with that context."),
        ("plimsoll pull ./model.gguf --name mine", "A file of your own becomes a model of the server."),
        ("plimsoll pull qwen3-8b --runtime llama.cpp", "The GGUF file, where 'llama-server -hf' looks for it."),
        ("plimsoll pull --use-case coding --dry-run", "What would be asked for."),
      ])
  }

  @Argument(
    optional: "model", help: "Which model, tag, repository or GGUF file; without one the top pick.",
    completes: .list(CompletionLists.models)) var model: String?
  @Flag(help: "Print what would be asked for, and ask for nothing.", section: "Choice") var dryRun: Bool
  @Flag(help: "Try even where there is no room.", section: "Choice") var force: Bool
  @Flag(
    help: "Also make a model in Ollama with the plan's context and layers, as --context does.", section: "Choice")
  var derive: Bool
  @Option("name", help: "What a model made of a GGUF file is called. Default: the file's name.", section: "Choice")
  var name: String?
  @Option(
    "url", help: "A mirror of Hugging Face. Default: HF_ENDPOINT, or https://huggingface.co.", section: "Choice")
  var mirror: String?
  @OptionGroup var options: OwnMachineOptions

  var outputOptions: OutputOptions { options.output }
  static var forms: [DocumentFormat] { DocumentFormat.withoutTables }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let source = PullSource(options: options, surroundings: surroundings)
    let makesModel = derive || options.workload.context != nil
    switch try source.found(model) {
    case .file(let named):
      guard source.hubKind == nil else {
        throw Failure(
          .usage, "\(named.path ?? "the file") is here: there is nothing to fetch",
          hint: "'plimsoll fit FILE' prints the command that runs it")
      }
      let file = try LocalFilePull(named, name: name)
      if dryRun { return said(file.name, nil, surroundings) }
      let pull = try OllamaPull(surroundings: surroundings, options: outputOptions, isForced: force)
      try pull.give(file, parameters: makesModel ? [("num_ctx", options.workload.workload.context)] : [])
    case .ollama(let target):
      if dryRun { return said(target.name, target.artefact, surroundings) }
      announce(target.name, target.artefact, surroundings)
      let pull = try OllamaPull(surroundings: surroundings, options: outputOptions, isForced: force)
      try pull.pull(target, settings: pull.server.isLoopback ? source.settings(target, makesModel) : PullSettings())
    case .hub(let target):
      if dryRun { return said(target.name, target.artefact, surroundings) }
      announce(target.name, target.artefact, surroundings)
      let access = HubAccess(surroundings: surroundings, mirror: mirror)
      try HubPull(access, options: outputOptions, isForced: force, isLlamaCpp: target.kind == .gguf).pull(target)
    }
    return .answered
  }

  private func announce(_ name: String, _ artefact: Artefact?, _ surroundings: Surroundings) {
    guard outputOptions.form != .json, !outputOptions.quiet else { return }
    let facts = PullText.facts(artefact)
    surroundings.console.message("pulling \(name)\(facts.map { " (\($0))" } ?? "")\n")
  }

  private func said(_ name: String, _ artefact: Artefact?, _ surroundings: Surroundings) -> ExitCode {
    let line = Contract.pull.json(.dryRun(model: name, artefact), version: programVersion)
    let isJSON = outputOptions.form == .json
    surroundings.console.output((isJSON ? JSONWriter.line(line) : name) + "\n", isDocument: true)
    return .answered
  }
}

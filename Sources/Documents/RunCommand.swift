import Base
import Machines
import Memory
import Models
import Ranking

/// The command lines that run a row as it was planned; nil where there is nothing to run.
package struct RunCommand: Sendable, Equatable {
  package var ollama: String?
  /// What llama.cpp's programs are told to take the weights from.
  package private(set) var llamaSource: [String]?
  /// llama-server with its options, a word each, as no shell has taken them apart.
  package var llamaWords: [String]?
  package var vllm: String?
  /// What Ollama's server must have in its environment for its command to do what was planned.
  package var environment: [String: String] = [:]
  /// What the first command names; nil where that is a file of the user's own, or nothing.
  package var artefact: Artefact?
  private var prefersOllama = false

  /// The flags of llama-server without its model.
  package var llamaFlags: [String] { Array((llamaWords ?? []).dropFirst(1 + (llamaSource?.count ?? 0))) }

  package var llamaCpp: String? { llamaWords.map(ShellWord.line) }

  /// The one to type: what realises the placement on a runtime that is there.
  package var first: String? { prefersOllama ? ollama ?? llamaCpp : llamaCpp ?? ollama ?? vllm }

  /// The commands for a row of a model.
  ///
  /// Ollama takes a tag of its library with exactly this quantization, else a whole GGUF file of a repository; llama.cpp a
  /// repository's file or one on disk.
  package init(
    model: Model, fit: Fit, accelerators: [Accelerator], runtimes: [Runtime] = [], file: String? = nil,
    thinking: Thinking = .none
  ) {
    guard fit.placement.mode != .none else { return }
    guard !fit.isCheckpoint else {
      artefact = file == nil ? fit.published.checkpoint : nil
      vllm = artefact.flatMap { ServeCommand.line(fit, repository: $0.repository) }
      return
    }
    ollama = (file == nil ? fit.ollamaName : fit.ollamaTag).map(ShellWord.quoted).map { name in
      model.capabilities.contains(.embedding)
        ? "ollama pull \(name)" : "ollama run \(name)" + (thinking == .off ? " --think=false" : "")
    }
    if model.runsInLlamaCpp, let source = file.map({ ["-m", $0] }) ?? fit.published.file?.llamaCppSource {
      let settings = RunSettings(model: model, fit: fit, accelerators: accelerators, thinking: thinking)
      llamaSource = source
      llamaWords = ["llama-server"] + source + settings.words(RuntimeFacts.flags(of: "llama.cpp")).words
    }
    if ollama != nil { environment = OllamaEnvironment.variables(model: model, fit: fit) }
    prefersOllama = fit.isRealisedByOllama(among: runtimes, accelerators)
    if file == nil { artefact = first == ollama ? fit.published.ollamaArtefact : fit.published.file }
  }
}

extension RunCommand {
  /// The commands for a pick on the machine that it was made for.
  package init(_ pick: Pick, on machine: Machine) {
    self.init(
      model: pick.model, fit: pick.fit, accelerators: machine.accelerators, runtimes: machine.runtimes,
      thinking: pick.thinking)
    addServing(pick.served, pick.model, accelerators: machine.accelerators)
  }
}

extension Artefact {
  /// What llama-server's command line says to take the file, which it fetches where it is not there.
  var llamaCppSource: [String]? {
    guard format == .gguf else { return nil }
    if isFoundByLabel { return ["-hf", "\(repository):\(label)"] }
    return file.map { ["-hf", repository, "--hf-file", $0] }
  }
}

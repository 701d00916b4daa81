import Base
import Machines
import Memory
import Models
import Serving

/// The command line that starts an engine as a row of `capacity` has it.
package enum ServeCommand {
  /// Nil where it does not run, or nobody is known to publish the checkpoint.
  static func line(
    _ row: CapacityRow, model: Model, file: String?, request: ServingRequest, accelerators: [Accelerator]
  ) -> String? {
    guard let load = row.load else { return nil }
    switch row.engine {
    case .llamaCpp, .ollama: return llama(row, load, model: model, file: file, accelerators: accelerators)
    case .vllm, .sglang, .tensorRT:
      let settings = settings(row, request: request, accelerators: accelerators)
      return words(row, settings, of: row.engine.rawValue).map { ShellWord.line($0.words) }
    }
  }

  /// vLLM's line for the checkpoint of a row of `fit`.
  static func line(_ fit: Fit, repository: String) -> String? {
    guard let facts = RuntimeList.known?.runtime(named: ServingEngine.vllm.rawValue), let command = facts.command else {
      return nil
    }
    var settings = RunSettings()
    settings[.modelLength] = String(fit.workload.context)
    let cards = fit.placement.devices.count
    if cards > 1 { settings[.tensorParallel] = String(cards) }
    return ShellWord.line(
      command.split(separator: " ").map(String.init) + [repository] + settings.words(facts.flags).words)
  }

  private static func llama(
    _ row: CapacityRow, _ load: CapacityRow.Load, model: Model, file: String?, accelerators: [Accelerator]
  ) -> String? {
    guard var fit = row.fit else { return nil }
    fit.workload.parallel = load.slots
    if row.engine == .ollama {
      let context = fit.workload.context
      return "OLLAMA_NUM_PARALLEL=\(load.slots) OLLAMA_CONTEXT_LENGTH=\(context) ollama serve"
    }
    let line = RunCommand(model: model, fit: fit, accelerators: accelerators, file: file).llamaCpp
    guard row.split.networkHops > 0 else { return line }
    let others = (2...row.split.networkHops + 1).map { "node\($0):50052" }.joined(separator: ",")
    return line.map { $0 + " --rpc \(others)" }
  }

  /// The words that start a runtime with the row's checkpoint, and the settings that it has no flag for.
  package static func words(
    _ row: CapacityRow, _ settings: RunSettings, of runtime: String
  ) -> (words: [String], unsaid: [RunSettings.Key])? {
    guard let repository = row.checkpoint.repository, let facts = RuntimeList.known?.runtime(named: runtime),
      let command = facts.command
    else { return nil }
    let model = facts.flags["model"].map { [$0, repository] } ?? [repository]
    let said = settings.words(facts.flags)
    return (command.split(separator: " ").map(String.init) + model + said.words, said.unsaid)
  }

  /// What an engine for safetensors must be told to run a row as it was planned.
  package static func settings(
    _ row: CapacityRow, request: ServingRequest, accelerators: [Accelerator]
  ) -> RunSettings {
    let split = row.split
    var settings = RunSettings()
    settings[.modelLength] = String(request.inputTokens + request.outputTokens)
    if split.tensorParallel > 1 { settings[.tensorParallel] = String(split.tensorParallel) }
    if split.pipelineParallel > 1 { settings[.pipelineParallel] = String(split.pipelineParallel) }
    if split.networkHops > 0 || split.across == .tensor { settings[.executor] = "ray" }
    if split.expertParallel > 1 {
      settings[.expertParallel] = row.engine == .vllm ? "" : String(split.expertParallel)
    }
    // Each node answers requests of its own, with the experts of all.
    if split.across == .experts { settings[.dataParallel] = String(split.nodes) }
    // vLLM's replicas on several nodes are servers of their own.
    if split.replicas > 1, row.engine != .vllm || split.nodes == 1 { settings[.dataParallel] = String(split.replicas) }
    settings[.memoryShare] = share(row, accelerators)
    settings[.cacheShare] = "0.9"
    if row.memory?.cacheBits == 8 {
      settings[.cacheType] = RuntimeList.known?.runtime(named: row.engine.rawValue)?.cacheTypes["q8_0"]
    }
    if row.checkpoint.isMadeOnLoad { settings[.quantization] = row.checkpoint.weights?.rawValue }
    return settings
  }

  /// The part of each card that the engine may take, in hundredths.
  private static func share(_ row: CapacityRow, _ accelerators: [Accelerator]) -> String {
    let whole = accelerators.first { $0.isUsable }?.memoryTotalBytes.value ?? 0
    let budget = Double(row.memory?.budgetBytes ?? 0) / Double(max(1, row.split.gpus))
    let hundredths = Int(min(budget / Double(max(1, whole)), 0.99) * 100 + 1e-6)
    return "0." + (hundredths < 10 ? "0" : "") + String(hundredths)
  }
}

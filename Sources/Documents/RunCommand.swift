import Base
import Machines
import Memory
import Models
import Ranking

/// The command lines that run a row as it was planned; nil where there is nothing to run.
package struct RunCommand: Sendable, Equatable {
  package var ollama: String?
  package var llamaCpp: String?

  /// The commands for a row of a model.
  ///
  /// Ollama takes a published tag of exactly this quantization or a GGUF repository, llama.cpp a repository or a file.
  package init(model: Model, fit: Fit, accelerators: [Accelerator], file: String? = nil, thinking: Thinking = .none) {
    // Packed weights are for other runtimes, which name repositories of their own.
    guard fit.placement.mode != .none, Quantization.named(fit.quantization)?.family != .safetensors else { return }
    ollama = (file == nil ? fit.ollamaName(of: model) : fit.ollamaTag).map(ShellWord.quoted).map { name in
      model.capabilities.contains(.embedding)
        ? "ollama pull \(name)" : "ollama run \(name)" + (thinking == .off ? " --think=false" : "")
    }
    guard model.runsInLlamaCpp else { return }
    let source: String
    if let file {
      source = "-m \(ShellWord.quoted(file))"
    } else if let repository = model.ggufRepositories.first {
      source = "-hf " + ShellWord.quoted("\(repository):\(fit.quantization)")
    } else {
      return
    }
    let flags = Self.flags(model: model, fit: fit, accelerators: accelerators)
    llamaCpp = (["llama-server", source] + flags + (thinking == .off ? ["--reasoning-budget 0"] : []))
      .joined(separator: " ")
  }

  private static func flags(model: Model, fit: Fit, accelerators: [Accelerator]) -> [String] {
    let (workload, placement) = (fit.workload, fit.placement)
    var flags = ["-c \(workload.context * workload.parallel)"]
    if workload.parallel > 1 {
      flags.append("-np \(workload.parallel)" + (workload.sharesCache ? " --kv-unified" : ""))
    }
    if placement.mode == .cpu {
      if accelerators.contains(where: \.isUsable) { flags.append("-ngl 0") }
    } else {
      flags.append("-ngl \(placement.gpuLayers)")
    }
    if placement.expertLayersInRAM > 0 { flags.append("--n-cpu-moe \(placement.expertLayersInRAM)") }
    let shares = placement.devices.filter { $0.backend != .cpu }
    if shares.count > 1 { flags.append("--tensor-split " + shares.map { String($0.layers) }.joined(separator: ",")) }
    flags.append("-fa \(workload.flashAttention ? "on" : "off")")
    if workload.keyCacheType != .f16 { flags.append("-ctk \(workload.keyCacheType.rawValue.lowercased())") }
    if workload.valueCacheType != .f16 { flags.append("-ctv \(workload.valueCacheType.rawValue.lowercased())") }
    if workload.microBatch != 512 { flags.append("-ub \(workload.microBatch)") }
    if case .extended(let scaling, _) = ContextRule(model, context: workload.context) { flags.append(scaling.flags) }
    if model.capabilities.contains(.embedding) { flags.append("--embedding") }
    return flags
  }
}

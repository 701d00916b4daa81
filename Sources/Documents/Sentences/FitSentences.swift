import Base
import Machines
import Memory
import Models

extension FitNote {
  /// The remark in words.
  package var text: String {
    switch self {
    case .mainMemoryAssumed: "main memory: the budget is unknown, seven eighths of the total are used"
    case .mainMemoryUnknown: "main memory: unknown; it is assumed to hold what does not lie on the device"
    case .memoryLimitUnseen(let reason): "main memory: there may be a limit that cannot be seen (\(reason))"
    case .leftOutWithoutBackend(let id, let backend):
      "\(id) is left out: it has no \(backend?.rawValue ?? "usable") back end"
    case .leftOutWithoutFreeMemory(let id): "\(id) is left out: its free memory is unknown"
    case .contextStretched(let scaling): "beyond the trained context: needs \(scaling.flags)"
    case .contextRefused(let model, let context, let trained, nil):
      "\(model) was trained for \(trained) tokens; \(context) is beyond that"
    case .contextRefused(let model, let context, let trained, let limit?):
      "\(model) was trained for \(trained) tokens and can be extended to \(limit), not to \(context)"
    case .approximateDimensions(let model): "the dimensions of \(model) are not confirmed; its figures are approximate"
    case .projector(let bytes): "images and sound need the projector too, some \(ByteSize.text(bytes)) more"
    case .windowIgnored: "llama.cpp keeps the whole context of this model's sliding-window layers"
    case .windowKept: "llama.cpp and Ollama keep only the window of sliding-window layers; other runtimes may not"
    case .quantizedValuesNeedFlashAttention:
      "a quantized value cache needs flash attention: llama.cpp does not start like this"
    case .cacheFormatRefused: "llama.cpp refuses this cache format: heads are no whole number of its blocks wide"
    case .notLoadable: "llama.cpp cannot load this model"
    case .ollamaLayout: "the file is laid out for Ollama, which loads it; llama.cpp itself cannot"
    case .towerInFile(let bytes):
      "\(ByteSize.text(bytes)) of the weights are for images and sound, and are always loaded"
    case .unknownArchitecture(let name):
      "nobody has described the architecture \(name): it is planned as a plain transformer, and may need much more or less"
    case .packedWeights: "runs in vLLM and its kind, on GPUs only; caches of whole contexts are assumed"
    case .ollamaContext(let byItself, let wanted, let parallel):
      "Ollama by itself takes a context of \(byItself); num_ctx \(wanted)"
        + (parallel > 1 ? " with OLLAMA_NUM_PARALLEL=\(parallel)" : "") + " makes this row true"
    case .idleCards(let ids):
      ids.count == 1
        ? "\(ids[0]) stays idle: sharing the model with it would be no better"
        : "\(ids.joined(separator: ", ")) stay idle: sharing the model with them would be no better"
    case .ollamaSplitsByLayers:
      "Ollama before 0.30 splits by whole layers, not by experts, and is slower here; llama-server's flags realise this row"
    }
  }
}

extension ContextRule.RopeScaling {
  /// llama-server's flags.
  var flags: String {
    ShellWord.line(RunSettings(self).words(RuntimeFacts.flags(of: "llama.cpp")).words)
  }
}

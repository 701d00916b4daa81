import Base
import Models

/// Remarks on the rows of one model; the sentences are made once and shared by the rows.
struct Remarks: Sendable {
  private let onFiles: [String]
  /// What to tell Ollama so that a row is true; nil where it does so by itself.
  private let onOllamaContext: String?
  private let onPackedWeights: [String]
  private let tags: [Model.OllamaTag]
  /// The quantization of each tag, in our own spelling.
  private let quantizations: [String?]

  init(_ model: Model, _ workload: Workload, _ pools: MemoryPools, ollamaContext: Int) {
    tags = model.ollamaTags
    quantizations = tags.map { tag in tag.quantization.map { Quantization.named($0)?.name ?? $0 } }
    var always = pools.notes
    switch ContextRule(model, context: workload.context) {
    case .trained: break
    case .extended(let flags, _): always.append("beyond the trained context: needs \(flags)")
    case .refused(let reason): always.append(reason)
    }
    if model.confidence == .approximate {
      always.append("the dimensions of \(model.id) are not confirmed; its figures are approximate")
    }
    if let bytes = model.projector?.bytes {
      always.append("images and sound need the projector too, some \(ByteSize.text(bytes)) more")
    }
    var files = always
    if let window = model.architecture?.slidingWindow {
      if window.isIgnoredByLlamaCpp {
        files.append("llama.cpp keeps the whole context of this model's sliding-window layers")
      } else if model.architecture?.isEncoder == false {
        files.append("llama.cpp and Ollama keep only the window of sliding-window layers; other runtimes may not")
      }
    }
    if workload.valueCacheType.blockElements > 1, !workload.flashAttention {
      files.append("a quantized value cache needs flash attention: llama.cpp does not start like this")
    }
    if let architecture = model.architecture, !architecture.canQuantizeCache(workload) {
      files.append("llama.cpp refuses this cache format: heads are no whole number of its blocks wide")
    }
    let byItself = min(ollamaContext, max(model.contextMaximum, 1))
    if byItself != workload.context, model.architecture?.isEncoder == false {
      let parallel = workload.parallel > 1 ? " with OLLAMA_NUM_PARALLEL=\(workload.parallel)" : ""
      onOllamaContext =
        "Ollama by itself takes a context of \(byItself); num_ctx \(workload.context)\(parallel) makes this row true"
    } else {
      onOllamaContext = nil
    }
    if !model.runsInLlamaCpp { files.append("llama.cpp cannot load this model") }
    onFiles = files
    onPackedWeights = always + ["runs in vLLM and its kind, on GPUs only; caches of whole contexts are assumed"]
  }

  /// The first published tag of a quantization.
  func tag(_ quantization: Quantization) -> Model.OllamaTag? {
    quantizations.firstIndex(of: quantization.name).map { tags[$0] }
  }

  func notes(_ quantization: Quantization, _ mode: Placement.Mode) -> [String] {
    guard quantization.family == .gguf else { return onPackedWeights }
    var notes = onFiles
    if mode != .none, let onOllamaContext { notes.append(onOllamaContext) }
    if mode == .expertOffload { notes.append(Self.onExperts) }
    return notes
  }

  private static let onExperts =
    "Ollama splits by whole layers, not by experts, and is slower here; llama-server's flags realise this row"
}

extension Architecture {
  /// Whether llama.cpp accepts the cache formats: heads must be a whole number of their blocks wide.
  func canQuantizeCache(_ workload: Workload) -> Bool {
    guard !isEncoder else { return true }
    let keys = latentAttention.map { $0.kvRank + $0.ropeHeadWidth } ?? keyHeadWidth
    let values = latentAttention.map { $0.kvRank } ?? valueHeadWidth
    return keys % max(workload.keyCacheType.blockElements, 1) == 0
      && values % max(workload.valueCacheType.blockElements, 1) == 0
  }
}

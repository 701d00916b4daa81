import Machines
import Memory
import Models

/// How Ollama's server is told what `ollama run` cannot say.
enum OllamaEnvironment {
  /// The variables that make Ollama run a row as it was planned.
  static func variables(model: Model, fit: Fit) -> [String: String] {
    let workload = fit.workload
    guard model.architecture?.isEncoder != true else { return [:] }
    var variables = ["OLLAMA_CONTEXT_LENGTH": String(workload.context)]
    if workload.parallel > 1 { variables["OLLAMA_NUM_PARALLEL"] = String(workload.parallel) }
    if workload.keyCacheType != .f16, workload.keyCacheType == workload.valueCacheType {
      variables["OLLAMA_KV_CACHE_TYPE"] = workload.keyCacheType.rawValue.lowercased()
    }
    let needsFlashAttention = workload.valueCacheType.blockElements > 1
    if needsFlashAttention || !workload.flashAttention {
      variables["OLLAMA_FLASH_ATTENTION"] = workload.flashAttention ? "1" : "0"
    }
    // Ollama starts llama-server, which reads these.
    let placement = fit.placement
    if placement.expertLayersInRAM >= (model.architecture?.layerCount ?? .max) {
      variables["LLAMA_ARG_CPU_MOE"] = "1"
    } else if placement.expertLayersInRAM > 0 {
      variables["LLAMA_ARG_N_CPU_MOE"] = String(placement.expertLayersInRAM)
    }
    return variables
  }
}

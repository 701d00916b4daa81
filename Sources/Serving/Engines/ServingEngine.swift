import Models

/// An engine that answers several requests at once.
package enum ServingEngine: String, Sendable, CaseIterable {
  case llamaCpp = "llama.cpp"
  case ollama
  case vllm
  case sglang
  case tensorRT = "tensorrt-llm"

  /// What it loads.
  package var formats: [Artefact.Format] {
    switch self {
    case .llamaCpp: [.gguf]
    case .ollama: [.ollama, .gguf]
    case .vllm, .sglang, .tensorRT: [.safetensors]
    }
  }

  /// Whether it is llama.cpp or built on it: GGUF files, slots of a fixed context, layers split over cards.
  var isLlama: Bool { self == .llamaCpp || self == .ollama }

  package var name: String {
    switch self {
    case .llamaCpp: "llama.cpp"
    case .ollama: "Ollama"
    case .vllm: "vLLM"
    case .sglang: "SGLang"
    case .tensorRT: "TensorRT-LLM"
    }
  }
}

import Base
import Machines
import Memory

extension Tables {
  /// A placement, with or without the work of each device.
  static let placement = Table<(Placement, explains: Bool)>("placement", "Where a model's parts go.") {
    Field("mode", .word, "How it is spread.") { $0.0.mode }
    Field("gpu_layers", .count, "Layers on accelerators, the output layer counted (`--n-gpu-layers`).") {
      $0.0.gpuLayers
    }
    Field("expert_layers_in_ram", .count, "Layers whose experts stay in main memory (`--n-cpu-moe`).") {
      $0.0.expertLayersInRAM
    }
    Field("split_mode", optional: .text, "How several cards share the model (`--split-mode`); null on one.") {
      $0.0.splitMode
    }
    Field("devices", .list(share.codec), "Each memory pool's part.") { placement in
      placement.0.devices.map { ($0, placement.explains) }
    }
  }

  private static let share = Table<(DeviceShare, explains: Bool)>("device_share", "One memory pool's part.") {
    Field("id", .text, "`cpu` for main memory, otherwise the accelerator's id.") { $0.0.id }
    Field("backend", .word, "The back end that drives it.") { $0.0.backend }
    Field("bytes", .bytes, "What is taken from the pool.") { $0.0.bytes }
    Field("budget_bytes", .bytes, "What may be taken.") { $0.0.budgetBytes }
    Field("layers", .count, "Repeating layers computed here.") { $0.0.layers }
    Field("memory", demand.codec, "What is taken, by what takes it.") { $0.0.memory }
    Field("work", ifAny: work.codec, "What one token costs here, with `--explain`.") { $0.explains ? $0.0.work : nil }
  }

  private static let work = Table<DeviceWork>("device_work", "What one token costs: the speed model's input.") {
    Field("weight_bytes_per_token", .map(.bytes), "Weights read, by format.") { $0.byType(\.bytesPerToken) }
    Field("multiply_adds_per_token", .map(.count), "Multiply-adds, by the weights' format.") {
      $0.byType(\.multiplyAddsPerToken)
    }
    Field("weight_bytes_per_batch", .map(.bytes), "Weights that a prompt's batch touches, by format.") {
      $0.byType(\.bytesPerBatch)
    }
    Field("cache_bytes_per_context_token", .bytes, "Cache read per token before, in layers that see all.") {
      $0.cacheBytesPerContextToken
    }
    Field("window_cache_bytes_per_context_token", .bytes, "The same in sliding-window layers.") {
      $0.windowCacheBytesPerContextToken
    }
    Field("attention_multiply_adds_per_context_token", .count, "Attention per token before, in layers that see all.") {
      $0.attentionMultiplyAddsPerContextToken
    }
    Field("window_attention_multiply_adds_per_context_token", .count, "The same in sliding-window layers.") {
      $0.windowAttentionMultiplyAddsPerContextToken
    }
    Field("window_tokens", .tokens, "Tokens that sliding-window layers see.") { $0.windowTokens }
    Field("recurrent_bytes_per_token", .bytes, "Recurrent state read and written.") { $0.recurrentBytesPerToken }
    Field("recurrent_layers", .count, "Layers with such a state.") { $0.recurrentLayers }
    Field("expert_layers", .count, "Layers with a router and experts.") { $0.expertLayers }
  }
}

extension DeviceWork {
  fileprivate func byType(_ amount: KeyPath<Weights, Int>) -> [String: Int] {
    Dictionary(weights.map { ($0.type.rawValue.lowercased(), $0[keyPath: amount]) }, uniquingKeysWith: +)
  }
}

extension Placement {
  /// llama-server's word; nil where one card or none has a part.
  fileprivate var splitMode: String? {
    if sharesLayers { return "tensor" }
    return devices.count(where: { $0.backend != .cpu }) > 1 ? "layer" : nil
  }
}

import Base

/// A checkpoint's tensors as those of a GGUF file: packed weights, scales and zero points of a matrix together.
package struct CheckpointTensors: Sendable, Equatable {
  /// One matrix, or the experts of a layer.
  package struct Matrix: Sendable, Equatable {
    /// In the names of GGUF files.
    package var name: String
    package var elements: Int
    package var bytes: Int
    /// Of how many experts; 0: of none.
    package var experts = 0
    /// F16, BF16 or F32, where the weights are not packed.
    var plainType: TensorType?
  }

  package private(set) var matrices: [Matrix] = []

  /// Weights of the language model, without towers and what predicts tokens ahead.
  package var textWeights: Int {
    matrices.reduce(0) { GGUFTower.holds($1.name) ? $0 : Saturating.add($0, $1.elements) }
  }
  package var weights: Int { matrices.reduce(0) { Saturating.add($0, $1.elements) } }
  package var bytes: Int { matrices.reduce(0) { Saturating.add($0, $1.bytes) } }

  /// `packedBits` are the bits of a packed weight; layers from `layers` on predict tokens ahead and are left out.
  package init(_ tensors: [SafetensorsHeader.Tensor], packedBits: Double?, layers: Int) {
    var places: [String: Int] = [:]
    for tensor in tensors {
      let place = CheckpointName(tensor.name)
      if place.predicts || place.layer.map({ $0 >= layers }) == true { continue }
      let isWeight = place.holdsWeights
      let perElement = Self.elementsPerStored(tensor.type, packedBits)
      let stored = tensor.shape.reduce(1, Saturating.multiply)
      let elements = isWeight ? Saturating.integer(Double(stored) * perElement) : 0
      let index = places[place.name] ?? matrices.count
      if index == matrices.count {
        places[place.name] = index
        matrices.append(Matrix(name: place.name, elements: 0, bytes: 0))
      }
      matrices[index].elements = Saturating.add(matrices[index].elements, elements)
      matrices[index].bytes = Saturating.add(matrices[index].bytes, tensor.bytes)
      if place.isExpert {
        matrices[index].experts = max(
          matrices[index].experts, place.expert.map { Saturating.add($0, 1) } ?? tensor.shape.first ?? 0)
      }
      if isWeight { matrices[index].plainType = Self.plainTypes[tensor.type] }
    }
  }

  private static let plainTypes: [String: TensorType] = ["BF16": .bf16, "F16": .f16, "F32": .f32]

  /// Weights in one stored number.
  private static func elementsPerStored(_ type: String, _ packedBits: Double?) -> Double {
    switch type {
    case "I32", "U32", "I64": packedBits.map { (type == "I64" ? 64 : 32) / $0 } ?? 1
    case "U8", "I8": packedBits.map { $0 < 8 ? 8 / $0 : 1 } ?? 1
    default: 1
    }
  }
}

/// Where in a model a tensor of a checkpoint belongs, told from its name.
struct CheckpointName {
  let name: String
  let layer: Int?
  /// The number of the expert, where each has tensors of its own.
  let expert: Int?
  let isExpert: Bool
  let predicts: Bool
  /// False for scales, zero points and the like.
  let holdsWeights: Bool

  init(_ full: String) {
    let steps = full.split(separator: ".").map(String.init)
    let isTower = steps.dropLast().contains { step in Self.towers.contains { step.contains($0) } }
    predicts = steps.contains("mtp")
    holdsWeights = !Self.besides.contains { full.hasSuffix($0) }
    let place = steps.indices.dropLast().first { Self.lists.contains(steps[$0]) && Int(steps[$0 + 1]) != nil }
    layer = isTower ? nil : place.flatMap { Int(steps[$0 + 1]) }
    let expertPlace = steps.firstIndex(of: "experts")
    isExpert = expertPlace != nil && !isTower
    expert = expertPlace.flatMap { $0 + 1 < steps.count ? Int(steps[$0 + 1]) : nil }
    // The matrix is what remains without the tensor's own name.
    var module = steps.filter { Int($0) == nil }
    while let last = module.last, Self.ownNames.contains(where: { last.hasSuffix($0) }) || last == "absmax" {
      if module.count == 1 { break }
      module.removeLast()
    }
    let last = module.last ?? full
    if isTower {
      name = "v." + full
    } else if let layer {
      name =
        "blk.\(layer)." + (isExpert ? Self.expertPart(last) : Self.parts[last] ?? module.joined(separator: "_"))
        + ".weight"
    } else {
      name = (Self.globals[last] ?? module.joined(separator: "_")) + ".weight"
    }
  }

  private static func expertPart(_ name: String) -> String {
    let isDown = name.contains("down") || name == "w2"
    let isGateUp = name.contains("gate_up")
    return isDown
      ? "ffn_down_exps"
      : isGateUp
        ? "ffn_gate_exps"
        : name.contains("gate") || name == "w1"
          ? "ffn_gate_exps" : "ffn_up_exps"
  }

  private static let lists: Set<String> = ["layers", "h", "blocks", "layer", "block"]
  private static let towers = [
    "vision", "visual", "audio", "multi_modal_projector", "mm_projector", "image_newline", "vit", "mlp1", "patch_merge",
    "speech", "embed_vision", "embed_audio",
  ]
  private static let besides = [
    "_scale", "_scale_inv", "_scale_2", "scales", "qzeros", "g_idx", "_zero_point", "_shape", "absmax", "quant_map",
    "nested_absmax", "nested_quant_map", "quant_state.bitsandbytes__nf4", "quant_state.bitsandbytes__fp4",
    "input_scale",
    "SCB", "weight_format", ".biases", "rotary_emb.inv_freq", "_scales", "su", "sv", "trellis_scale",
  ]
  private static let ownNames = [
    "weight", "bias", "_scale", "_scale_inv", "_scale_2", "scales", "qweight", "qzeros", "g_idx", "weight_packed",
    "_zero_point", "_shape", "absmax", "quant_map", "_blocks", "biases", "SCB", "weight_format", "bitsandbytes__nf4",
    "bitsandbytes__fp4", "quant_state", "nested_absmax", "nested_quant_map",
  ]
  private static let parts = [
    "q_proj": "attn_q", "k_proj": "attn_k", "v_proj": "attn_v", "o_proj": "attn_output", "qkv_proj": "attn_qkv",
    "W_pack": "attn_qkv", "c_attn": "attn_qkv", "query_key_value": "attn_qkv", "Wqkv": "attn_qkv",
    "gate_proj": "ffn_gate", "up_proj": "ffn_up", "down_proj": "ffn_down", "gate_up_proj": "ffn_gate",
  ]
  private static let globals = [
    "embed_tokens": "token_embd", "wte": "token_embd", "lm_head": "output", "norm": "output_norm",
  ]
}

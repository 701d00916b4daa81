extension Family {
  static let qwens = [
    Family(
      names: ["qwen2"], modelTypes: ["qwen2": "qwen2"], ignoresWindow: true,
      layer: { layer, _, _ in layer.attention?.hasInputBias = true },
      globals: { globals, architecture in globals.recipe.is70B = architecture.layerCount == 80 }),
    Family(
      names: ["qwen2vl"],
      modelTypes: ["qwen2_vl": "qwen2vl", "qwen2_5_vl": "qwen2vl", "qwen2_5_vl_text": "qwen2vl"],
      layer: { layer, _, _ in layer.attention?.hasInputBias = true },
      globals: { globals, _ in globals.input.positionsPerToken = 4 }),
    Family(
      names: ["qwen3"], modelTypes: ["qwen3": "qwen3"], ignoresWindow: true,
      layer: { layer, _, _ in layer.attention?.queryKeyNorm = .perHead }),
    Family(
      names: ["qwen3moe"], modelTypes: ["qwen3_moe": "qwen3moe"],
      layer: { layer, _, _ in layer.attention?.queryKeyNorm = .perHead }),
    Family(
      names: ["qwen3vl", "qwen3vlmoe"],
      modelTypes: ["qwen3_vl_text": "qwen3vl", "qwen3_vl_moe_text": "qwen3vlmoe"],
      layer: { layer, _, _ in layer.attention?.queryKeyNorm = .perHead },
      globals: { globals, _ in globals.input.positionsPerToken = 4 }),
  ]
}

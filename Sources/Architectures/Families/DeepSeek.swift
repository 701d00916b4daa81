extension Family {
  /// Latent attention, and experts chosen by biased scores.
  static let deepSeeks = [
    Family(
      names: ["deepseek2", "deepseek32", "glm-dsa", "ernie4_5-moe"],
      modelTypes: [
        "deepseek_v2": "deepseek2", "deepseek_v3": "deepseek2", "kimi_k2": "deepseek2", "ernie4_5_moe": "ernie4_5-moe",
        "glm4_moe_lite": "deepseek2", "deepseek_v32": "deepseek32", "glm_moe_dsa": "glm-dsa",
      ],
      layer: { layer, _, _ in layer.experts?.router.choice = .biasedScores }),
    Family(names: ["deepseek2-ocr"], layer: { layer, _, _ in layer.experts?.normalizesWeights = false }),
  ]
}

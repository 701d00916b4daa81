extension Family {
  static let glms = [
    Family(
      names: ["glm4"], modelTypes: ["glm4": "glm4", "glm4v_text": "glm4"],
      layer: { layer, _, _ in
        layer.norms.placement = .beforeAndAfter
        layer.dense?.activation = .fusedGated
      }),
    Family(
      names: ["chatglm"], modelTypes: ["chatglm": "chatglm", "glm": "chatglm"],
      layer: { layer, _, _ in
        layer.attention?.projection = .fused
        layer.attention?.hasInputBias = true
        layer.dense?.activation = .fusedGated
      }),
    Family(
      names: ["glm4moe"], modelTypes: ["glm4_moe": "glm4moe", "glm4v_moe_text": "glm4moe"],
      layer: { layer, _, _ in
        layer.attention?.hasInputBias = true
        layer.experts?.router.choice = .biasedScores
      }),
  ]
}

extension Family {
  static let hunyuans = [
    Family(
      names: ["hunyuan-dense", "hunyuan-moe"],
      modelTypes: ["hunyuan_v1_dense": "hunyuan-dense", "hunyuan_v1_moe": "hunyuan-moe"],
      layer: { layer, _, _ in layer.attention?.queryKeyNorm = .perHeadAfterRotation }),
    Family(
      names: ["hy_v3"],
      layer: { layer, _, _ in
        layer.attention?.queryKeyNorm = .perHead
        layer.experts?.router.choice = .biasedScores
      },
      globals: { globals, _ in globals.head.cropsLate = true }),
  ]
}

extension Family {
  static let gptOSS = Family(
    names: ["gpt-oss"], modelTypes: ["gpt_oss": "gpt-oss"], windowPeriod: 2,
    layer: { layer, _, _ in
      layer.attention?.hasInputBias = true
      layer.attention?.hasOutputBias = true
      layer.attention?.hasSinks = true
      layer.experts?.hasBias = true
      layer.experts?.normalizesWeights = false
    },
    globals: { globals, _ in globals.head.cropsLate = true })
}

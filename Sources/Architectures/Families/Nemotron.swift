extension Family {
  static let nemotrons = [
    Family(
      names: ["nemotron"], modelTypes: ["nemotron": "nemotron"],
      layer: { layer, _, _ in layer.setActivation(.squared) },
      globals: { globals, _ in globals.norm = Globals.Norm(subtractsMean: true, hasBias: true) }),
    Family(
      names: ["nemotron_h", "nemotron_h_moe"], modelTypes: ["nemotron_h": "nemotron_h"], layersDoOneThing: true,
      readKeys: { architecture, keys in
        let state = Set(keys.layers(with: "ssm_"))
        let attention = Set(keys.layers(with: "attn_k."))
        let experts = Set(keys.layers(with: "ffn_gate_inp"))
        // Each layer does one thing.
        architecture.layerPattern = String(
          (0..<architecture.layerCount).map { layer -> Character in
            state.contains(layer) ? "M" : attention.contains(layer) ? "*" : experts.contains(layer) ? "E" : "-"
          })
      },
      mixture: { _ in .singleLayers },
      layer: { layer, _, architecture in
        layer.arrangement = .single
        layer.attention?.rotatesPositions = false
        layer.setActivation(.squared)
        if architecture.name == "nemotron_h_moe" { layer.experts?.router.choice = .biasedScores }
      },
      globals: { globals, _ in globals.head.cropsLate = true }),
  ]
}

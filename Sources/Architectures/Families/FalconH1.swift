extension Family {
  /// Attention and state beside each other in every layer.
  static let falconH1 = Family(
    names: ["falcon-h1"], modelTypes: ["falcon_h1": "falcon-h1"], keepsStateBesideAttention: true,
    layer: { layer, _, architecture in
      layer.arrangement = .twin
      layer.recurrence?.hasNorm = architecture.flag("ssm_norm") == true
    })
}

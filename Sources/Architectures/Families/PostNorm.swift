extension Family {
  /// Norms after attention and feed-forward instead of before them.
  static let postNorm = [
    Family(
      names: ["olmo2"], modelTypes: ["olmo2": "olmo2", "olmo3": "olmo2"], windowPeriod: 4,
      layer: { layer, _, _ in
        layer.norms.placement = .after
        layer.attention?.queryKeyNorm = .fullWidth
      }),
    Family(
      names: ["exaone4"], modelTypes: ["exaone4": "exaone4"], windowPeriod: 4,
      layer: { layer, _, _ in
        layer.norms.placement = .after
        layer.attention?.queryKeyNorm = .perHead
      }),
  ]
}

/// Tensors that a file has beside those of its language model.
package enum GGUFTower {
  /// Whether a tensor belongs to a tower for images or sound, or to the projector behind it.
  ///
  /// Ollama's converter keeps them in the model's own file; llama.cpp keeps them in a file of their own.
  package static func holds(_ name: String) -> Bool { beginnings.contains { name.hasPrefix($0) } }

  private static let beginnings = ["v.", "mm.", "a.", "s.", "model.vision_tower."]

  static func isForSound(_ name: String) -> Bool { name.hasPrefix("a.") }

  /// Whether a tensor only predicts further tokens ahead, in the names of its checkpoint; no runtime loads these.
  static func isPrediction(_ name: String) -> Bool { name.hasPrefix("mtp.") }
}

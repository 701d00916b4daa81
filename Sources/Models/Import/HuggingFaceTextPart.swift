import Base

/// Finds the text model inside the configuration of a larger one, however deep it lies.
enum HuggingFaceTextPart {
  /// The text part of a configuration, and its model type.
  static func find(in whole: JSONNode) throws(JSONShapeError) -> HuggingFaceConfig {
    var node = whole
    var isPart = false
    // A part that does not say what it is has the type that goes with the whole.
    var type = try whole.optional("model_type")?.string()
    search: for _ in 0..<deepest {
      for key in keys {
        guard let part = try? node.optional(key), part.isObject, (try? part.members().isEmpty) == false else {
          continue
        }
        let stated = try part.optional("model_type")?.string()
        let whole = type
        type = stated ?? TransformersDefaults.all?.textTypes[whole ?? ""] ?? whole
        (node, isPart) = (part, true)
        continue search
      }
      break
    }
    // The type of a whole may stand where its text part's should.
    if isPart, let whole = type, let text = TransformersDefaults.all?.textTypes[whole] { type = text }
    guard let type else {
      _ = try whole.required("model_type").string()
      throw whole.complaint("a model_type")
    }
    return try HuggingFaceConfig(node, type: type, isPart: isPart)
  }

  /// What text parts are called, those that hold others first.
  private static let keys = [
    "thinker_config", "text_config", "llm_config", "language_config", "language_model_config", "text_model_config",
    "language_model", "decoder_config",
  ]
  private static let deepest = 4
}

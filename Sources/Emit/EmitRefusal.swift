import Documents

/// Why a format cannot be written for a plan.
package enum EmitRefusal: Error, Equatable {
  /// The machine lacks what the runtime needs.
  case notHere(runtime: String, reason: String)
  /// The runtime has no option for what decides where memory lies.
  case cannotSay(runtime: String, [RunSettings.Key])
  /// Nothing is published that it loads.
  case noArtefact(kind: String)
  /// The engine does not run any checkpoint of the model here.
  case notServed(engine: String, reason: String)
  /// The model makes embeddings, and the format is for one that writes.
  case writesNothing
  /// The format needs something beside the model that is not there.
  case lacks(String)

  /// The rest of a sentence that begins with the format and the model.
  package var text: String {
    switch self {
    case .notHere(let runtime, let reason): "\(runtime) does not run here: \(reason)"
    case .cannotSay(let runtime, let keys):
      "the plan sets \(keys.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: ", ")), for which "
        + "\(runtime) has no option"
    case .noArtefact(let kind): "no \(kind) of this model is known"
    case .notServed(let engine, let reason): "\(engine): \(reason)"
    case .writesNothing: "the model makes embeddings and writes no tokens"
    case .lacks(let what): "there is no \(what)"
    }
  }
}

import Base
import Documents
import Memory
import Models

/// Whether the weights that a configuration's dimensions make are those that the checkpoint has.
///
/// The same test as that of `catalog check`: 1 %. Where nothing is known of the weights, the size in the name must do.
enum CheckpointRecount {
  /// The weights of the text part, counted from the dimensions; refuses what does not add up.
  static func check(
    _ model: Model, tensors: CheckpointTensors?, total: Int?, config: JSONNode, name: String, file: String
  ) throws -> Int? {
    guard let counted = ModelPlan(model)?.weights else { return nil }
    let hasTower = !model.capabilities.isDisjoint(with: [.vision, .audio])
    if let tensors, tensors.textWeights > 0 {
      guard isNear(counted, tensors.textWeights, within: 0.01) else {
        throw failure(file, counted, "its tensors have \(Amounts.parameters(tensors.textWeights)) weights")
      }
    } else if let total, total > 0 {
      // Towers and layers that predict tokens ahead come on top.
      let ahead = model.architecture?.mtpLayerCount ?? 0
      let layers = max(model.architecture?.layerCount ?? 1, 1)
      let most = (1 + Double(2 * ahead) / Double(layers)) * Double(counted) * 1.01
      let share = Double(counted) / Double(total)
      let isSound = hasTower ? share > 0.5 && share < 1.01 : share < 1.01 && Double(total) <= most
      guard isSound else { throw failure(file, counted, "its index has \(Amounts.parameters(total)) weights") }
    } else if let named = contradiction(counted, in: name) {
      throw failure(file, counted, "its name says \(named)")
    }
    return counted
  }

  private static func isNear(_ one: Int, _ other: Int, within share: Double) -> Bool {
    abs(Double(one) - Double(other)) <= share * Double(other)
  }

  /// The largest size in a name where none goes with the count; makers round generously.
  private static func contradiction(_ counted: Int, in name: String) -> String? {
    let sizes = NameSizes.sizes(in: name.uppercased().replacing("_", with: "-")).filter { $0.weights >= 2e7 }
    guard let largest = sizes.max(by: { $0.weights < $1.weights }) else { return nil }
    let isNear = sizes.contains { size in
      abs(Double(counted) - size.weights) <= max(size.weights / 4, size.weights < 2e9 ? 0.7e9 : 0.75e9)
    }
    return isNear ? nil : largest.text
  }

  private static func failure(_ file: String, _ counted: Int, _ evidence: String) -> Failure {
    Failure(
      .badData,
      "\(file): expected a configuration that is understood, but its dimensions make \(Amounts.parameters(counted)) weights, "
        + "and \(evidence)",
      hint: "a GGUF file of the model is planned from its tensors")
  }
}

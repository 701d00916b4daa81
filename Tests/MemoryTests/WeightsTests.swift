import Models
import TestSupport
import Testing

@testable import Memory

@Suite struct WeightsTests {
  @Test func everyInventoryHasExactlyThePublishedNumberOfWeights() {
    var wrong: [String] = []
    for model in TestCatalog.models where model.confidence != .approximate {
      guard let architecture = model.architecture, model.runsInLlamaCpp, let expected = model.textParameters else {
        continue
      }
      let inventory = TensorInventory(architecture)
      if inventory.elements != expected {
        wrong.append("\(architecture.name) \(model.id): \(inventory.elements - expected) of \(expected)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
  }

  @Test(.enabled(if: SharedFacts.has("truth/weights.csv"), .init(rawValue: SharedFacts.absence)))
  func bytesAgreeWithLlamaCppsQuantizer() throws {
    var errors = Errors()
    var inventories: [String: TensorInventory] = [:]
    for row in try Truth.rows("weights.csv") {
      guard let id = row["model"].map(String.init), let name = row["quantization"].map(String.init),
        let truth = row["weights_bytes"].flatMap({ Double($0) }), let model = TestCatalog.byID[id],
        let architecture = model.architecture, let quantization = Quantization.named(name)
      else { continue }
      let inventory = inventories[id] ?? TensorInventory(architecture)
      inventories[id] = inventory
      errors.add(
        "\(architecture.name) \(id) \(name)", Double(inventory.bytes(QuantizationRecipe(quantization))), truth: truth)
    }
    print(
      "weights: rows, median, 99th, worst", errors.values.count, errors.quantile(0.5), errors.quantile(0.99),
      errors.quantile(1))
    for worst in errors.worst.prefix(3) { print("  ", worst) }
    #expect(errors.values.count > 3000)
    #expect(errors.quantile(0.5) <= 0.001)
    #expect(errors.quantile(0.99) <= 0.005)
  }
}

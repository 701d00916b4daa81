import Architectures
import Models
import Testing

@testable import Memory

@Suite struct WeightsTests {
  @Test func everyInventoryHasExactlyThePublishedNumberOfWeights() {
    var wrong: [String] = []
    for model in TestCatalog.models where model.confidence != .approximate {
      guard let architecture = model.architecture, model.runsInLlamaCpp, let expected = model.textParameters else {
        continue
      }
      let inventory = TensorInventory(ModelStructure(architecture))
      if inventory.elements != expected {
        wrong.append("\(architecture.name) \(model.id): \(inventory.elements - expected) of \(expected)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
  }
}

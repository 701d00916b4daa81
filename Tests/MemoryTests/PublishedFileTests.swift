import Architectures
import Base
import Models
import Testing

@testable import Memory

/// Sizes of published files against what the stock recipe of their label gives.
///
/// Most are stock; unsloth and some others mix types under plain names, and a file may hold an output matrix or a vision
/// tower that the recipe does not count. On 25 November 2026: 682 files, median 0.001 %, ninety-fifth percentile 8.8 %.
@Suite struct PublishedFileTests {
  @Test func exactSizesAgreeWithTheRecipe() {
    var errors = Errors()
    for model in TestCatalog.models where model.nativeQuantization == nil && model.confidence != .approximate {
      guard let architecture = model.architecture, model.runsInLlamaCpp else { continue }
      let files = model.artefacts.filter { $0.format == .gguf && $0.isSizeExact && !$0.isQuantizationAware }
      guard !files.isEmpty else { continue }
      let inventory = TensorInventory(ModelStructure(architecture))
      for file in files {
        guard let quantization = Quantization.named(file.label), !quantization.isMixed, let bytes = file.bytes else {
          continue
        }
        let planned = inventory.bytes(QuantizationRecipe(quantization)) + (model.ggufMetadataBytes ?? 6_000_000)
        errors.add("\(model.id) \(file.repository) \(file.label) \(bytes)", Double(planned), truth: Double(bytes))
      }
    }
    #expect(errors.values.count > 300)
    #expect(errors.quantile(0.5) <= 0.001, "\(errors.worst)")
    #expect(errors.quantile(0.95) <= 0.1, "\(errors.worst)")
    #expect(errors.quantile(1) <= 0.3, "\(errors.worst)")
  }
}

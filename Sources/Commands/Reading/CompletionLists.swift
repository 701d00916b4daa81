import Emit
import Machines
import Memory
import Models
import Options

/// The lists of names that shells complete.
struct CompletionLists {
  static let models = "models"
  static let gpus = "gpus"
  static let boards = "boards"
  static let quantizations = "quantizations"
  static let formats = "formats"

  let surroundings: Surroundings

  func words(of list: String) -> [CompletionCandidate] {
    switch list {
    case Self.models: models()
    case Self.gpus: gpus()
    case Self.boards: BoardTable.builtIn.boards.map { CompletionCandidate($0.name) }
    case Self.quantizations: Quantization.names.map { CompletionCandidate($0) }
    case Self.formats: EmitFormats.all.map { CompletionCandidate($0.name, $0.meaning) }
    default: []
    }
  }

  /// Products as people call them: `RTX 4090` for `NVIDIA GeForce RTX 4090`.
  private func gpus() -> [CompletionCandidate] {
    let makers: Set<Substring> = ["NVIDIA", "GeForce", "AMD", "Radeon", "Intel"]
    let products = GPUTable.builtIn.gpus.map { gpu in
      let words = gpu.name.split(separator: " ").drop(while: makers.contains)
      return CompletionCandidate(words.joined(separator: " "), gpu.name)
    }
    return products + [CompletionCandidate("none", "No GPU.")]
  }

  /// Ids and Ollama's tags; the user's own entries among them, without their warnings.
  private func models() -> [CompletionCandidate] {
    let output = OutputOptions()
    output.quiet = true
    let catalog = try? CatalogSource(options: CatalogOptions(), output: output, surroundings: surroundings).catalog()
    let models = catalog?.models ?? []
    return models.map { CompletionCandidate($0.id, $0.name) }
      + models.flatMap { model in model.ollamaTags.map { CompletionCandidate($0.tag, model.name) } }
  }
}

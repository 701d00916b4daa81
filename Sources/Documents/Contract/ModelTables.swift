import Base
import Models

extension Tables {
  static let model = Table<Model>("model", "A model of the catalogue, or of a file.") {
    Field("id", .text, "The catalogue's id.") { $0.id }
    Field("name", .text, "Its name.") { $0.name }
    Field("family", .text, "Models of one kind and maker.") { $0.family }
    Field("creator", .text, "The maker.") { $0.creator }
    Field("released", optional: .text, "The day, month or year of its release.") { $0.released }
    Field("parameters", optional: .parameters, "All parameters.") { $0.parameters }
    Field("active_parameters", optional: .parameters, "Parameters that one token uses.") { $0.activeParameters }
    Field("license", optional: .text, "The licence.") { $0.license }
    Field("commercial_use", .word, "Whether the licence allows commercial use.") { $0.commercialUse }
    Field("context_max", .tokens, "The longest context that it was trained for.") { $0.contextMaximum }
    Field("capabilities", .list(.word), "What it can do.") {
      $0.capabilities.all.sorted { $0.rawValue < $1.rawValue }
    }
    Field("confidence", .word, "How well its dimensions are known.") { $0.confidence }
    Field("huggingface", optional: .text, "The repository of its weights.") { $0.huggingFaceRepository }
  }

  /// A quality as the catalogue expects it, on a scale to 100.
  static let expectedQuality = Table<Model.Quality>("expected_quality", "Quality for one use case.") {
    Field("score", .rounded(), "On a scale to 100.") { $0.score }
    Field("uncertainty", .rounded(), "How far off it may be.") { $0.uncertainty }
    Field("sources", .list(.text), "What it rests on.") { $0.sources }
  }
}

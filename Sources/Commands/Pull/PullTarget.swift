import Base
import Memory
import Models
import Options
import Ranking

/// What Ollama is asked for, and what is known of it.
struct PullTarget {
  /// The name by which the server knows it.
  var name: String
  var artefact: Artefact?
  var model: Model?
  /// The plan of it; nil where none was made yet.
  var fit: Fit?

  /// Bytes that must be fetched in all; nil where nobody knows.
  var bytes: Int? { artefact?.bytes ?? fit?.downloadBytes }

  /// A name that the user chose.
  init(name: String, model: Model?) { (self.name, self.model) = (name, model) }

  /// The pick's tag or file.
  init(_ pick: Pick) throws {
    guard let name = pick.fit.ollamaName else {
      throw Failure(.nothingFits, "\(pick.model.name) has no artefact that Ollama takes")
    }
    (self.name, artefact, model, fit) = (name, pick.fit.published.ollamaArtefact, pick.model, pick.fit)
  }

  /// A tag of a model of the catalogue.
  init(tag: String, of model: Model) throws {
    guard !Self.isCloud(tag) else {
      let local = model.ollamaTags.map(\.tag).filter { !Self.isCloud($0) }.prefix(8)
      throw Failure(
        .usage, "\(tag) runs on Ollama's own servers: there are no weights to pull",
        hint: local.isEmpty ? nil : "tags with weights: \(local.joined(separator: ", "))")
    }
    (name, self.model) = (tag, model)
    artefact = model.artefacts.first { $0.format == .ollama && $0.file == tag }
  }

  /// A tag of Ollama's library or a file that its bridge to Hugging Face fetches; nil for others.
  init?(_ artefact: Artefact?, of model: Model) {
    guard let artefact, let name = artefact.ollamaName else { return nil }
    (self.name, self.artefact, self.model) = (name, artefact, model)
  }

  /// Tags such as `gpt-oss:120b-cloud` are names of models elsewhere.
  static func isCloud(_ tag: String) -> Bool { tag.hasSuffix(":cloud") || tag.hasSuffix("-cloud") }
}

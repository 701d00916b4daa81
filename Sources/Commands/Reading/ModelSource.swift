import Base
import Models
import Options

/// A model the user named, with what the name itself said of its format.
struct NamedModel {
  @Shared var model: Model
  /// The quantization that the name carried, as an Ollama tag or a file does.
  var quantization: String?
  /// Set when the name was a GGUF file: its exact tensors.
  @Shared var file: GGUFModel? = nil
  /// Set when the name was a checkpoint's folder or a file in it.
  @Shared var checkpoint: CheckpointFolder? = nil
  var path: String?
}

/// Finds the model behind a name: an id, a tag, a repository or a GGUF file.
struct ModelSource {
  let catalog: Catalog
  let surroundings: Surroundings

  func model(_ name: String) throws -> NamedModel {
    if surroundings.allowsPaths, let file = try file(name) { return file }
    switch ModelResolver(catalog).resolve(name) {
    case .found(let model, _, let quantization):
      return NamedModel(model: model, quantization: quantization)
    case .ambiguous(let candidates):
      let listed = candidates.prefix(8).joined(separator: ", ") + (candidates.count > 8 ? ", …" : "")
      throw Failure(.usage, "'\(name)' names \(candidates.count) models", hint: "one of: \(listed)")
    case .unknown(let nearest):
      if surroundings.allowsPaths {
        if FileQuestions.exists(name + "/config.json") { return try checkpoint(name) }
        if FileQuestions.exists(name), !FileQuestions.isFolder(name) { return try ModelFile.read(name) }
      }
      throw Failure(
        .usage, "unknown model '\(name)'",
        hint: nearest.isEmpty
          ? "see 'plimsoll catalog list' or 'plimsoll catalog search TEXT'"
          : "nearest: \(nearest.joined(separator: ", "))")
    }
  }

  /// What a name that can only be a file's or a pulled model's stands for.
  private func file(_ name: String) throws -> NamedModel? {
    if name.lowercased().hasPrefix(OllamaStore.prefix) {
      return try pulled(String(name.dropFirst(OllamaStore.prefix.count)))
    }
    if isPath(name), CheckpointFolder.isNamed(by: name) { return try checkpoint(name) }
    guard name.hasSuffix(".gguf") || name.hasPrefix("./") || name.hasPrefix("/") || name.hasPrefix("../") else {
      return nil
    }
    return try ModelFile.read(name)
  }

  private func isPath(_ name: String) -> Bool {
    name.hasPrefix("./") || name.hasPrefix("/") || name.hasPrefix("../") || name == "." || name == ".."
      || name.hasSuffix("config.json") || name.hasSuffix(".safetensors") || name.hasSuffix("/")
  }

  private func checkpoint(_ name: String) throws -> NamedModel {
    let folder = try CheckpointFolder(name)
    return NamedModel(model: folder.model, quantization: folder.format?.label, checkpoint: folder)
  }

  /// The blob of a tag that Ollama has pulled; a tag that it has not pulled is looked up in the catalogue.
  private func pulled(_ tag: String) throws -> NamedModel {
    let store = OllamaStore(surroundings: surroundings)
    switch try store.blob(of: tag) {
    case .found(let path, let projectorBytes):
      var named = try ModelFile.read(path)
      if let projectorBytes { named.model.projector = Model.Projector(bytes: projectorBytes, isExact: true) }
      named.model.ollamaTags = [Model.OllamaTag(tag: tag, quantization: named.quantization)]
      return named
    case .notPulled(let places):
      guard case .found(let model, _, let quantization) = ModelResolver(catalog).resolve(tag) else {
        throw Failure(
          .noInput, "Ollama has not pulled '\(tag)', and the catalogue does not know it",
          hint: "looked in \(places.joined(separator: ", ")); OLLAMA_MODELS names another place")
      }
      return NamedModel(model: model, quantization: quantization)
    }
  }
}

import Base

/// What a name that the user typed stands for.
package enum Resolution: Sendable, Equatable {
  /// One model; `quantization` when the name also said which, as an Ollama tag or `repository:Q4_K_M` does.
  case found(Model, tag: Model.OllamaTag?, quantization: String?)
  /// Several models fit the name: their ids, in the order of the catalogue.
  case ambiguous([String])
  /// No model fits: the ids that come nearest, best first.
  case unknown(nearest: [String])
}

/// Turns an id, a unique prefix, an Ollama tag, a Hugging Face or GGUF repository into the model it names.
///
/// The order of the questions is fixed, and each is asked of all models before the next: an exact id always wins.
package struct ModelResolver: Sendable {
  private let models: [Model]

  package init(_ models: [Model]) {
    self.models = models
  }

  package init(_ catalog: Catalog) {
    self.init(catalog.models)
  }

  /// The model that `name` stands for.
  package func resolve(_ name: String) -> Resolution {
    let wanted = Self.withoutAddress(name.lowercased())
    guard !wanted.isEmpty else { return .unknown(nearest: []) }
    return known(wanted) ?? file(wanted) ?? .unknown(nearest: nearest(to: wanted))
  }

  /// Whether the name is an exact id or tag of a model.
  func knowsExactly(_ name: String) -> Bool {
    let wanted = Self.withoutAddress(name.lowercased())
    return models.contains { Self.equal($0.id, wanted) } || tagged(wanted) != nil
  }

  private func known(_ wanted: String) -> Resolution? {
    if let model = models.first(where: { Self.equal($0.id, wanted) }) { return found(model) }
    if let answer = tagged(wanted) { return answer }
    if wanted.contains("/"), let answer = repository(wanted) { return answer }
    if let answer = one(of: models.filter { Self.equal($0.name, wanted) }) { return answer }
    if let model = repositoryNamed(wanted) { return found(model) }
    if let answer = one(of: models.filter { $0.id.lowercased().hasPrefix(wanted) }) { return answer }
    if !wanted.contains(":"), let answer = tagged(wanted + ":latest") { return answer }
    if let answer = respelled(wanted) { return answer }
    // A tag that means "whatever is usual" names the family.
    return wanted.hasSuffix(":latest") ? known(String(wanted.dropLast(":latest".count))) : nil
  }

  /// `name` without the parts of an address that say only where it is kept.
  static func withoutAddress(_ name: String) -> String {
    var rest = name.drop { $0 == " " }
    while rest.last == " " || rest.last == "/" { rest.removeLast() }
    let prefixes = [
      "https://", "http://", "www.", "huggingface.co/", "hf.co/", "ollama.com/", "registry.ollama.ai/", "library/",
      "ollama:",
    ]
    for prefix in prefixes where rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
    return String(rest)
  }

  private func tagged(_ wanted: String) -> Resolution? {
    for model in models {
      if let tag = model.ollamaTags.first(where: { Self.equal($0.tag, wanted) }) {
        return .found(model, tag: tag, quantization: tag.quantization)
      }
    }
    return nil
  }

  /// A repository, perhaps with a quantization behind a colon as `llama-cli -hf` takes it.
  private func repository(_ wanted: String) -> Resolution? {
    let parts = wanted.split(separator: ":", maxSplits: 1).map(String.init)
    guard let address = parts.first else { return nil }
    let quantization = parts.count > 1 ? parts[1].uppercased() : nil
    var hits = models.filter { Self.equal($0.huggingFaceRepository ?? "", address) }
    if hits.isEmpty { hits = models.filter { $0.ggufRepositories.contains { Self.equal($0, address) } } }
    if hits.isEmpty { hits = conversions(address) }
    return one(of: hits, quantization: quantization)
  }

  /// The models whose repository a GGUF repository is named after, as `bartowski/Meta-Llama-3.1-8B-Instruct-GGUF` is.
  ///
  /// Who converts a model keeps its name; some put the owner's name in front.
  private func conversions(_ address: String) -> [Model] {
    guard var name = address.split(separator: "/").last.map(String.init), name.hasSuffix("-gguf") else { return [] }
    name.removeLast("-gguf".utf8.count)
    if name.hasSuffix("-i1") { name.removeLast(3) }
    let wanted = ModelWords.compact(name)
    return models.filter { model in
      guard let parts = model.huggingFaceRepository?.split(separator: "/"), parts.count == 2 else { return false }
      let own = ModelWords.compact(String(parts[1]))
      let owner = ModelWords.split(String(parts[0])).first ?? ""
      return own == wanted || owner + own == wanted
    }
  }

  /// The name spelled without its separators, so that `llama3.1-8b` finds `llama-3.1-8b-instruct`.
  private func respelled(_ wanted: String) -> Resolution? {
    let compact = ModelWords.compact(wanted)
    guard compact.utf8.count >= 3 else { return nil }
    let spellings = models.map { (model: $0, names: [ModelWords.compact($0.id), ModelWords.compact($0.name)]) }
    return one(of: spellings.filter { $0.names.contains(compact) }.map(\.model))
      ?? one(of: spellings.filter { $0.names.contains { $0.hasPrefix(compact) } }.map(\.model))
  }

  /// The one model whose maker's repository has this name, whoever owns it; points count as separators here.
  ///
  /// Some put the owner's name in front, as `Meta-Llama-3.1-8B-Instruct` does.
  private func repositoryNamed(_ wanted: String) -> Model? {
    let spelling = Self.spelling(wanted)
    let hits = models.filter { model in
      guard let parts = model.huggingFaceRepository?.split(separator: "/"), let name = parts.last else { return false }
      let own = Self.spelling(String(name))
      guard spelling.hasSuffix(own) else { return false }
      return own == spelling || (ModelWords.split(String(parts[0])).first ?? "") + own == spelling
    }
    return hits.count == 1 ? hits.first : nil
  }

  /// A file or a conversion, named after the model that is in it.
  private func file(_ wanted: String) -> Resolution? {
    let cut = Self.quantizationSuffix(wanted)
    let name = cut?.name ?? wanted
    if cut != nil, let answer = known(name) { return answer.with(quantization: cut?.quantization) }
    let plain = Self.withoutPublisher(name) ?? name
    let hit = repositoryNamed(plain).map { found($0) } ?? respelledWithoutPoints(plain)
    return hit?.with(quantization: cut?.quantization)
  }

  private func respelledWithoutPoints(_ name: String) -> Resolution? {
    let spelling = Self.spelling(name)
    guard spelling.utf8.count >= 3 else { return nil }
    return one(of: models.filter { [Self.spelling($0.id), Self.spelling($0.name)].contains(spelling) })
      ?? one(of: models.filter { Self.spelling($0.id).hasPrefix(spelling) })
  }

  private static func spelling(_ name: String) -> String { ModelWords.compact(name).filter { $0 != "." } }

  private func found(_ model: Model, quantization: String? = nil) -> Resolution {
    .found(model, tag: nil, quantization: quantization)
  }

  private func one(of hits: [Model], quantization: String? = nil) -> Resolution? {
    guard let first = hits.first else { return nil }
    return hits.count == 1 ? found(first, quantization: quantization) : .ambiguous(hits.map(\.id))
  }

  private func nearest(to wanted: String) -> [String] {
    let byWords = ModelSearch(models).modelsResembling(String(wanted.prefix(200)), limit: 12).map(\.id)
    let letters = Array(wanted.utf8.prefix(64))
    let byLetters = models.map { (id: $0.id, distance: EditDistance.between(letters, Array($0.id.utf8))) }
      .filter { $0.distance <= max(2, letters.count / 3) }
      .sorted { ($0.distance, $0.id) < ($1.distance, $1.id) }
    var names: [String] = []
    for id in byLetters.prefix(3).map(\.id) + byWords where !names.contains(id) { names.append(id) }
    return Array(names.prefix(5))
  }

  private static func equal(_ first: String, _ lowercased: String) -> Bool {
    first.utf8.count == lowercased.utf8.count && first.lowercased() == lowercased
  }
}

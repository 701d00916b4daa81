/// Finds models by words, best match first.
package struct ModelSearch: Sendable {
  private let entries: [Entry]

  private struct Entry: Sendable {
    let model: Model
    let words: [String]
    /// Words of the creator, family, repository and capabilities: they match, but count less.
    let context: Set<String>
  }

  package init(_ models: [Model]) {
    entries = models.map { model in
      var context: [String] = ModelWords.split(model.creator) + ModelWords.split(model.family)
      context += ModelWords.split(model.huggingFaceRepository ?? "") + ModelWords.split(model.name)
      context += model.capabilities.all.flatMap { ModelWords.split($0.rawValue) }
      if let license = model.license { context += ModelWords.split(license) }
      if let tag = model.ollamaTags.first { context += ModelWords.split(tag.tag) }
      return Entry(model: model, words: ModelWords.split(model.id), context: Set(context))
    }
  }

  /// The models that match every word of `text`, best first; nothing for a text without words.
  ///
  /// Among equal matches the plainer name comes first (`Qwen3 8B` before `Qwen3 VL 8B`), then the newer model.
  package func models(matching text: String, limit: Int = .max) -> [Model] {
    let query = ModelWords.split(text)
    guard !query.isEmpty else { return [] }
    return ranked(query, requireAll: true, limit: limit)
  }

  /// The models that match at least one word of `text`, best first.
  func modelsResembling(_ text: String, limit: Int) -> [Model] {
    let query = ModelWords.split(text)
    return query.isEmpty ? [] : ranked(query, requireAll: false, limit: limit)
  }

  private func ranked(_ query: [String], requireAll: Bool, limit: Int) -> [Model] {
    var hits: [(score: Double, model: Model)] = []
    for entry in entries {
      if let score = score(entry, query, requireAll: requireAll) { hits.append((score, entry.model)) }
    }
    hits.sort { first, second in
      if first.score != second.score { return first.score > second.score }
      let (newer, older) = (first.model.released ?? "", second.model.released ?? "")
      return newer != older ? newer > older : first.model.id < second.model.id
    }
    return hits.prefix(limit).map(\.model)
  }

  /// How well an entry matches; nil when a word (or, without `requireAll`, every word) is not in it.
  private func score(_ entry: Entry, _ query: [String], requireAll: Bool) -> Double? {
    var score = 0.0
    var used = Set<Int>()
    var previous: Int?
    var matched = 0
    for word in query {
      if let index = entry.words.indices.first(where: { !used.contains($0) && entry.words[$0] == word }) {
        score += previous.map { $0 + 1 == index } ?? (index == 0) ? 11 : 10
        used.insert(index)
        previous = index
      } else if let index = entry.words.indices.first(where: {
        !used.contains($0) && entry.words[$0].hasPrefix(word)
      }) {
        score += 5
        used.insert(index)
        previous = index
      } else if entry.context.contains(word) {
        score += 4
      } else if entry.context.contains(where: { $0.hasPrefix(word) && word.utf8.count > 1 }) {
        score += 2
      } else if requireAll {
        return nil
      } else {
        continue
      }
      matched += 1
    }
    guard matched > 0 else { return nil }
    for index in entry.words.indices where !used.contains(index) {
      score -= ModelWords.weak.contains(entry.words[index]) ? 0.1 : 1
    }
    return score
  }
}

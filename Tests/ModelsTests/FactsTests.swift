import TestSupport
import Testing

@testable import Models

/// The catalogue beside the facts that it was made from.
@Suite struct FactsTests {
  private typealias Row = [String: Substring]
  private let facts: [Row]
  private let models: [String: Model]

  init() throws {
    facts = try TruthTable.rows("models.csv")
    models = Dictionary(uniqueKeysWithValues: try Catalog.builtIn().models.map { ($0.id, $0) })
  }

  private func model(_ fact: Row) throws -> Model {
    let id = try #require(fact["model"].map(String.init))
    return try #require(models[id], "\(id) is missing")
  }

  /// A field that holds nothing is unknown.
  private func integer(_ fact: Row, _ key: String) -> Int? { fact[key].flatMap { Int($0) } }

  @Test func countsAndLicencesAreThoseOfTheFacts() throws {
    #expect(facts.count == 427)
    for fact in facts {
      let model = try model(fact)
      #expect(model.parameters == integer(fact, "parameters"), "\(model.id)")
      #expect(model.textParameters == integer(fact, "text_parameters"), "\(model.id)")
      if let active = integer(fact, "active_parameters") { #expect(model.activeParameters == active, "\(model.id)") }
      #expect(model.contextMaximum == integer(fact, "context_tokens"), "\(model.id)")
      #expect(model.license ?? "" == fact["license"] ?? "", "\(model.id)")
      #expect(model.commercialUse.rawValue == fact["commercial_use"] ?? "", "\(model.id)")
      #expect(model.released ?? "" == fact["released"] ?? "", "\(model.id)")
      #expect(model.confidence.rawValue == fact["confidence"] ?? "", "\(model.id)")
    }
  }

  @Test func dimensionsAreThoseOfTheFacts() throws {
    for fact in facts {
      let model = try model(fact)
      guard let architecture = model.architecture else { continue }
      #expect(architecture.layerCount == integer(fact, "layers"), "\(model.id)")
      #expect(architecture.embeddingWidth == integer(fact, "embedding_width"), "\(model.id)")
      #expect(architecture.vocabularySize == integer(fact, "vocabulary"), "\(model.id)")
      #expect(architecture.experts?.count == integer(fact, "experts"), "\(model.id)")
    }
  }

  /// A tag that the facts give to several models belongs to one or to none of them; one of which they know neither format
  /// nor size may be left out.
  @Test func ollamaTagsAreThoseOfTheFacts() throws {
    let rows = try TruthTable.rows("ollama-tags.csv")
    let owners = rows.reduce(into: [Substring: Int]()) { $0[$1["tag"] ?? "", default: 0] += 1 }
    let byModel = Dictionary(grouping: rows) { $0["model"] ?? "" }
    for fact in facts {
      let model = try model(fact)
      let own = Set(model.ollamaTags.map(\.tag))
      let tags = (byModel[Substring(model.id)] ?? []).filter { row in
        let tag = row["tag"] ?? ""
        let isKnown = row["quantization"] != "" || row["bytes"] != ""
        return owners[tag] == 1 && isKnown || own.contains(String(tag))
      }
      #expect(model.ollamaTags.map(\.tag) == tags.map { String($0["tag"] ?? "") }, "\(model.id)")
      #expect(model.ollamaTags.map(\.sizeBytes) == tags.map { integer($0, "bytes") }, "\(model.id)")
    }
  }
}

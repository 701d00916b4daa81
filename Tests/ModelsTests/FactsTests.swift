import Base
import TestSupport
import Testing

@testable import Models

/// The catalogue against the facts it was made from, which lie outside the project.
@Suite(.enabled(if: SharedFacts.has("facts/models.json"), Comment(rawValue: SharedFacts.absence)))
struct FactsTests {
  let facts: [JSONValue]
  let models: [String: Model]

  init() throws {
    facts = try JSONParser.parse(try SharedFacts.bytes("facts/models.json")).array ?? []
    models = Dictionary(uniqueKeysWithValues: try Catalog.builtIn().models.map { ($0.id, $0) })
  }

  @Test func countsAndSizesAreThoseOfTheFacts() throws {
    #expect(facts.count == 427)
    let names = facts.flatMap { $0["ollama"]?.array ?? [] }.compactMap { $0["tag"]?.string }
    let owners = names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    for fact in facts {
      let id = try #require(fact["id"]?.string)
      let model = try #require(models[id], "\(id) is missing")
      #expect(model.parameters == fact["params_total"]?.integer, "\(id)")
      #expect(model.textParameters == fact["params_text"]?.integer, "\(id)")
      if let active = fact["params_active"]?.integer { #expect(model.activeParameters == active, "\(id)") }
      #expect(model.contextMaximum == fact["context_max"]?.integer, "\(id)")
      #expect(model.license == fact["license"]?.string, "\(id)")
      #expect(model.commercialUse.rawValue == fact["commercial_use"]?.string, "\(id)")
      #expect(model.released == fact["released"]?.string, "\(id)")
      #expect(model.confidence.rawValue == fact["confidence"]?.string, "\(id)")
      // A tag that the facts give to several models belongs to one or to none of them; one of which they know neither
      // format nor size may be left out.
      let own = Set(model.ollamaTags.map(\.tag))
      let tags = (fact["ollama"]?.array ?? []).filter { tag in
        let name = tag["tag"]?.string ?? ""
        let isKnown = tag["quant"]?.string != nil || tag["size_bytes"]?.integer != nil
        return owners[name] == 1 && isKnown || own.contains(name)
      }
      #expect(model.ollamaTags.map(\.tag) == tags.compactMap { $0["tag"]?.string }, "\(id)")
      #expect(model.ollamaTags.map(\.sizeBytes) == tags.map { $0["size_bytes"]?.integer }, "\(id)")
    }
  }

  @Test func dimensionsAreThoseOfTheFacts() throws {
    for fact in facts {
      let id = try #require(fact["id"]?.string)
      let model = try #require(models[id])
      guard let architecture = model.architecture else { continue }
      #expect(architecture.layerCount == fact["n_layers"]?.integer, "\(model.id)")
      #expect(architecture.embeddingWidth == fact["d_model"]?.integer, "\(model.id)")
      #expect(architecture.vocabularySize == fact["vocab_size"]?.integer, "\(model.id)")
      #expect(architecture.experts?.count == fact["moe"]?["n_experts"]?.integer, "\(model.id)")
    }
  }
}

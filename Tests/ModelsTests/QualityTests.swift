import Models
import Testing

@Suite struct QualityTests {
  let catalog: Catalog

  init() throws { catalog = try Catalog.builtIn() }

  @Test(arguments: [
    (UseCase.general, ["qwen3-32b", "qwen3-14b", "qwen3-8b", "qwen3-4b"]),
    (.general, ["qwen3-8b", "llama-3.1-8b-instruct", "llama-2-13b-chat"]),
    (.general, ["gemma-3-27b-it", "gemma-3-12b-it", "gemma-3-4b-it"]),
    (.general, ["llama-3.3-70b-instruct", "llama-3.1-70b-instruct", "llama-3.1-8b-instruct"]),
    (.general, ["gpt-oss-120b", "gpt-oss-20b"]),
    (.general, ["deepseek-r1-0528", "deepseek-r1", "deepseek-r1-distill-llama-70b"]),
    (.general, ["deepseek-v3.2", "deepseek-v3", "deepseek-r1-distill-qwen-14b"]),
    (.general, ["phi-4-14b", "phi-3.5-mini-instruct"]),
    (.coding, ["qwen2.5-coder-32b-instruct", "qwen2.5-coder-7b-instruct", "qwen2.5-7b-instruct"]),
    (.embedding, ["qwen3-embedding-8b", "qwen3-embedding-0.6b", "all-minilm-l6-v2"]),
  ])
  func knownPairsStandAsTheFieldSeesThem(useCase: UseCase, ids: [String]) throws {
    let scores = try ids.map { id in try #require(catalog.model(id: id)?.quality[useCase]?.score, "\(id)") }
    #expect(scores == scores.sorted(by: >), "\(zip(ids, scores).map { "\($0) \($1)" })")
  }

  @Test func everyModelHasTheQualityOfWhatItCanDo() {
    for model in catalog.models {
      #expect((model.quality[.general] != nil) == model.capabilities.contains(.chat), "\(model.id)")
      #expect((model.quality[.vision] != nil) == model.capabilities.contains(.vision), "\(model.id)")
      #expect((model.quality[.embedding] != nil) == model.capabilities.contains(.embedding), "\(model.id)")
      for quality in model.quality.values {
        #expect((0...100).contains(quality.score) && quality.uncertainty > 0 && !quality.sources.isEmpty, "\(model.id)")
      }
    }
  }
}

@Suite struct QualityPriorTests {
  private func quality(_ change: (inout Model) -> Void) throws -> [UseCase: Model.Quality] {
    var entry =
      "{\"models\": [{\"id\": \"mine\", \"name\": \"M\", \"family\": \"F\", \"creator\": \"C\", \"context_max\": 8192,"
    var model = Model(
      id: "mine", name: "Mine", family: "F", creator: "C", released: "2025-04", parameters: 8_000_000_000,
      textParameters: 8_000_000_000, contextMaximum: 32768, capabilities: [.chat])
    change(&model)
    entry += "\"parameters\": \(model.parameters ?? 0), \"text_parameters\": \(model.textParameters ?? 0),"
    entry += "\"released\": \"\(model.released ?? "2025-04")\", \"capabilities\": ["
    entry += model.capabilities.all.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]}]}"
    let file = CatalogLoader.File(name: "x.json", bytes: Array(entry.utf8))
    return try #require(try CatalogLoader.load(named: [file]).catalog.model(id: "mine")).quality
  }

  @Test func aModelNobodyKnowsGetsThePriorWithAWideBandAndSaysSo() throws {
    let general = try #require(try quality { _ in }[.general])
    #expect((40...65).contains(general.score))
    #expect(general.uncertainty >= 4)
    #expect(general.sources == ["prior from size, date and kind"])
  }

  @Test func largerAndNewerModelsAreExpectedToBeBetter() throws {
    let base = try #require(try quality { _ in }[.general]).score
    let large = try quality { ($0.parameters, $0.textParameters) = (70_000_000_000, 70_000_000_000) }
    let newer = try quality { $0.released = "2026-04" }
    #expect(try #require(large[.general]).score > base + 3)
    #expect(try #require(newer[.general]).score > base + 3)
  }

  @Test func onlyWhatTheModelCanDoIsScored() throws {
    #expect(try quality { $0.capabilities = [.chat] }[.vision] == nil)
    #expect(try quality { $0.capabilities = [.chat, .vision] }[.vision] != nil)
    #expect(try quality { $0.capabilities = [.timeSeries] }.isEmpty)
    #expect(try quality { $0.capabilities = [.code] }.keys.sorted { $0.rawValue < $1.rawValue } == [.coding])
  }
}

/// What sense demands of the fitted scores within one maker's products.
@Suite struct QualityOrderTests {
  let catalog: Catalog

  init() throws { catalog = try Catalog.builtIn() }

  private func scores(_ useCase: UseCase, _ ids: [String]) throws -> [Double] {
    try ids.map { id in try #require(catalog.model(id: id)?.quality[useCase]?.score, "\(id)") }
  }

  @Test(arguments: [
    [
      "qwen2.5-0.5b-instruct", "qwen2.5-1.5b-instruct", "qwen2.5-3b-instruct", "qwen2.5-7b-instruct",
      "qwen2.5-14b-instruct", "qwen2.5-32b-instruct", "qwen2.5-72b-instruct",
    ],
    ["qwen3-0.6b", "qwen3-1.7b", "qwen3-4b", "qwen3-8b", "qwen3-14b", "qwen3-32b"],
    ["qwen3.5-0.8b", "qwen3.5-2b", "qwen3.5-4b", "qwen3.5-9b", "qwen3.5-27b"],
    ["gemma-3-270m-it", "gemma-3-1b-it", "gemma-3-4b-it", "gemma-3-12b-it", "gemma-3-27b-it"],
    ["gemma-2-2b-it", "gemma-2-9b-it", "gemma-2-27b-it"],
    ["llama-3.2-1b-instruct", "llama-3.2-3b-instruct"], ["llama-2-7b-chat", "llama-2-13b-chat", "llama-2-70b-chat"],
    ["smollm2-135m-instruct", "smollm2-360m-instruct", "smollm2-1.7b-instruct"],
    ["falcon3-1b-instruct", "falcon3-3b-instruct", "falcon3-7b-instruct", "falcon3-10b-instruct"],
    ["qwen3-30b-a3b", "qwen3-235b-a22b"], ["glm-4.5-air", "glm-4.5"],
    ["mixtral-8x7b-instruct", "mixtral-8x22b-instruct"],
  ])
  func aLargerModelOfALineIsBetter(ids: [String]) throws {
    for useCase in [UseCase.general, .coding, .reasoning, .rag, .summarization] {
      let scores = try scores(useCase, ids)
      #expect(
        scores == scores.sorted() && Set(scores).count == scores.count, "\(useCase): \(zip(ids, scores).map { $0 })")
    }
  }

  @Test(arguments: [
    ["llama-3-70b-instruct", "llama-3.1-70b-instruct", "llama-3.3-70b-instruct"],
    ["granite-3.0-8b-instruct", "granite-3.1-8b-instruct", "granite-3.2-8b-instruct", "granite-3.3-8b-instruct"],
    ["qwen2-7b-instruct", "qwen2.5-7b-instruct"], ["qwen3.5-27b", "qwen3.6-27b", "qwen3.8-27b"],
    ["deepseek-v3", "deepseek-v3-0324", "deepseek-v3.1", "deepseek-v3.2"], ["glm-4.5", "glm-4.6", "glm-4.7"],
    ["kimi-k2-instruct", "kimi-k2-thinking", "kimi-k2.5", "kimi-k2.6"],
    ["gemma-2-27b-it", "gemma-3-27b-it", "gemma-4-31b-it"],
    ["phi-3-mini-4k-instruct", "phi-3.5-mini-instruct", "phi-4-mini-instruct"],
    ["mistral-small-22b-2409", "mistral-small-3-24b", "mistral-small-3.1-24b", "mistral-small-3.2-24b"],
  ])
  func aLaterGenerationIsNotWorse(ids: [String]) throws {
    let scores = try scores(.general, ids)
    #expect(scores == scores.sorted(), "\(zip(ids, scores).map { $0 })")
  }

  /// The index changes its parts with each version: values of two of them say nothing about each other.
  @Test func theIndexIsOfOneVersion() {
    let sources = catalog.models.flatMap(\.scores).filter { $0.benchmark == "artificial_analysis_index" }.map(\.source)
    #expect(sources.count > 80)
    // A card quotes without saying which version, and such a quotation is not used.
    let others = sources.filter {
      $0 != "artificial-analysis" && !$0.hasPrefix("artificial-analysis.4.1.") && !$0.hasSuffix(".quoting")
    }
    #expect(others.isEmpty)
  }

  @Test func theFrontierIsBelowTheCeilingAndTheSmallestAboveTheFloor() {
    for useCase in UseCase.allCases {
      let scores = catalog.models.compactMap { $0.quality[useCase]?.score }
      #expect(scores.allSatisfy { $0 > 5 && $0 < 98 }, "\(useCase)")
    }
  }

  @Test func aModelWithoutResultsHasTheWiderBand() {
    let general = catalog.models.filter { $0.quality[.general] != nil }
    let bands = { (models: [Model]) in models.compactMap { $0.quality[.general]?.uncertainty }.sorted() }
    let with = bands(general.filter { $0.scores.count >= 5 })
    let without = bands(general.filter(\.scores.isEmpty))
    #expect(with[with.count / 2] + 1 < without[without.count / 2])
  }
}

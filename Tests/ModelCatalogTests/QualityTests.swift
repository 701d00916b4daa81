import ModelCatalog
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

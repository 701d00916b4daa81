import Testing

@testable import Models

/// What the catalogue promises to hold.
@Suite struct CoverageTests {
  let catalog: Catalog
  let search: ModelSearch

  init() throws {
    catalog = try Catalog.builtIn()
    search = ModelSearch(catalog.models)
  }

  @Test func thereAreMoreThanFourHundredModelsWithTheirTags() {
    #expect(catalog.models.count >= 400)
    #expect(catalog.models.reduce(0) { $0 + $1.ollamaTags.count } > 2500)
    #expect(catalog.version != nil && catalog.date != nil)
  }

  @Test(arguments: [
    "Llama 2 7B", "Llama 2 70B", "Llama 3 8B", "Llama 3.1 405B", "Llama 3.2 1B", "Llama 3.2 3B", "Llama 3.3 70B",
    "Llama 4 Scout", "Llama 4 Maverick", "Mistral 7B", "Mistral Nemo", "Mixtral 8x7B", "Mixtral 8x22B",
    "Mistral Small 3", "Mistral Small 3.1", "Mistral Small 3.2", "Devstral", "Magistral", "Ministral", "Gemma 2 9B",
    "Gemma 3 27B", "Gemma 3n", "Gemma 4", "Phi-3 mini", "Phi-3.5 mini", "Phi-4", "Phi-4 mini", "Qwen 2.5 7B",
    "Qwen2.5-Coder 32B", "Qwen2.5-VL 7B", "Qwen3 8B", "Qwen3 30B-A3B", "Qwen3 235B", "Qwen3 Coder", "Qwen3 Next",
    "Qwen3 VL", "Qwen3.5", "Qwen3.6", "QwQ", "DeepSeek-R1", "DeepSeek R1 Distill", "DeepSeek V3", "DeepSeek V3.1",
    "DeepSeek V3.2", "DeepSeek V4", "DeepSeek Coder V2 Lite", "Nemotron 3 Nano", "Nemotron 3 Super", "GLM 4.5",
    "GLM 4.6", "GLM 4.7", "GLM 5", "GLM 5.1", "Kimi K2", "Kimi K2.5", "Kimi K2.6", "CodeLlama", "StarCoder2", "OLMo 2",
    "OLMo 3", "Falcon 3", "Falcon H1", "GPT-OSS 20B", "GPT-OSS 120B", "SmolLM2", "SmolLM3", "Granite 3.3",
    "Granite 4.0", "Command-R", "Command R7B", "Command A", "LFM2", "Hunyuan", "ERNIE 4.5", "MiniMax M2", "Seed-OSS",
    "EXAONE", "nomic-embed-text", "mxbai", "bge", "all-minilm", "arctic embed", "Qwen3-Embedding", "EmbeddingGemma",
    "reranker", "LLaVA", "MiniCPM-V", "moondream", "TimesFM",
  ])
  func everyNameThatUsersAskForIsFound(name: String) {
    #expect(!search.models(matching: name).isEmpty)
  }

  @Test func everyModelSaysWhatItNeeds() {
    for model in catalog.models {
      #expect(!model.capabilities.isEmpty, "\(model.id)")
      #expect(model.huggingFaceRepository != nil, "\(model.id)")
      #expect(!model.provenance.isEmpty, "\(model.id)")
      for source in model.provenance.flatMap(\.sources) + model.scores.map(\.source) {
        #expect(SourceTable.has(source), "\(model.id): \(source)")
      }
      if let license = model.license { #expect(License.named(license) != nil, "\(model.id): \(license)") }
    }
  }

  @Test func timeSeriesModelsAreListedAndNotForChat() {
    let models = catalog.models.filter { $0.capabilities.contains(.timeSeries) }
    #expect(models.count == 4)
    #expect(models.allSatisfy { $0.capabilities == [.timeSeries] && $0.quality.isEmpty && !$0.runsInLlamaCpp })
  }

  @Test func licencesSayWhatIsOpen() {
    #expect(License.named("apache-2.0")?.isOpen == true)
    #expect(License.named("Llama3.1")?.isOpen == false)
    #expect(License.named("cc-by-nc-4.0")?.commercialUse == .forbidden)
    #expect(catalog.model(id: "llama-3.1-8b-instruct")?.licenseFacts?.commercialUse == .conditions)
  }

  @Test func extendedContextIsBeyondTheTrainedOne() {
    #expect(catalog.model(id: "qwen3-8b")?.contextExtended == 131_072)
    for model in catalog.models {
      if let extended = model.contextExtended { #expect(extended > model.contextMaximum, "\(model.id)") }
    }
  }
}

import Base
import Machines
import Models
import TestSupport
import Testing

@testable import Serving

/// The data files of serving, and what they say of cards.
@Suite struct FactsTests {
  @Test func theFilesAreRead() throws {
    _ = try #require(ServingConstants.builtIn)
    let facts = try EngineFacts.builtIn()
    #expect(Set(facts.engines.keys) == [.vllm, .sglang, .tensorRT])
    #expect(facts.problems(knowing: CatalogNames(models: [], gpus: Set(GPUTable.builtIn.gpus.map(\.id)))).isEmpty)
    let unknown = facts.problems(knowing: CatalogNames(models: [], gpus: []))
    #expect(!unknown.isEmpty)
  }

  @Test func everyEngineHasConstantsOnAnyGeneration() throws {
    let constants = try #require(ServingConstants.builtIn)
    for engine in [ServingEngine.vllm, .sglang, .tensorRT] {
      let known = try #require(constants.constants(engine, generation: "Hopper"))
      let unknown = try #require(constants.constants(engine, generation: "Nobody's"))
      #expect(known != unknown)
      #expect(constants.band(engine, generation: "Nobody's") > constants.band(.vllm, generation: "Hopper"))
    }
  }

  private static let allowed: [(ServingEngine, WeightFormat, String, Bool)] = [
    (.vllm, .fp8, "RTX 4090", true), (.vllm, .fp8, "RTX 2080 Ti", false), (.vllm, .awq, "RTX 2080 Ti", true),
    (.vllm, .awq, "Tesla V100 PCIe 16 GB", false), (.vllm, .bf16, "Tesla P40", false),
    (.tensorRT, .fp8, "H100 SXM5", true), (.tensorRT, .fp8, "A100 SXM4 80 GB", false),
    (.tensorRT, .bf16, "RTX 4090", false), (.tensorRT, .nvfp4, "B200", true), (.tensorRT, .nvfp4, "H100 SXM5", false),
    (.vllm, .bf16, "Instinct MI300X", true), (.vllm, .fp8, "RX 7900 XTX", false), (.vllm, .bf16, "RX 7900 XTX", true),
    (.sglang, .bf16, "RX 7900 XTX", false), (.sglang, .bf16, "Arc B580", false), (.vllm, .awq, "Arc B580", true),
  ]

  @Test func formatsRunWhereTheFactsSay() throws {
    for (engine, format, gpu, isAllowed) in Self.allowed {
      let group = try #require(CardGroup.all(of: try Setting.machine([gpu])).first, "\(gpu)")
      let refusal = try #require(EngineFacts.known.engines[engine]).refusal(format, group)
      #expect((refusal == nil) == isAllowed, "\(engine) \(format) on \(gpu): \(String(describing: refusal))")
    }
  }

  @Test func labelsNameFormats() {
    #expect(WeightFormat(label: "AWQ-INT4") == .awq)
    #expect(WeightFormat(label: "GPTQ-Int8") == .gptq)
    #expect(WeightFormat(label: "NVFP4") == .nvfp4)
    #expect(WeightFormat(label: "fp8") == .fp8)
    #expect(WeightFormat(label: "MXFP4_MOE") == nil)
    #expect(WeightFormat(label: "Q4_K_M") == nil)
  }

  /// Weights of the safetensors checkpoints are those of the model's parameters.
  @Test(arguments: ["llama-3.1-8b-instruct", "qwen3-30b-a3b", "deepseek-r1", "gemma-3-4b-it", "gpt-oss-120b"])
  func shapesHaveTheModelsWeights(_ id: String) throws {
    let model = try #require(Setting.models[id])
    let shape = try #require(ModelShape(model))
    let counted =
      shape.denseWeights + shape.expertWeights + shape.headWeights * Double(shape.vocabularyTables)
    let parameters = Double(try #require(model.textParameters))
    #expect(abs(counted / parameters - 1) < 0.02, "\(id): \(counted) of \(parameters)")
    let active = shape.denseWeights + shape.expertWeights * shape.expertShare + shape.headWeights
    #expect(active <= counted)
  }
}

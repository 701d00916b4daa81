import Base
import Machines
import TestSupport
import Testing

@testable import Speed

@Suite struct SpeedConstantsTests {
  private func constants(_ text: String) throws -> SpeedConstants {
    try SpeedConstants(JSONNode(parsing: text))
  }

  private static let unmeasured = """
    "offload": {"least_tokens": 32, "link_share": 0.8, "assumed_link_gbs": 16, "expert_spread": 0.2, "exchange_us": 40,
      "band": {"slower": 2, "faster": 2}},
    "shared_layers": {"exchange_layer_us": 60, "architectures_without": ["gemma3n"]},
    "unmeasured": {"architecture": {"slower": 2, "faster": 3}, "doubled_cards": {"dense": 4, "experts": 5}, "offload": 6, "engine": 7}
    """

  @Test func everyBackendHasConstants() throws {
    let file = try #require(EmbeddedFile.named("speed-constants.json"))
    let constants = try SpeedConstants(JSONNode(parsing: file.bytes))
    for backend in Backend.allCases where backend != .cpu {
      let gpu = try #require(constants.gpu(backend, generation: nil))
      #expect(gpu.rows > 0)
      #expect(!constants.generations(of: backend).isEmpty)
      #expect(gpu.decode.bandwidthShare > 0.5 && gpu.decode.bandwidthShare <= 1)
    }
    #expect(constants.gpu(.cpu, generation: nil) == nil)
    let processor = try #require(constants.processor)
    #expect(processor.instructionSet(among: ["avx", "avx2"])?.name == "avx2")
    #expect(processor.instructionSet(among: ["rvv"])?.name == "other")
  }

  /// Every constant of a GPU is the product of the levels that have it.
  @Test func levelsAreMultiplied() throws {
    let band = #""band": {"dense": [0.5, 2], "experts": [0.25, 4]}"#
    let prefill = """
      "prefill": {"arithmetic_share": 2, "professional_factor": 1, "attention_share": 1, "cache_reads": 1,
        "layer_us": 100, "expert_layer_us": 1, "recurrent_layer_us": 1, "expert_factor": 1, "no_flash_attention": 1,
        "heavy_format_factor": 1, \(band)}
      """
    let constants = try constants(
      """
      {"fp32_operations_per_byte": 27, \(Self.unmeasured),
       "all": {"architectures": ["llama"], "decode": {"bandwidth_share": 0.5, "layer_us": 60, "expert_layer_us": 3, "recurrent_layer_us": 4,
         "cache_factor": 1.5, "arithmetic_cost": 2, "attention_cost": 1, "heavy_format_factor": 2}},
       "backends": {"cuda": {"rows": 3, "decode": {"bandwidth_share": 1.2, "layer_us": 2, \(band)}, \(prefill),
         "generations": {"Pascal": {"rows": 1, "decode": {"arithmetic_cost": 3, "bandwidth_share": 1.1},
           "prefill": {"layer_us": 0.5, "band": {"dense": [0.8, 1.25], "experts": [0.8, 1.25]}}}}}}}
      """)
    let (all, pascal) = (
      try #require(constants.gpu(.cuda, generation: "unheard of")),
      try #require(constants.gpu(.cuda, generation: "Pascal"))
    )
    #expect(all.decode.bandwidthShare == 0.5 * 1.2 && pascal.decode.bandwidthShare == 0.5 * 1.2 * 1.1)
    #expect(all.decode.arithmeticCost == 2 && pascal.decode.arithmeticCost == 6)
    #expect(all.decode.layers.each == 120 * 1e-6 && all.decode.layers.recurrent == 4 * 1e-6)
    #expect(pascal.prefill.layers.each == 50 * 1e-6 && pascal.prefill.arithmeticShare == 2)
    #expect(pascal.decode.bands == all.decode.bands && pascal.prefill.bands.dense == Band(slower: 1.25, faster: 1.25))
    #expect(all.rows == 3 && pascal.rows == 1 && constants.processor == nil)
  }

  @Test func aBackEndWithoutAConstantHasNone() throws {
    let constants = try constants(
      """
      {"fp32_operations_per_byte": 1, \(Self.unmeasured), "all": {"architectures": [], "decode": {}},
       "backends": {"cuda": {"rows": 1, "generations": {}}}}
      """)
    #expect(constants.gpu(.cuda, generation: nil) == nil)
  }

  @Test func everyBackEndAndGenerationOfTheProgramCanBeRead() {
    let constants = SpeedConstants.builtIn
    for backend in Backend.allCases where backend != .cpu {
      #expect(constants.gpu(backend, generation: nil) != nil, "\(backend)")
      for generation in constants.generations(of: backend) {
        #expect(constants.isMeasured(backend, generation: generation), "\(backend) \(generation)")
      }
    }
    #expect(constants.generations(of: .cuda).count > 3)
  }
}

import Base
import Models
import TestSupport
import Testing

@testable import Memory

/// Configurations of transformers: what dimensions they make, and what is refused.
@Suite struct ConfigurationTests {
  private static let cases: [(name: String, weights: Int, config: JSONNode)] = {
    guard let root = try? JSONNode(parsing: Files.bytes(ProjectFolder.path + "/Tests/Truth/configurations.json")),
      let rows = try? root.required("models").elements()
    else { return [] }
    return rows.compactMap { row in
      guard let name = try? row.required("name").string(), let weights = try? row.required("weights").integer(),
        let config = try? row.required("config")
      else { return nil }
      return (name, weights, config)
    }
  }()

  @Test func everyConfigurationMakesTheNumberOfWeightsThatTheModelHas() throws {
    #expect(Self.cases.count >= 70)
    for (name, weights, config) in Self.cases {
      let model = try HuggingFaceFolder.model(config: config, index: nil, name: name).0
      #expect(ModelPlan(model)?.weights == weights, "\(name)")
    }
  }

  /// A configuration with some keys changed; nil leaves one out.
  private static func changed(_ changes: [(String, JSONValue?)]) throws -> JSONNode {
    var members: [String: JSONValue] = [
      "model_type": "llama", "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
      "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128_256, "max_position_embeddings": 8192,
      "tie_word_embeddings": false,
    ]
    for (key, value) in changes { members[key] = value }
    return try JSONNode(parsing: JSONWriter.line(.object(members.map { JSONValue.Member($0.key, $0.value) })))
  }

  private static func complaint(_ changes: [(String, JSONValue?)]) throws -> String {
    let config = try changed(changes)
    let error = #expect(throws: JSONShapeError.self) {
      try HuggingFaceFolder.model(config: config, index: nil, name: "x")
    }
    return try #require(error).expected
  }

  @Test(arguments: [
    ("model_type", JSONValue.string("frobnicator"), "frobnicator"),
    ("block_configs", .array([.object([:])]), "block_configs"),
    ("layers_block_type", .array([.string("rwkv")]), "for each of 32 layers"),
    ("num_fancy_experts", .integer(8), "num_fancy_experts"), ("moe_every", .integer(2), "moe_every"),
    ("rates", .array((0..<32).map { .integer($0) }), "rates"), ("mamba_d_model", .integer(64), "mamba_d_model"),
  ])
  func whatIsNotUnderstoodIsNamed(key: String, value: JSONValue, words: String) throws {
    #expect(try Self.complaint([(key, value)]).contains(words))
  }

  @Test func whatChangesNothingIsLetThrough() throws {
    let config = try Self.changed([
      ("router_aux_loss_coef", .number(0.1)), ("initializer_range", .number(0.02)), ("attention_dropout", .integer(1)),
      ("num_fancy_experts", .integer(0)), ("block_configs", .null), ("pretraining_tp", .integer(2)),
    ])
    #expect(throws: Never.self) { try HuggingFaceFolder.model(config: config, index: nil, name: "x") }
  }

  @Test func textModelsAreFoundSeveralLevelsDown() throws {
    let text =
      #"{"model_type": "big_omni", "thinker_config": {"model_type": "thinker", "text_config": "#
      + #"{"model_type": "qwen3", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "vocab_size": 96}}}"#
    let model = try HuggingFaceFolder.model(config: JSONNode(parsing: text), index: nil, name: "x").0
    #expect(model.architecture?.name == "qwen3")
    // What is left out is what the class has.
    #expect(model.architecture?.feedForwardWidth == .all(22_016))
  }

  @Test(arguments: [
    (#"{"quant_method": "awq", "bits": 4, "group_size": 128}"#, "AWQ", 4.0), (#"{"quant_method": "fp8"}"#, "FP8", 8),
    (#"{"quant_method": "gptq", "bits": 8, "group_size": -1}"#, "GPTQ-INT8", 8),
    (#"{"quant_method": "bitsandbytes", "load_in_4bit": true}"#, "NF4", 4), (#"{"quant_method": "mxfp4"}"#, "MXFP4", 4),
    (#"{"quant_method": "modelopt", "quant_algo": "NVFP4"}"#, "NVFP4", 4),
    (
      #"{"quant_method": "compressed-tensors", "config_groups": {"group_0": {"weights": {"num_bits": 4, "type": "int", "group_size": 32}}}}"#,
      "INT4", 4
    ),
  ])
  func packedFormatsAreRecognized(part: String, label: String, bits: Double) throws {
    let config = try JSONNode(parsing: #"{"quantization_config": "# + part + "}")
    let format = try #require(try CheckpointFormat(config))
    #expect(format.label == label)
    #expect(format.weightBits == bits)
  }

  @Test func packedTensorsCountAsTheMatrixThatTheyMake() {
    let shapes: [(String, String, [Int], Int)] = [
      ("model.layers.0.self_attn.q_proj.qweight", "I32", [4096, 512], 4096 * 512 * 4),
      ("model.layers.0.self_attn.q_proj.qzeros", "I32", [32, 512], 32 * 512 * 4),
      ("model.layers.0.self_attn.q_proj.scales", "F16", [32, 4096], 32 * 4096 * 2),
      ("model.layers.0.mlp.experts.7.down_proj.weight", "BF16", [64, 64], 8192),
      ("model.vision_tower.layers.0.fc.weight", "BF16", [64, 64], 8192),
      ("model.layers.1.mlp.up_proj.weight", "BF16", [64, 64], 8192),
    ]
    let tensors = CheckpointTensors(
      shapes.map { SafetensorsHeader.Tensor(name: $0.0, type: $0.1, shape: $0.2, bytes: $0.3) }, packedBits: 4,
      layers: 1)
    // The second layer predicts tokens ahead, and the tower is no text.
    let (weights, packedBytes) = (4096 * 4096 + 64 * 64, 4096 * 512 * 4 + 32 * 512 * 4 + 32 * 4096 * 2)
    #expect(tensors.textWeights == weights)
    #expect(tensors.matrices.map(\.name).contains("blk.0.attn_q.weight"))
    #expect(tensors.matrices.first?.bytes == packedBytes)
    #expect(tensors.matrices.contains { $0.experts == 8 })
  }
}

import Architectures
import Models
import TestSupport
import Testing

/// Files that are not laid out as llama.cpp lays them out.
@Suite struct GGUFDialectTests {
  /// A small model under another architecture's name.
  private static func small(_ architecture: String, _ more: [(String, GGUFBuilder.Value)] = []) -> GGUFBuilder {
    var builder = GGUFBuilder.smallLlama()
    builder.metadata = builder.metadata.map { ($0.0.replacing("llama.", with: architecture + "."), $0.1) }
    builder.metadata[0] = ("general.architecture", .string(architecture))
    builder.metadata += more.map { (architecture + "." + $0.0, $0.1) }
    return builder
  }

  private static func model(_ builder: GGUFBuilder) throws -> GGUFModel {
    try GGUFModel(parts: [GGUFReader.header(builder.built())], name: "file")
  }

  private static func complaint(_ builder: GGUFBuilder) throws -> String {
    let error = #expect(throws: GGUFError.self) { try model(builder) }
    return try #require(error).expected
  }

  @Test(arguments: [
    ("gptoss", "gpt-oss"), ("qwen25vl", "qwen2vl"), ("deepseekocr", "deepseek2-ocr"), ("glmocr", "glm4"),
    ("olmo3", "olmo2"), ("nemotron_h_omni", "nemotron_h"),
  ])
  func ollamasNamesAreTranslated(name: String, translated: String) throws {
    let file = try Self.model(Self.small(name))
    #expect(file.model.architecture?.name == translated)
    #expect(file.model.architecture?.kvHeadCount == .all(2))
    #expect(file.isOllamas)
    #expect(file.model.confidence == .exact)
  }

  @Test func everySecondLayerOfGptossSeesTheWholeContext() throws {
    let file = try Self.model(Self.small("gptoss", [("attention.sliding_window", .u32(128))]))
    #expect(file.model.architecture?.slidingWindow?.globalLayers == [1])
    // Through the description that Ollama gives, too.
    let header = GGUFHeader(
      version: 3, isBigEndian: false,
      metadata: [
        "general.architecture": .string("gptoss"), "gptoss.block_count": .unsigned(36),
        "gptoss.embedding_length": .unsigned(2880), "gptoss.attention.head_count": .unsigned(64),
        "gptoss.attention.head_count_kv": .unsigned(8), "gptoss.vocab_size": .unsigned(201_088),
        "gptoss.attention.sliding_window": .unsigned(128),
      ], tensors: [], dataOffset: 0, fileBytes: 0)
    let described = try GGUFModel(parts: [header], name: "x", isDescription: true)
    #expect(described.model.architecture?.slidingWindow?.globalLayers.count == 18)
  }

  @Test func ollamasFirstMXFP4HasANumberOfItsOwn() throws {
    #expect(GGUFTensorType(number: 4, architecture: "gptoss")?.name == "MXFP4")
    #expect(GGUFTensorType(number: 4, architecture: "llama") == nil)
    var builder = Self.small("gptoss")
    builder.add("blk.0.ffn_down_exps.weight", [64, 64, 2], type: 4, bytes: 64 * 64 * 2 / 32 * 17)
    #expect(try Self.model(builder).tensors.last?.bytes == 64 * 64 * 2 / 32 * 17)
  }

  @Test func towersAreNoPartOfTheLanguageModel() throws {
    let plain = try Self.model(Self.small("mistral3"))
    #expect(!plain.isOllamas)
    var builder = Self.small("mistral3")
    builder.add("v.blk.0.attn_q.weight", [64, 64], bytes: 64 * 64 * 4)
    builder.add("mm.linear.weight", [64, 64], bytes: 64 * 64 * 4)
    builder.add("mtp.fc.weight", [64, 64], bytes: 64 * 64 * 4)
    let file = try Self.model(builder)
    #expect(file.isOllamas)
    #expect(file.model.textParameters == plain.model.textParameters)
    #expect(file.model.parameters == plain.model.parameters.map { $0 + 2 * 64 * 64 })
    #expect(file.model.activeParameters == file.model.textParameters)
    #expect(file.model.capabilities == [.chat, .vision])
    #expect(!file.tensors.contains { $0.name.hasPrefix("mtp.") })
  }

  @Test func latentAttentionIsToldByTheTensors() throws {
    let keys: [(String, GGUFBuilder.Value)] = [
      ("attention.kv_lora_rank", .u32(32)), ("rope.dimension_count", .u32(8)), ("attention.key_length", .u32(24)),
      ("attention.value_length", .u32(16)),
    ]
    var old = Self.small("deepseek2", keys)
    for layer in 0..<2 { old.add("blk.\(layer).attn_kv_b.weight", [32, 128], bytes: 32 * 128 * 4) }
    let whole = try Self.model(old)
    #expect(whole.model.architecture?.latentAttention == nil)
    #expect(whole.model.architecture?.keyHeadWidth == 24)
    #expect(whole.model.architecture?.valueHeadWidth == 16)

    var new = Self.small(
      "deepseek2", keys + [("attention.key_length_mla", .u32(24)), ("attention.value_length_mla", .u32(16))])
    for layer in 0..<2 {
      new.add("blk.\(layer).attn_k_b.weight", [16, 32, 4], bytes: 16 * 32 * 4 * 4)
      new.add("blk.\(layer).attn_v_b.weight", [32, 16, 4], bytes: 16 * 32 * 4 * 4)
    }
    let latent = try Self.model(new).model.architecture?.latentAttention
    #expect(latent?.kvRank == 32)
    #expect(latent?.nopeHeadWidth == 16)
    #expect(latent?.valueHeadWidth == 16)
  }

  @Test func ollamasGLMFlashHasWidthsOfHeadsUnderThePlainKeys() throws {
    var builder = Self.small(
      "glm4moelite",
      [
        ("attention.kv_lora_rank", .u32(32)), ("rope.dimension_count", .u32(8)), ("attention.key_length", .u32(24)),
        ("attention.value_length", .u32(16)), ("attention.key_length_mla", .u32(40)),
        ("attention.value_length_mla", .u32(32)),
      ])
    builder.add("blk.0.attn_k_b.weight", [16, 32, 4], bytes: 16 * 32 * 4 * 4)
    let file = try Self.model(builder)
    #expect(file.model.architecture?.name == "deepseek2")
    #expect(file.model.architecture?.latentAttention?.nopeHeadWidth == 16)
    #expect(file.model.architecture?.latentAttention?.valueHeadWidth == 16)
  }

  @Test func anUnknownArchitectureIsSaidToBeUnknown() throws {
    let file = try Self.model(Self.small("hyperlm9"))
    #expect(file.model.confidence == .approximate)
    #expect(!file.model.runsInLlamaCpp)
    #expect(file.unknown.contains { $0.contains("hyperlm9") })
    // llama.cpp knows this one, plimsoll does not.
    let elder = try Self.model(Self.small("openelm"))
    #expect(elder.model.confidence == .approximate)
    #expect(elder.model.runsInLlamaCpp)
  }

  @Test(arguments: [
    "attention.sliding_window", "attention.kv_lora_rank", "ssm.state_size", "wkv.head_size", "shortconv.l_cache",
  ])
  func anUnknownLayoutIsNotPlanned(key: String) throws {
    let text = try Self.complaint(Self.small("hyperlm9", [(key, .u32(16))]))
    #expect(text.contains("hyperlm9." + key))
  }

  @Test(arguments: [
    ([("general.type", "mmproj"), ("clip.projector_type", "gemma3")], "clip", "projector (mmproj) for images"),
    ([("general.type", "adapter"), ("adapter.type", "lora")], "llama", "LoRA adapter"),
    ([], "flux", "image model"), ([], "wan", "video model"), ([], "eagle3", "draft head"),
    ([], "t5", "encoder-decoder"),
    ([("general.type", "imatrix")], "llama", "importance matrix"), ([], "controlvector", "control vector"),
  ])
  func otherFilesAreToldWhatTheyAre(keys: [(String, String)], architecture: String, words: String) throws {
    var builder = Self.small(architecture)
    builder.metadata += keys.map { ($0.0, .string($0.1)) }
    let text = try Self.complaint(builder)
    #expect(text.contains("a language model, but this is"), "\(text)")
    #expect(text.contains(words), "\(text)")
  }

  @Test func imageModelsWithoutAnArchitectureAreToldByTheirTensors() throws {
    var builder = GGUFBuilder()
    builder.add("model.diffusion_model.input_blocks.0.0.weight", [4, 4], bytes: 64)
    #expect(try Self.complaint(builder).contains("image model"))
  }

  @Test(arguments: [(UInt32(4), "Q4_2"), (31, "Q4_0_4_4"), (139, "IQ4_K, of ik_llama.cpp"), (9_999, "not 9999")])
  func foreignTensorTypesAreNamed(number: UInt32, words: String) {
    var builder = GGUFBuilder.smallLlama()
    builder.tensors[0].type = number
    let error = #expect(throws: GGUFError.self) { try GGUFReader.header(builder.built()) }
    #expect(error?.expected.contains(words) == true, "\(error?.expected ?? "")")
  }

  @Test(arguments: [("tjgg", "August 2023"), ("vers", "Git LFS"), ("PK\u{3}\u{4}", "PyTorch")])
  func otherFormatsAreToldWhatTheyAre(letters: String, words: String) {
    let bytes = Array(letters.utf8) + [UInt8](repeating: 0, count: 64)
    let error = #expect(throws: GGUFError.self) { try GGUFReader.header(bytes) }
    #expect(error?.expected.contains(words) == true, "\(error?.expected ?? "")")
  }

  @Test func aDescriptionTellsLayersByTheirHeads() throws {
    func described(_ architecture: String, _ keys: [String: GGUFValue]) throws -> GGUFModel {
      var metadata: [String: GGUFValue] = [
        "general.architecture": .string(architecture), architecture + ".block_count": .unsigned(4),
        architecture + ".embedding_length": .unsigned(64), architecture + ".attention.head_count": .unsigned(4),
        architecture + ".vocab_size": .unsigned(96),
      ]
      for (key, value) in keys { metadata[architecture + "." + key] = value }
      let header = GGUFHeader(
        version: 3, isBigEndian: false, metadata: metadata, tensors: [], dataOffset: 0, fileBytes: 0)
      return try GGUFModel(parts: [header], name: "x", isDescription: true)
    }
    let state: [String: GGUFValue] = [
      "ssm.state_size": .unsigned(16), "ssm.inner_size": .unsigned(128), "ssm.time_step_rank": .unsigned(4),
    ]
    let qwen = try described(
      "qwen35",
      state.merging(["full_attention_interval": .unsigned(4), "attention.head_count_kv": .unsigned(2)]) { $1 })
    #expect(qwen.model.architecture?.recurrent?.kind == .gatedDeltaNet)
    #expect(qwen.model.architecture?.recurrent?.layers == [0, 1, 2])
    #expect(qwen.model.architecture?.attentionLayers == [3])
    let heads = GGUFValue.array([0, 2, 0, 0].map { .unsigned($0) })
    let nemotron = try described(
      "nemotron_h",
      state.merging([
        "attention.head_count_kv": heads, "feed_forward_length": .array([0, 0, 128, 0].map { .unsigned($0) }),
      ]) { $1 })
    #expect(nemotron.model.architecture?.layerPattern == "M*-M")
    #expect(throws: GGUFError.self) { try described("granitehybrid", state) }
  }
}

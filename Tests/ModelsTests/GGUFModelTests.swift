import Models
import TestSupport
import Testing

@Suite struct GGUFModelTests {
  @Test func takesTheDimensionsFromTheHeader() throws {
    let header = try GGUFReader.header(GGUFBuilder.smallLlama().built())
    let file = try GGUFModel(parts: [header], name: "file")
    let architecture = try #require(file.model.architecture)
    #expect(file.quantization == "Q4_0")
    #expect(file.model.id == "small-llama-1b")
    #expect(file.model.parameters == header.elementCount)
    #expect(file.model.capabilities == [.chat])
    #expect(architecture.kvHeadCount == .all(2))
    #expect(architecture.keyHeadWidth == 16)
    #expect(architecture.vocabularySize == 96)
    #expect(architecture.hasTiedEmbeddings)
    #expect(file.unknown == ["general.license", "general.organization"])
  }

  @Test func aWindowPatternNamesTheLocalLayers() throws {
    var builder = GGUFBuilder.smallLlama()
    builder.metadata[0] = ("general.architecture", .string("gemma4"))
    builder.metadata = builder.metadata.map { ($0.0.replacing("llama.", with: "gemma4."), $0.1) }
    builder.metadata.append(("gemma4.attention.sliding_window", .u32(512)))
    builder.metadata.append(("gemma4.attention.sliding_window_pattern", .bools([true, false])))
    let file = try GGUFModel(parts: [GGUFReader.header(builder.built())], name: "file")
    #expect(file.model.architecture?.slidingWindow?.window == 512)
    #expect(file.model.architecture?.slidingWindow?.globalLayers == [1])
  }

  @Test func partsHaveTensorsAndEachOnce() throws {
    let header = try GGUFReader.header(GGUFBuilder.smallLlama().built())
    let twice = #expect(throws: GGUFError.self) { try GGUFModel(parts: [header, header], name: "file") }
    #expect(twice?.expected.contains("in two") == true)
    var empty = GGUFBuilder.smallLlama()
    empty.tensors = []
    let vocabulary = try GGUFReader.header(empty.built())
    let none = #expect(throws: GGUFError.self) { try GGUFModel(parts: [vocabulary], name: "file") }
    #expect(none?.expected.contains("has none") == true)
    // The first part of a split file may be all metadata.
    #expect(try GGUFModel(parts: [vocabulary, header], name: "file").tensors.count == 20)
  }

  @Test func headsOfWindowsHaveAWidthOfTheirOwn() throws {
    var builder = GGUFBuilder.smallLlama()
    builder.metadata[0] = ("general.architecture", .string("gemma4"))
    builder.metadata = builder.metadata.map { ($0.0.replacing("llama.", with: "gemma4."), $0.1) }
    builder.metadata.removeAll { $0.0.hasSuffix("attention.key_length") || $0.0.hasSuffix("attention.value_length") }
    for (key, width) in [
      ("key_length", 512), ("value_length", 512), ("key_length_swa", 256), ("value_length_swa", 256),
    ] {
      builder.metadata.append(("gemma4.attention." + key, .u32(UInt32(width))))
    }
    let file = try GGUFModel(parts: [GGUFReader.header(builder.built())], name: "file")
    #expect(file.model.architecture?.keyHeadWidth == 256)
    #expect(file.model.architecture?.valueHeadWidth == 256)
    #expect(file.model.architecture?.gemma4?.globalHeadWidth == 512)
  }

  @Test func layersOfDeltaAttentionKeepStateAndNoKeys() throws {
    var builder = GGUFBuilder.smallLlama()
    builder.metadata[0] = ("general.architecture", .string("kimi-linear"))
    builder.metadata = builder.metadata.map { ($0.0.replacing("llama.", with: "kimi-linear."), $0.1) }
    builder.metadata.append(("kimi-linear.kda.head_dim", .u32(128)))
    builder.add("blk.0.ssm_a", [4], bytes: 16)
    builder.add("blk.1.attn_kv_a_mqa.weight", [64, 32], bytes: 64 * 32 * 4)
    let file = try GGUFModel(parts: [GGUFReader.header(builder.built())], name: "file")
    #expect(file.model.architecture?.recurrent?.kind == .kimiDelta)
    #expect(file.model.architecture?.recurrent?.headWidth == 128)
    #expect(file.model.architecture?.recurrent?.layers == [0])
    #expect(file.model.architecture?.attentionLayers == [1])
  }

  @Test func aTokenNeedsOnlyItsExperts() throws {
    var builder = GGUFBuilder.smallLlama()
    builder.metadata.append(("llama.expert_count", .u32(8)))
    builder.metadata.append(("llama.expert_used_count", .u32(2)))
    builder.add("blk.0.ffn_down_exps.weight", [128, 64, 8], type: 2, bytes: 128 * 64 * 8 / 32 * 18)
    let file = try GGUFModel(parts: [GGUFReader.header(builder.built())], name: "file")
    let total = try #require(file.model.parameters)
    #expect(file.model.activeParameters == total - 128 * 64 * 6)
    #expect(file.model.architecture?.experts?.expertWidth == 128)
  }

  @Test func aHeaderWithoutLayersIsRefused() throws {
    var builder = GGUFBuilder.smallLlama()
    builder.metadata.removeAll { $0.0 == "llama.block_count" }
    let header = try GGUFReader.header(builder.built())
    let error = #expect(throws: GGUFError.self) { try GGUFModel(parts: [header], name: "file") }
    #expect(error?.expected.contains("llama.block_count") == true)
  }

  @Test(arguments: [
    ("m-00002-of-00003.gguf", ["m-00001-of-00003.gguf", "m-00002-of-00003.gguf", "m-00003-of-00003.gguf"]),
    ("m.gguf", ["m.gguf"]), ("a-of-b.gguf", ["a-of-b.gguf"]), ("m-1-of-2.gguf", ["m-1-of-2.gguf"]),
  ])
  func namesThePartsOfASplitFile(path: String, parts: [String]) {
    #expect(GGUFSplit.parts(of: path) == parts)
  }
}

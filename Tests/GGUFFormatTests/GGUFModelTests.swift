import GGUFFormat
import ModelCatalog
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

import Base
import Models
import Testing

@Suite struct ModelImportTests {
  /// Writing an entry and reading it again must give the same model, for every model there is.
  @Test func entriesSurviveWritingAndReading() throws {
    let models = try Catalog.builtIn().models
    let text = JSONWriter.text(CatalogEntryWriter.document(models))
    let read = try Array(text.utf8).withUnsafeBufferPointer { buffer in
      try Catalog.models(buffer, name: "written.json")
    }
    #expect(read.count == models.count)
    for (before, after) in zip(models, read) {
      var expected = before
      expected.quality = after.quality
      #expect(after == expected, "\(before.id)")
    }
  }

  @Test func readsAConfigOfADenseModel() throws {
    let config = try JSONNode(
      parsing:
        """
        {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "num_hidden_layers": 36, "hidden_size": 4096,
         "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128, "intermediate_size": 12288,
         "vocab_size": 151936, "max_position_embeddings": 40960, "tie_word_embeddings": false, "rope_scaling": null,
         "sliding_window": null, "torch_dtype": "bfloat16"}
        """)
    let index = try JSONNode(parsing: #"{"metadata": {"total_size": 16381470720}}"#)
    let (model, unknown) = try HuggingFaceFolder.model(config: config, index: index, name: "My Qwen3 8B")
    var known = try #require(try Catalog.builtIn().model(id: "qwen3-8b")?.architecture)
    known.rope = nil  // the catalogue knows the optional extension, which the configuration does not name
    #expect(model.id == "my-qwen3-8b")
    #expect(model.parameters == 8_190_735_360)
    #expect(model.architecture == known)
    #expect(unknown == ["license", "released"])
  }

  @Test func readsAConfigWithExpertsAndLayerTypes() throws {
    let config = try JSONNode(
      parsing:
        """
        {"model_type": "gpt_oss", "num_hidden_layers": 4, "hidden_size": 2880, "num_attention_heads": 64,
         "num_key_value_heads": 8, "head_dim": 64, "intermediate_size": 2880, "vocab_size": 201088,
         "max_position_embeddings": 131072, "num_local_experts": 32, "num_experts_per_tok": 4, "sliding_window": 128,
         "layer_types": ["sliding_attention", "full_attention", "sliding_attention", "full_attention"],
         "rope_scaling": {"rope_type": "yarn", "factor": 32.0, "original_max_position_embeddings": 4096}}
        """)
    let (model, unknown) = try HuggingFaceFolder.model(config: config, index: nil, name: "x")
    #expect(model.architecture?.experts?.count == 32)
    #expect(model.architecture?.slidingWindow?.globalLayers == [1, 3])
    #expect(model.architecture?.rope?.factor == 32)
    #expect(unknown.contains { $0.hasPrefix("parameters") })
  }

  @Test func readsWhatOllamaSays() throws {
    let document = try JSONNode(
      parsing:
        """
        {"details": {"quantization_level": "Q4_K_M"}, "capabilities": ["completion", "tools", "thinking"],
         "model_info": {"general.architecture": "qwen3", "general.parameter_count": 8190735360,
          "qwen3.block_count": 36, "qwen3.embedding_length": 4096, "qwen3.attention.head_count": 32,
          "qwen3.attention.head_count_kv": 8, "qwen3.attention.key_length": 128, "qwen3.attention.value_length": 128,
          "qwen3.feed_forward_length": 12288, "qwen3.context_length": 40960, "qwen3.vocab_size": 151936,
          "tokenizer.ggml.tokens": null}}
        """)
    let (model, unknown) = try OllamaShow.model(document, tag: "qwen3:8b")
    #expect(model.parameters == 8_190_735_360)
    #expect(model.ollamaTags.map(\.quantization) == ["Q4_K_M"])
    #expect(model.capabilities == [.chat, .tools, .reasoning])
    #expect(model.architecture?.kvHeadCount == .all(8))
    #expect(unknown.contains("general.license"))
  }

  @Test(arguments: [
    ("{}", ""), (#"{"model_type": "llama"}"#, "/num_hidden_layers"),
    (#"{"model_type": "llama", "num_hidden_layers": "32"}"#, "/num_hidden_layers"),
    (#"{"model_type": "llama", "num_hidden_layers": 2, "hidden_size": 8, "num_attention_heads": 0}"#, ""),
    (#"[1]"#, ""),
  ])
  func aBadConfigNamesThePlace(text: String, pointer: String) throws {
    let config = try JSONNode(parsing: text)
    let error = #expect(throws: JSONShapeError.self) {
      try HuggingFaceFolder.model(config: config, index: nil, name: "x")
    }
    #expect(error?.pointer == pointer || pointer.isEmpty)
  }
}

import Base
import Commands
import Glibc
import TestSupport
import Testing

/// `catalog import` and names of the kind `ollama:TAG`, on files of the test's own.
@Suite struct ImportTests {
  private static let config = """
    {"model_type": "qwen3", "hidden_size": 1024, "intermediate_size": 3072, "num_hidden_layers": 28,
     "num_attention_heads": 16, "num_key_value_heads": 8, "head_dim": 128, "vocab_size": 151936,
     "max_position_embeddings": 40960, "tie_word_embeddings": true, "torch_dtype": "bfloat16"}
    """

  @Test func aHuggingFaceFolderBecomesAnEntryThatCanBeUsed() throws {
    let place = try TestFolder()
    try place.write(Self.config, to: "My-Qwen3-0.6B/config.json")
    try place.write(#"{"metadata": {"total_size": 1192099840}}"#, to: "My-Qwen3-0.6B/model.safetensors.index.json")
    let environment = ["HOME": place.path]
    let run = ProgramRun(
      ["catalog", "import", place.path + "/My-Qwen3-0.6B", "--save", "--json"], environment: environment)
    #expect(run.code == .answered, "\(run.messages)")
    let document = try run.document()
    #expect(try SchemaCheck.findings(in: document, schema: "import") == [])
    let entry = document["catalog"]?["models"]?.array?.first
    #expect(entry?["parameters"]?.integer == 596_049_920)
    #expect(entry?["license"] == .null)
    #expect(document["unknown"]?.array?.contains("license") == true)
    let saved = try #require(document["saved"]?.string)
    #expect(saved == place.path + "/.config/plimsoll/catalog.d/my-qwen3-0.6b.json")
    #expect(ProgramRun("catalog", "check", saved).code == .answered)

    let words = ["--quant", "Q8_0", "--gpu", "none", "--ram", "16GiB", "--json"]
    let own = try ProgramRun(["fit", "my-qwen3-0.6b"] + words, environment: environment).document()
    let known = try ProgramRun(["fit", "qwen3-0.6b"] + words).document()
    #expect(own["rows"]?.array?.first?["memory"] == known["rows"]?.array?.first?["memory"])
  }

  @Test func withoutAFolderToSaveInNothingIsPrinted() throws {
    let place = try TestFolder()
    try place.write(Self.config, to: "model/config.json")
    let run = ProgramRun("catalog", "import", place.path + "/model", "--save")
    #expect(run.code == .cannotCreate)
    #expect(run.output.isEmpty)
    try place.write("", to: "blocked")
    let blocked = ProgramRun(
      ["catalog", "import", place.path + "/model", "--save"], environment: ["XDG_CONFIG_HOME": place.path + "/blocked"])
    #expect(blocked.code == .cannotCreate)
    #expect(blocked.messages.contains(place.path + "/blocked"))
  }

  @Test(arguments: [
    ("", ":1:1"), (#"{"model_type": "qwen3"}"#, "/num_hidden_layers"), (#"{"model_type": 7}"#, ":1: /model_type"),
  ])
  func aMalformedConfigurationIsNamedWithItsPlace(text: String, place: String) throws {
    let folder = try TestFolder()
    try folder.write(text, to: "model/config.json")
    let run = ProgramRun("catalog", "import", folder.path + "/model")
    #expect(run.code == .badData)
    #expect(run.messages.contains(place), "\(run.messages)")
    #expect(run.messages.contains(folder.path + "/model/config.json"))
  }

  @Test func aPulledTagIsReadFromItsBlob() throws {
    let place = try TestFolder()
    let digest = String(repeating: "ab", count: 32)
    let manifest = "manifests/registry.ollama.ai/library/tiny/1b"
    try place.write(
      """
      {"layers": [{"mediaType": "application/vnd.ollama.image.license", "digest": "sha256:00"},
       {"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:\(digest)"}]}
      """, to: manifest)
    try place.write("GGUF", to: "blobs/sha256-\(digest)")
    let environment = ["OLLAMA_MODELS": place.path]
    // The blob is found and read: it is the blob that is broken.
    let run = ProgramRun(["fit", "ollama:tiny:1b"], environment: environment)
    #expect(run.code == .badData)
    #expect(run.messages.contains("blobs/sha256-\(digest): byte"), "\(run.messages)")

    try place.write(#"{"layers": []}"#, to: manifest)
    let empty = ProgramRun(["fit", "ollama:tiny:1b"], environment: environment)
    #expect(empty.code == .badData)
    #expect(empty.messages.contains(manifest))
  }

  @Test(arguments: [
    ("ollama:no-such-model:1b", ExitCode.noInput), ("ollama:../../etc:passwd", .usage), ("ollama:", .usage),
    ("ollama:a/b/c/d", .usage), ("ollama:a:b:c", .usage),
  ])
  func aTagThatIsNotThereIsSaidToBe(name: String, code: ExitCode) {
    let run = ProgramRun(["fit", name], environment: ["OLLAMA_MODELS": "/no/such/folder"])
    #expect(run.code == code, "\(run.messages)")
  }

  @Test func aTagThatIsNotPulledIsTheCataloguesModel() throws {
    let words = ["--quant", "Q4_K_M", "--gpu", "none", "--ram", "16GiB", "--json"]
    let tagged = try ProgramRun(["fit", "ollama:qwen3:8b"] + words).document()
    #expect(tagged["model"]?["id"]?.string == "qwen3-8b")
  }
}

/// `fit` and `catalog import` on folders of checkpoints.
@Suite struct CheckpointTests {
  private static func config(_ more: String = "") -> String {
    """
    {"model_type": "llama", "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
     "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256, "max_position_embeddings": 8192,
     "tie_word_embeddings": false, "torch_dtype": "bfloat16"\(more)}
    """
  }
  private static let machine = ["--gpu", "RTX 4090", "--ram", "64GiB", "--json"]

  @Test func aFolderIsPlannedLikeTheModelItHolds() throws {
    let place = try TestFolder()
    try place.write(Self.config(#", "router_jitter_noise": Infinity, "x": NaN"#), to: "Some-8B/config.json")
    for name in ["/Some-8B", "/Some-8B/", "/Some-8B/config.json"] {
      let run = ProgramRun(["fit", place.path + name] + Self.machine)
      #expect(run.code == .answered, "\(run.messages)")
      let document = try run.document()
      #expect(document["model"]?["parameters"]?.integer == 8_030_261_248)
      #expect((document["rows"]?.array?.count ?? 0) > 20)
    }
  }

  @Test(arguments: [
    ("Some-70B", "", "its name says 70B"),
    ("Some-8B", #"{"metadata": {"total_size": 6700000000}}"#, "its index has 3.35B"),
  ])
  func whatDoesNotAddUpIsRefused(name: String, index: String, words: String) throws {
    let place = try TestFolder()
    try place.write(Self.config(), to: name + "/config.json")
    if !index.isEmpty { try place.write(index, to: name + "/model.safetensors.index.json") }
    for command in [["fit"], ["catalog", "import"]] {
      let run = ProgramRun(command + [place.path + "/" + name])
      #expect(run.code == .badData)
      #expect(run.messages.contains(words), "\(run.messages)")
    }
  }

  @Test func aPackedCheckpointIsOneRow() throws {
    let place = try TestFolder()
    try place.write(Self.config(#", "quantization_config": {"quant_method": "awq", "bits": 4}"#), to: "a/config.json")
    let rows = try ProgramRun(["fit", place.path + "/a"] + Self.machine).document()["rows"]?.array
    #expect(rows?.count == 1)
    #expect(rows?.first?["quantization"]?.string == "AWQ")
    let bytes = try #require(rows?.first?["memory"]?["weights_bytes"]?.integer)
    #expect(abs(Double(bytes) / 5.73e9 - 1) < 0.02)
    try place.write(Self.config(#", "quantization_config": {"quant_method": "aqlm"}"#), to: "b/config.json")
    let unknown = ProgramRun(["fit", place.path + "/b"] + Self.machine)
    #expect(unknown.code == .badData)
    #expect(unknown.messages.contains("AQLM"))
  }

  @Test func weightsWithoutAConfigurationAreRefused() throws {
    let place = try TestFolder()
    try place.write("x", to: "model.safetensors")
    #expect(ProgramRun("fit", place.path + "/model.safetensors").code == .noInput)
    #expect(ProgramRun("fit", place.path + "/none/config.json").code == .noInput)
    try place.write(Self.config(), to: "config.json")
    #expect(ProgramRun("fit", place.path + "/model.safetensors").code == .badData)
  }
}

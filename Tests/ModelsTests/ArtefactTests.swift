import Base
import Testing

@testable import Models

/// catalog/files and catalog/mixed-labels.json against what the rest of the catalogue says.
@Suite struct ArtefactTests {
  private static let models = (try? Catalog.builtIn().models) ?? []

  private static func model(_ id: String) throws -> Model {
    try #require(models.first { $0.id == id })
  }

  @Test func everyLineIsReadAndBelongsToAModel() throws {
    let ids = Set(Self.models.map(\.id))
    var count = 0
    for file in EmbeddedFile.all where file.name.hasPrefix("files/") {
      for line in file.bytes.split(separator: UInt8(ascii: "\n")) {
        let node = try JSONNode(parsing: UnsafeBufferPointer(rebasing: line))
        for listing in try ArtefactLine(node).listings {
          #expect(!listing.rows.isEmpty, "\(file.name): \(listing.repository)")
          for row in listing.rows { _ = try listing.artefact(row) }
        }
        let id = try node.required("id").string()
        #expect(ids.contains(id), "\(file.name): \(id)")
        #expect(ArtefactTable.ids.contains(id), "\(file.name): \(id) is not found")
        count += 1
      }
    }
    #expect(count == ArtefactTable.ids.count)
    #expect(count > 400)
  }

  @Test func nearlyEveryModelHasAFile() {
    let without = Self.models.filter { $0.artefacts.isEmpty }.map(\.id)
    #expect(without.count <= 13, "\(without)")
  }

  @Test func everyLabelOfAFileIsOneThatCanBePlanned() {
    let known = Set(QuantizationLoss.builtIn.recipes.map(\.name)).union(MixedLabel.all.map(\.label))
    for model in Self.models {
      for artefact in model.artefacts where artefact.format == .gguf {
        #expect(known.contains(artefact.label), "\(model.id): \(artefact.repository) \(artefact.label)")
      }
    }
  }

  @Test func factsOfAnArtefactGoTogether() {
    for artefact in Self.models.flatMap(\.artefacts) {
      let name = "\(artefact.repository) \(artefact.label)"
      #expect(artefact.repository.split(separator: "/").count == (artefact.format == .ollama ? 3 : 2), "\(name)")
      #expect(artefact.asOf.flatMap(CatalogDate.monthAndDay) != nil || artefact.format == .ollama, "\(name)")
      #expect(artefact.certainty != .byRule || artefact.bytes == nil && artefact.sha256 == nil, "\(name)")
      #expect(artefact.sha256.map { $0.utf8.count == 64 && artefact.splitCount == 1 } ?? true, "\(name)")
      if artefact.format == .gguf {
        let file = artefact.file ?? ""
        #expect(file.hasSuffix(".gguf") && !file.contains("{") && !file.contains("*"), "\(name): \(file)")
        #expect(file.contains("-00001-of-") == (artefact.splitCount > 1), "\(name): \(file)")
      }
    }
  }

  @Test func gptOSSHasItsRealFilesAndNoOthers() throws {
    let model = try Self.model("gpt-oss-20b")
    let native = model.artefacts(label: "mxfp4_moe", format: .gguf)
    #expect(!native.contains { $0.repository == "unsloth/gpt-oss-20b-GGUF" })
    #expect(native.first?.repository == "ggml-org/gpt-oss-20b-GGUF")
    #expect(native.first?.bytes == 12_109_566_624)
    #expect(model.artefacts(label: "MXFP4", format: .ollama).map(\.file) == ["gpt-oss:20b"])
    // Experts stay in MXFP4 in every label: 59 GiB, not 116 GiB as Q8_0.
    let large = try Self.model("gpt-oss-120b").artefacts(label: "Q8_0", format: .gguf)
    #expect(!large.isEmpty)
    for artefact in large { #expect((58 << 30..<61 << 30).contains(artefact.bytes ?? 0), "\(artefact.repository)") }
  }

  @Test(arguments: [
    ("gemma-4-31b-it", "ggml-org/gemma-4-31B-it-GGUF", "Q4_K_M"),
    ("qwen3.6-35b-a3b", "unsloth/Qwen3.6-35B-A3B-GGUF", "Q2_K"),
    ("qwen3.8-27b", "unsloth/Qwen3.8-27B-GGUF", "Q4_K_M"),
  ])
  func whatWasDeletedOrNeverWasIsNotThere(id: String, repository: String, label: String) throws {
    let model = try Self.model(id)
    #expect(model.artefacts.contains { $0.repository == repository })
    #expect(!model.artefacts(label: label).contains { $0.repository == repository })
    #expect(model.unlistedArtefact(label: label)?.repository != repository)
  }

  @Test func splitFilesAndFP16AreNotForOllamasBridge() throws {
    let file = Artefact(format: .gguf, repository: "a/b", file: "b-Q8_0.gguf", label: "Q8_0", certainty: .known)
    #expect(file.isForOllamaBridge)
    var other = file
    other.splitCount = 2
    #expect(!other.isForOllamaBridge)
    other = file
    other.file = "b.fp16.gguf"
    #expect(!other.isForOllamaBridge)
    other = file
    other.format = .mlx
    #expect(!other.isForOllamaBridge)
  }

  @Test func aRepositoryThatNobodyListedIsUnknown() {
    let model = Model(
      id: "mine", name: "Mine", family: "f", creator: "c", ggufRepositories: ["me/mine-GGUF"], contextMaximum: 4096)
    #expect(model.artefacts.isEmpty)
    let hope = model.unlistedArtefact(label: "Q4_K_M")
    #expect(hope?.repository == "me/mine-GGUF")
    #expect(hope?.certainty == .unknown)
    #expect(hope?.bytes == nil)
  }

  @Test func mixedLabelsAreMeasuredForTheKindOfTheModel() throws {
    #expect(MixedLabel.all.count > 100)
    for label in MixedLabel.all {
      #expect(label.low <= label.median && label.median <= label.high && label.low > 1 && label.high < 17, "\(label)")
    }
    for (id, kind) in [
      ("gpt-oss-20b", MixedLabel.Kind.nativeLowBit), ("qwen3-8b", .dense), ("qwen3.6-35b-a3b", .moe),
      ("gemma-3n-e2b-it", .perLayerEmbeddings), ("nemotron-3-nano-30b-a3b", .nemotronH),
      ("gemma-3-1b-it", .denseOddWidth),
    ] {
      #expect(MixedLabel.Kind(try Self.model(id)) == kind, "\(id)")
    }
    let mixed = try #require(MixedLabel.named("UD-Q4_K_XL", .init(try Self.model("qwen3-8b"))))
    #expect((4.8...5.4).contains(mixed.median))
  }
}

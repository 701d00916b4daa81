import Base
import TestSupport
import Testing

@testable import Models

@Suite struct CatalogLoaderTests {
  private func file(_ name: String, _ text: String) -> CatalogLoader.File {
    CatalogLoader.File(name: name, bytes: Array(text.utf8))
  }

  private func entry(_ id: String, name: String = "Mine") -> String {
    "{\"id\": \"\(id)\", \"name\": \"\(name)\", \"family\": \"F\", \"creator\": \"C\", \"context_max\": 4096}"
  }

  @Test func aNamedCatalogueStandsForTheBuiltInOne() throws {
    let loaded = try CatalogLoader.load(
      named: [file("mine.json", "{\"models\": [\(entry("b")), \(entry("a"))]}")],
      user: [file("user.json", "{\"models\": [\(entry("c"))]}")])
    #expect(loaded.catalog.models.map(\.id) == ["a", "b"])
    #expect(loaded.warnings.isEmpty)
  }

  @Test func aNamedCatalogueMayExtendTheBuiltInOne() throws {
    let text = "{\"extends\": \"builtin\", \"models\": [\(entry("mine")), \(entry("qwen3-8b"))]}"
    let loaded = try CatalogLoader.load(named: [file("mine.json", text)])
    let builtIn = try Catalog.builtIn()
    #expect(loaded.catalog.models.count == builtIn.models.count + 1)
    #expect(loaded.catalog.model(id: "qwen3-8b")?.name == "Mine")
    #expect(loaded.notes == ["mine.json: qwen3-8b replaces the entry of that id"])
    #expect(loaded.catalog.models.map(\.id) == loaded.catalog.models.map(\.id).sorted())
  }

  @Test func theUsersFolderComesAfterTheBuiltInOneAndCannotBreakIt() throws {
    let loaded = try CatalogLoader.load(user: [
      file("a.json", "{\"models\": [\n{\"id\": 7}\n]}"), file("b.json", "{\"models\": [\(entry("mine"))]}"),
      file("c.json", "{\"models\": "),
    ])
    #expect(loaded.catalog.model(id: "mine") != nil)
    #expect(loaded.catalog.model(id: "qwen3-8b") != nil)
    #expect(loaded.warnings.count == 2)
    #expect(loaded.warnings[0].hasPrefix("a.json:2: expected a string, not a number at /models/0/id"))
    #expect(loaded.warnings[1].hasPrefix("c.json:1:12: expected a value"))
  }

  @Test func aBrokenNamedFileIsAnError() {
    #expect(
      throws: CatalogError(
        file: "x.json", line: 1, column: nil, pointer: "/models",
        expected: "a value; the key \"models\" is missing or null")
    ) {
      try CatalogLoader.load(named: [file("x.json", "{}")])
    }
  }

  @Test func otherDataFilesOfAFolderAreNotModels() throws {
    let loaded = try CatalogLoader.load(named: [
      file("catalog/catalog.json", "{\"version\": \"7\", \"date\": \"2026-01-31\"}"),
      file("catalog/gpus.json", "{\"gpus\": []}"), file("catalog/models/x.json", "{\"models\": [\(entry("x"))]}"),
    ])
    #expect(loaded.catalog.models.map(\.id) == ["x"])
    #expect(loaded.catalog.version == "7")
  }

  @Test(
    arguments: zip(
      ["2026-09-30", "2026-10-30", "2026-10-31", "2027-10-01", "nonsense"], [false, false, true, true, false]))
  func anOldCatalogueWarnsAfterNineMonths(today: String, warns: Bool) throws {
    let text = "{\"date\": \"2026-01-31\", \"models\": [\(entry("x"))]}"
    let loaded = try CatalogLoader.load(named: [file("x.json", text)], today: today)
    #expect(loaded.warnings.isEmpty == !warns)
  }

  /// A thousand damaged copies of real files: an answer or an error with its line, never a crash.
  @Test func damagedCataloguesNeverCrash() throws {
    let source = try #require(EmbeddedFile.named("models/openai.json"))
    var random = SeededRandom(seed: 11)
    for _ in 0..<400 {
      var bytes = Array(source.bytes)
      if random.next() % 4 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
      for _ in 0..<3 where !bytes.isEmpty {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next() % 128)
      }
      do {
        _ = try CatalogLoader.load(named: [CatalogLoader.File(name: "damaged.json", bytes: bytes)])
      } catch {
        #expect(error.line >= 1 && !error.expected.isEmpty)
      }
    }
  }
}

/// What is read of the built-in files when it is asked for is what a strict look at once finds.
@Suite struct TrustedCatalogTests {
  @Test func entriesReadLaterAreThoseReadAtOnce() throws {
    let files = EmbeddedFile.all.filter { $0.name.hasPrefix("models/") }
    #expect(files.count > 20)
    for file in files {
      let (later, atOnce) = (try CatalogFile.builtIn(file), try CatalogFile.read(file.bytes, name: file.name))
      #expect(later.models == atOnce.models, "\(file.name)")
      for model in later.models {
        #expect(model.namesFiles == (!model.ggufRepositories.isEmpty || !model.ollamaTags.isEmpty), "\(model.id)")
      }
    }
  }

  @Test func fittedQualityReadLaterIsThatReadAtOnce() throws {
    let file = try #require(EmbeddedFile.named("quality.json"))
    let later = try #require(try CatalogFile.builtIn(file).quality)
    let atOnce = try #require(try CatalogFile.read(file.bytes, name: file.name).quality)
    for model in try Catalog.builtIn().models {
      let quality = later.quality(of: model)
      #expect(quality == atOnce.quality(of: model) && model.quality == quality)
      for useCase in UseCase.allCases { #expect(model.quality(for: useCase) == quality[useCase]) }
    }
  }
}

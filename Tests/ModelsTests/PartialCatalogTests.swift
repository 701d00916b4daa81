import Testing

@testable import Models

/// What is read of the catalogue for a name alone means by it what all of the catalogue does.
@Suite struct PartialCatalogTests {
  @Test func aPartMeansTheSameByANameAsTheWhole() throws {
    let whole = try CatalogLoader.load().catalog
    let resolver = ModelResolver(whole)
    let names = whole.models.map(\.id) + whole.models.flatMap { $0.ollamaTags.map(\.tag) }
    var (count, parts) = (0, 0)
    for index in stride(from: 0, to: names.count, by: 23) {
      let name = names[index]
      guard let part = try CatalogLoader.load(about: name)?.catalog else { continue }
      count += 1
      if part.models.count < whole.models.count { parts += 1 }
      #expect(part.version == whole.version && part.date == whole.date)
      let resolution = ModelResolver(part).resolve(name)
      #expect(resolution == resolver.resolve(name), "\(name)")
      if case .found(let model, _, _) = resolution { #expect(model.quality == whole.model(id: model.id)?.quality) }
    }
    #expect(count > 40 && parts == count)
  }

  @Test func allOfItIsReadForWhatIsNoExactName() throws {
    for name in [
      "", "qwen3", "no such model", "Qwen/Qwen3-8B", "qwen3-8", "\"", "general", "unsloth/Qwen3-8B-GGUF:Q4_K_M",
    ] {
      #expect(try CatalogLoader.load(about: name) == nil, "\(name)")
    }
    #expect(try CatalogLoader.load(about: "hf.co/Qwen3-8B ")?.catalog.model(id: "qwen3-8b") != nil)
  }
}

import ModelCatalog
import Testing

@Suite struct CatalogTests {
  @Test func theBuiltInCatalogueReads() throws {
    let catalog = try Catalog.builtIn()
    #expect(catalog.models.count >= 400)
    #expect(catalog.model(id: "llama-3.1-8b-instruct")?.architecture?.kvHeadCount == .all(8))
  }
}

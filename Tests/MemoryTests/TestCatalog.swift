import Models

/// The catalogue, decoded once for all tests of this suite.
enum TestCatalog {
  static let models: [Model] = (try? Catalog.builtIn().models) ?? []
  static let byID: [String: Model] = Dictionary(models.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}

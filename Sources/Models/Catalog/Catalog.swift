/// The models plimsoll knows, in the order of their ids.
package struct Catalog: Sendable {
  /// `2026.11`; nil for a user's file without one.
  package var version: String?
  /// `2026-11-20`.
  package var date: String?
  /// Where it is from; nil: it is the built-in one.
  package var source: String?
  package var models: [Model]

  package init(version: String?, date: String?, source: String? = nil, models: [Model]) {
    self.version = version
    self.date = date
    self.source = source
    self.models = models
  }

  /// The model with exactly this id.
  package func model(id: String) -> Model? { models.first { $0.id == id } }

  /// The catalogue embedded in the program.
  package static func builtIn() throws(CatalogError) -> Catalog {
    try CatalogLoader.load().catalog
  }

  /// The models of one catalogue file; `name` is what messages call it.
  package static func models(_ bytes: UnsafeBufferPointer<UInt8>, name: String) throws(CatalogError) -> [Model] {
    try CatalogFile.read(bytes, name: name).models
  }
}

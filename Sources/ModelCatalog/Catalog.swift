import CatalogFiles
import JSONText

/// The models plimsoll knows, in the order of their ids.
package struct Catalog: Sendable {
  /// `2026.11`; nil for a user's file without one.
  package var version: String?
  /// `2026-11-20`.
  package var date: String?
  package var models: [Model]

  package init(version: String?, date: String?, models: [Model]) {
    self.version = version
    self.date = date
    self.models = models
  }

  /// The model with exactly this id.
  package func model(id: String) -> Model? { models.first { $0.id == id } }

  /// The catalogue embedded in the program.
  package static func builtIn() throws(CatalogError) -> Catalog {
    var catalog = Catalog(version: nil, date: nil, models: [])
    for file in EmbeddedFile.all {
      if file.name == "catalog.json" {
        let node = try document(file.bytes, name: file.name)
        catalog.version = node.value["version"]?.string
        catalog.date = node.value["date"]?.string
      } else if file.name.hasPrefix("models/") {
        catalog.models += try models(file.bytes, name: "catalog/" + file.name)
      }
    }
    catalog.models.sort { $0.id < $1.id }
    if let file = EmbeddedFile.named("quality.json") {
      let table = try decode(file.bytes, name: "catalog/quality.json") { node throws(JSONShapeError) in
        try QualityTable(node)
      }
      for index in catalog.models.indices { table.fill(&catalog.models[index]) }
    }
    return catalog
  }

  /// The models of one catalogue file; `name` is what messages call it.
  package static func models(_ bytes: UnsafeBufferPointer<UInt8>, name: String) throws(CatalogError) -> [Model] {
    try decode(bytes, name: name) { node throws(JSONShapeError) in
      var models: [Model] = []
      for entry in try node.required("models").elements() { models.append(try ModelDecoder.model(entry)) }
      return models
    }
  }

  /// What `read` makes of the document in `bytes`; complaints name file, line and pointer.
  private static func decode<Value>(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String, _ read: (JSONNode) throws(JSONShapeError) -> Value
  ) throws(CatalogError) -> Value {
    let node = try document(bytes, name: name)
    do {
      return try read(node)
    } catch {
      throw CatalogError(file: name, line: JSONLine.line(of: error.pointer, in: bytes), shape: error)
    }
  }

  private static func document(_ bytes: UnsafeBufferPointer<UInt8>, name: String) throws(CatalogError) -> JSONNode {
    do {
      return JSONNode(try JSONParser.parse(bytes))
    } catch {
      throw CatalogError(file: name, line: error.line, column: error.column, pointer: "", expected: error.expected)
    }
  }
}

/// A catalogue that cannot be read: which file, where in it, and what was expected.
package struct CatalogError: Error, Equatable {
  package let file: String
  package let line: Int
  package let column: Int?
  package let pointer: String
  package let expected: String

  package init(file: String, line: Int, column: Int?, pointer: String, expected: String) {
    self.file = file
    self.line = line
    self.column = column
    self.pointer = pointer
    self.expected = expected
  }

  package init(file: String, line: Int, shape: JSONShapeError) {
    self.init(file: file, line: line, column: nil, pointer: shape.pointer, expected: shape.expected)
  }
}

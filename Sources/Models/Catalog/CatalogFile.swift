import Base

/// What one file of a catalogue says.
struct CatalogFile {
  var version: String?
  var date: String?
  /// The file adds to the built-in catalogue instead of standing for itself (`"extends": "builtin"`).
  var extendsBuiltIn = false
  var models: [Model] = []
  /// It does not stand for the built-in catalogue: it adds to it, or has no models.
  var isAddition: Bool { extendsBuiltIn || models.isEmpty }
  /// Fitted quality, in a file that has `benchmarks` beside `models`.
  var quality: QualityTable?

  /// Reads a file; every complaint names file, line and place.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, name: String) throws(CatalogError) -> CatalogFile {
    try read(name, isTrusted: false) { () throws(JSONSyntaxError) in try JSONNode(parsing: bytes) }
  }

  /// Reads a file of the built-in catalogue, whose every word the tests have read.
  ///
  /// Of models as far as to what an entry says, of fitted quality all where it is asked of all models.
  static func builtIn(_ file: EmbeddedFile, levels: Int = Self.levelsToEntries) throws(CatalogError) -> CatalogFile {
    try read("catalog/" + file.name, isTrusted: true) { () throws(JSONSyntaxError) in
      try JSONNode(lasting: file.bytes, levels: levels)
    }
  }

  /// The file, its list of models, and each of them.
  private static let levelsToEntries = 3

  private static func read(
    _ name: String, isTrusted: Bool, _ parse: () throws(JSONSyntaxError) -> JSONNode
  ) throws(CatalogError) -> CatalogFile {
    let root: JSONNode
    do {
      root = try parse()
    } catch {
      throw CatalogError(file: name, line: error.line, column: error.column, pointer: "", expected: error.expected)
    }
    do {
      return try CatalogFile(root, isTrusted: isTrusted)
    } catch {
      throw CatalogError(file: name, shape: error)
    }
  }

  private init(_ node: JSONNode, isTrusted: Bool) throws(JSONShapeError) {
    version = try node.optional("version")?.string()
    date = try node.optional("date")?.string()
    if let extends = try node.optional("extends") {
      guard try extends.string() == "builtin" else { throw extends.mismatch("\"builtin\"") }
      extendsBuiltIn = true
    }
    if try node.optional("benchmarks") != nil {
      quality = try QualityTable(node, isTrusted: isTrusted)
      return
    }
    // A header such as catalog.json states version and date and may have no models.
    let isHeader = version != nil || date != nil
    if let list = isHeader ? try node.optional("models") : try node.required("models") {
      models = try ModelDecoder.models(list, isTrusted: isTrusted)
    }
  }
}

import Base

/// A file of the catalogue beside the models, read only by the commands that use it.
package protocol CatalogDocument: Sendable {
  /// Path below `catalog/`, such as `prices.json`.
  static var fileName: String { get }

  init(_ node: JSONNode) throws(JSONShapeError)

  /// Figures that cannot be true or do not go together, each with the pointer of its place.
  func problems(knowing names: CatalogNames) -> [(pointer: String, message: String)]
}

/// Names that documents refer to.
package struct CatalogNames: Sendable {
  /// Ids of the catalogue's models.
  package var models: Set<String>
  /// Ids of the GPUs in `catalog/gpus.json`.
  package var gpus: Set<String>

  package init(models: Set<String>, gpus: Set<String>) {
    (self.models, self.gpus) = (models, gpus)
  }
}

extension CatalogDocument {
  /// The document in `bytes`; `name` is what complaints call the file.
  package static func read(_ bytes: UnsafeBufferPointer<UInt8>, name: String) throws(CatalogError) -> Self {
    try read(name) { () throws(JSONSyntaxError) in try JSONNode(parsing: bytes) }
  }

  private static func read(
    _ name: String, _ parse: () throws(JSONSyntaxError) -> JSONNode
  ) throws(CatalogError) -> Self {
    let root: JSONNode
    do {
      root = try parse()
    } catch {
      throw CatalogError(file: name, line: error.line, column: error.column, pointer: "", expected: error.expected)
    }
    do {
      return try Self(root)
    } catch {
      throw CatalogError(file: name, shape: error)
    }
  }

  /// The document embedded in the program.
  package static func builtIn() throws(CatalogError) -> Self {
    guard let file = EmbeddedFile.named(fileName) else {
      throw CatalogError(file: fileName, line: 1, column: nil, pointer: "", expected: "a file of the catalogue")
    }
    return try read("catalog/" + fileName) { () throws(JSONSyntaxError) in try JSONNode(lasting: file.bytes) }
  }

  /// Mistakes in a file of this kind, of shape or else of sense.
  static func findings(in file: CatalogLoader.File, knowing names: CatalogNames) -> [CatalogCheck.Finding] {
    file.bytes.withUnsafeBufferPointer { bytes in
      do throws(CatalogError) {
        let problems = try read(bytes, name: file.name).problems(knowing: names)
        let root = problems.isEmpty ? nil : try? JSONNode(parsing: bytes)
        return problems.map { pointer, message in
          CatalogCheck.Finding(
            file: file.name, line: root?.nearest(to: pointer).line ?? 1, pointer: pointer, message: message,
            isMistake: true)
        }
      } catch {
        let place = error.column.map { "column \($0): " } ?? ""
        return [
          CatalogCheck.Finding(
            file: file.name, line: error.line, pointer: error.pointer, message: place + "expected \(error.expected)",
            isMistake: true)
        ]
      }
    }
  }
}

/// The documents that `catalog check` looks at.
package enum CatalogDocuments {
  private static let kinds: [any CatalogDocument.Type] = [
    PriceList.self, MachinePriceList.self, EnergyFacts.self, CostDefaults.self, ProviderList.self, RuntimeList.self,
    GGUFFacts.self, TransformersDefaults.self, UsedPriceList.self, GatewayList.self,
  ]

  /// Whether a path names one of them.
  package static func holds(_ path: String) -> Bool { kind(of: path) != nil }

  /// The built-in ones as files.
  package static var builtInFiles: [CatalogLoader.File] {
    kinds.compactMap { EmbeddedFile.named($0.fileName) }.map {
      CatalogLoader.File(name: "catalog/" + $0.name, bytes: Array($0.bytes))
    }
  }

  /// Mistakes in files that are such documents.
  package static func findings(in files: [CatalogLoader.File], knowing names: CatalogNames) -> [CatalogCheck.Finding] {
    files.flatMap { kind(of: $0.name)?.findings(in: $0, knowing: names) ?? [] }
  }

  private static func kind(of path: String) -> (any CatalogDocument.Type)? {
    kinds.first { path == $0.fileName || path.hasSuffix("/" + $0.fileName) }
  }
}

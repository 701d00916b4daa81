import ModelCatalog
import SystemAccess

/// Finds the catalogue that the options name.
struct CatalogSource {
  let options: CatalogOptions
  let surroundings: Surroundings

  func catalog() throws -> Catalog {
    guard let path = options.catalog else { return try builtIn() }
    let files = try files(path)
    var models: [Model] = []
    for file in files {
      let bytes = try InputFile.bytes(file, what: "the catalogue")
      do {
        models += try bytes.withUnsafeBufferPointer { try Catalog.models($0, name: file) }
      } catch let error as CatalogError {
        throw Self.failure(error)
      }
    }
    return Catalog(version: nil, date: nil, models: models)
  }

  private func builtIn() throws -> Catalog {
    do {
      return try Catalog.builtIn()
    } catch {
      throw Self.failure(error)
    }
  }

  private func files(_ path: String) throws -> [String] {
    guard FileQuestions.isFolder(path) else { return [path] }
    let names = (FileQuestions.names(in: path) ?? []).filter { $0.hasSuffix(".json") && $0 != "catalog.json" }
    guard !names.isEmpty else {
      throw Failure(.noInput, "the catalogue folder '\(path)' has no .json file in it")
    }
    return names.map { path + "/" + $0 }
  }

  static func failure(_ error: CatalogError) -> Failure {
    let place = error.column.map { "\(error.file):\(error.line):\($0)" } ?? "\(error.file):\(error.line)"
    let pointer = error.pointer.isEmpty ? "" : "\(error.pointer): "
    return Failure(.badData, "\(place): \(pointer)expected \(error.expected)")
  }
}

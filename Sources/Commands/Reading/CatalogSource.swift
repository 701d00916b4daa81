import Base
import Models
import Synchronization

/// Reads the catalogue that the options and the user's folder ask for.
struct CatalogSource {
  let options: CatalogOptions
  var output = OutputOptions()
  let surroundings: Surroundings

  /// The catalogue, or as much of it as is needed to know what a name means.
  func catalog(about name: String? = nil) throws -> Catalog {
    if options.catalog == nil, let kept = surroundings.kept { return kept.catalog }
    let named = try options.catalog.map(Self.namedFiles) ?? []
    let user = userFiles()
    let updated = updatedFiles()
    do {
      var loaded: CatalogLoader.Loaded
      do {
        loaded = try load(named, user.files, updated.files, about: name)
      } catch  where !updated.files.isEmpty && named.isEmpty {
        message("the updated catalogue is damaged: \(error.message); the built-in one is used")
        loaded = try CatalogLoader.load(named: named, user: user.files, today: surroundings.today)
      }
      if !output.quiet {
        for warning in user.warnings + loaded.warnings { surroundings.console.message("plimsoll: \(warning)\n") }
      }
      if output.verbose {
        for note in loaded.notes { surroundings.console.message("plimsoll: \(note)\n") }
      }
      var catalog = loaded.catalog
      catalog.source = options.catalog ?? updated.source
      Self.last.withLock { $0 = catalog }
      return catalog
    } catch {
      throw Self.failure(error)
    }
  }

  private func load(
    _ named: [CatalogLoader.File], _ user: [CatalogLoader.File], _ updated: [CatalogLoader.File], about name: String?
  ) throws(CatalogError) -> CatalogLoader.Loaded {
    let today = surroundings.today
    if let name, named.isEmpty, user.isEmpty, updated.isEmpty,
      let part = try CatalogLoader.load(about: name, today: today)
    {
      return part
    }
    return try CatalogLoader.load(named: named, user: user, installed: updated, today: today)
  }

  /// Keeps it until another is read: to take it apart as the program ends would be work for nobody.
  private static let last = Mutex<Catalog?>(nil)

  private func message(_ text: String) {
    if !output.quiet { surroundings.console.message("plimsoll: \(text)\n") }
  }

  /// The files of an updated catalogue; one that cannot be read costs a warning.
  private func updatedFiles() -> (files: [CatalogLoader.File], source: String?) {
    guard let store = CatalogStore(surroundings) else { return ([], nil) }
    do {
      return (try store.files() ?? [], store.state?.current?.source)
    } catch {
      message(
        "the updated catalogue cannot be used: \((error as? Failure)?.message ?? store.folder); the built-in one is")
      return ([], nil)
    }
  }

  /// The files of `--catalog`: one, or those of a folder and of its `models` folder.
  static func namedFiles(_ path: String) throws -> [CatalogLoader.File] {
    guard FileQuestions.isFolder(path) else {
      return [
        CatalogLoader.File(name: path, bytes: try InputFile.bytes(path, what: "the catalogue", limit: InputFile.limit))
      ]
    }
    let paths = [path, path + "/models"].flatMap(jsonFiles)
    guard !paths.isEmpty else { throw Failure(.noInput, "the catalogue folder '\(path)' has no .json file in it") }
    return try paths.map {
      CatalogLoader.File(name: $0, bytes: try InputFile.bytes($0, what: "the catalogue", limit: InputFile.limit))
    }
  }

  /// The files of the user's folder; one that cannot be read costs a warning.
  private func userFiles() -> (files: [CatalogLoader.File], warnings: [String]) {
    var files: [CatalogLoader.File] = []
    var warnings: [String] = []
    guard let folder = surroundings.userCatalogFolder else { return ([], []) }
    for path in Self.jsonFiles(in: folder) {
      do {
        files.append(
          CatalogLoader.File(
            name: path, bytes: try InputFile.bytes(path, what: "the catalogue", limit: InputFile.limit)))
      } catch {
        let reason = (error as? Failure)?.message ?? "cannot read \(path)"
        warnings.append("\(reason); the file is left out")
      }
    }
    return (files, warnings)
  }

  private static func jsonFiles(in folder: String) -> [String] {
    (FileQuestions.names(in: folder) ?? []).filter { $0.hasSuffix(".json") }.map { folder + "/" + $0 }
  }

  static func failure(_ error: CatalogError) -> Failure { Failure(.badData, error.message) }
}

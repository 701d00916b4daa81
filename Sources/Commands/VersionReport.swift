import Base
import Documents
import Models
import Probe

/// The release of the program, as the change log names it.
let programVersion = "0.1.0"

/// What `--version` prints.
enum VersionReport {
  /// One line.
  static var line: String { "plimsoll \(programVersion)" + (BuildFacts.revision.map { " (\($0))" } ?? "") + "\n" }

  /// The document.
  static func document(_ surroundings: Surroundings) -> String {
    let catalog = try? CatalogSource(options: CatalogOptions(), surroundings: surroundings).catalog()
    let answer = VersionAnswer(
      revision: BuildFacts.revision, architecture: BuildFacts.architecture, isOptimized: BuildFacts.isOptimized,
      compiler: BuildFacts.compiler, catalogDate: catalog?.date, catalogSource: catalog?.source,
      libraries: LibraryVersions.linked)
    return JSONWriter.text(Contract.version.json(answer, version: programVersion))
  }
}

import Base

/// What this program is made of.
package struct VersionAnswer: Sendable {
  /// What `git describe` told when it was built, or nil when whoever built it did not say.
  package var revision: String?
  package var architecture: String
  /// Whether it was optimized.
  package var isOptimized: Bool
  package var compiler: String
  /// The day of the catalogue in use.
  package var catalogDate: String?
  /// Where that is from; nil: it is the built-in one.
  package var catalogSource: String?
  package var libraries: [(name: String, version: String)]

  package init(
    revision: String?, architecture: String, isOptimized: Bool, compiler: String, catalogDate: String?,
    catalogSource: String?, libraries: [(name: String, version: String)]
  ) {
    self.revision = revision
    self.architecture = architecture
    self.isOptimized = isOptimized
    self.compiler = compiler
    self.catalogDate = catalogDate
    self.catalogSource = catalogSource
    self.libraries = libraries
  }
}

extension Contract {
  package static let version = Document<VersionAnswer>(
    "version", command: "plimsoll --version", rows: "libraries", columns: ["library": "name", "version": "version"]
  ) {
    Field("revision", optional: .text, "The source's revision as `git describe` names it.") { $0.revision }
    Field("architecture", .text, "The processor architecture that it was built for.") { $0.architecture }
    Field("optimized", .flag, "Whether it was built for speed.") { $0.isOptimized }
    Field("compiler", .text, "The compiler of the C parts.") { $0.compiler }
    Field("catalog_date", optional: .text, "The day of the catalogue in use.") { $0.catalogDate }
    Field("catalog_source", .text, "`built-in`, or where an updated catalogue is from.") {
      $0.catalogSource ?? "built-in"
    }
    Field("libraries", .list(Tables.library.codec), "The libraries it is linked with.") { $0.libraries }
  }
}

extension Tables {
  static let library = Table<(name: String, version: String)>("library", "A library that the program is linked with.") {
    Field("name", .text, "Its name.") { $0.name }
    Field("version", .text, "Its version.") { $0.version }
  }
}

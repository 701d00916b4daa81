import Options

/// Which catalogue of models is used.
package struct CatalogOptions: ParsableArguments {
  @Option(
    "path", help: "A catalogue file or folder instead of the built-in catalogue.", section: "Catalogue",
    completes: .files)
  package var catalog: String?

  package init() {}
}

/// Whether the micro-benchmark may run.
package struct BenchOptions: ParsableArguments {
  @Flag(help: "Do not measure; predict speed from facts alone.", section: "Machine")
  var noBench: Bool

  package init() {}
}

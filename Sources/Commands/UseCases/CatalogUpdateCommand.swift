import Base
import Documents
import Memory
import Models
import Options

/// Takes a newer catalogue, when asked.
struct CatalogUpdateCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "update", abstract: "Take a newer catalogue, or go back to the one before.",
      discussion: """
        SOURCE is a catalogue file, a folder in the form of the project's catalog/, or the address of a file. Its SHA-256 is \
        compared with --sha256 (of a folder: that of its SHA256SUMS) and with a SHA256SUMS beside it; an address needs one of \
        them. It is stored in $XDG_DATA_HOME/plimsoll/catalog and used from then on; the one before is kept. A broken \
        catalogue changes nothing (exit 65). Nothing is ever fetched unless you ask.
        """,
      examples: [
        ("plimsoll catalog update catalog-2027.01.json", "Models that are newer than this program."),
        ("plimsoll catalog update --revert", "The catalogue before it."),
      ])
  }

  @Argument(optional: "source", help: "File, folder or address.", completes: .files) var source: String?
  @Option("digest", help: "The SHA-256 that it must have, in hexadecimal.", section: "Catalogue") var sha256: String?
  @Flag(help: "Go back to the catalogue before the last update.", section: "Catalogue") var revert: Bool
  @OptionGroup var outputOptions: OutputOptions

  static var forms: [DocumentFormat] { DocumentFormat.withoutTables }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    guard let store = CatalogStore(surroundings) else {
      throw Failure(.cannotCreate, "there is no folder for a catalogue", hint: "set HOME or XDG_DATA_HOME")
    }
    let digest = sha256?.lowercased()
    if let digest, !SHA256.isDigest(digest) {
      throw Failure(.usage, "--sha256 needs 64 hexadecimal digits, not '\(sha256 ?? "")'")
    }
    guard revert != (source != nil), !revert || digest == nil else {
      throw Failure(.usage, "name what to take, or --revert alone", hint: "see 'plimsoll catalog update --help'")
    }
    let answer = try source.map { try take($0, digest, store, surroundings) } ?? reverted(store)
    surroundings.print(answer, as: Contract.catalogUpdate, outputOptions) { _ in CatalogText.update(answer) }
    return .answered
  }

  private func take(
    _ source: String, _ digest: String?, _ store: CatalogStore, _ surroundings: Surroundings
  ) throws -> CatalogUpdateAnswer {
    let bundle = try CatalogBundle(source, sha256: digest, surroundings)
    let catalog = try Self.checked(bundle, source)
    let before = try CatalogSource(options: CatalogOptions(), output: outputOptions, surroundings: surroundings)
      .catalog()
    if let old = before.date, let new = catalog.date, new < old, !outputOptions.quiet {
      surroundings.console.message("plimsoll: it is of \(new), older than the one in use (\(old))\n")
    }
    try store.take(
      bundle,
      as: CatalogStore.Bundle(
        sha256: bundle.sha256, source: source, version: catalog.version, date: catalog.date, taken: surroundings.today,
        files: bundle.files.map(\.name)))
    return CatalogUpdateAnswer(
      action: .updated, sha256: bundle.sha256, isChecked: bundle.isChecked, version: catalog.version,
      date: catalog.date, modelCount: catalog.models.count, folder: store.folder)
  }

  /// The catalogue that a bundle makes; a mistake in it is an error.
  private static func checked(_ bundle: CatalogBundle, _ source: String) throws -> Catalog {
    let files = bundle.files.map { file in
      CatalogLoader.File(name: bundle.files.count == 1 ? source : file.name, bytes: file.bytes)
    }
    let catalog: Catalog
    var modelCount = 0
    do {
      catalog = try CatalogLoader.load(installed: files).catalog
      for file in files { modelCount += try CatalogLoader.models(of: file).count }
    } catch {
      throw CatalogSource.failure(error)
    }
    let models = zip(bundle.files, files).filter { CatalogLoader.holdsModels($0.0.name) || bundle.files.count == 1 }
    let check = CatalogCheck { model in ModelPlan(model)?.weights }
    if let mistake = check.findings(in: models.map(\.1)).first(where: \.isMistake) {
      throw Failure(.badData, mistake.text, hint: "nothing was changed")
    }
    guard modelCount > 0 else {
      throw Failure(.badData, "\(source): expected a catalogue with models", hint: "nothing was changed")
    }
    if let date = catalog.date, !CatalogDate.isDate(date) {
      throw Failure(
        .badData, "\(source): /date: expected a date such as 2026-11-20, not \"\(date)\"", hint: "nothing was changed")
    }
    return catalog
  }

  private func reverted(_ store: CatalogStore) throws -> CatalogUpdateAnswer {
    let bundle = try store.revert()
    let builtIn = bundle == nil ? try? Catalog.builtIn() : nil
    return CatalogUpdateAnswer(
      action: .reverted, sha256: bundle?.sha256, isChecked: false, version: bundle?.version ?? builtIn?.version,
      date: bundle?.date ?? builtIn?.date, modelCount: builtIn?.models.count, folder: store.folder)
  }
}

import Base

/// Puts a catalogue together from the built-in one, files the user names and the user's own folder.
///
/// Pure: the caller reads the files. A broken file of the user's folder costs a warning and nothing else; a broken
/// file that the command names is an error.
package enum CatalogLoader {
  /// A catalogue file that has been read.
  package struct File: Sendable {
    /// What messages call it, usually its path.
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  package struct Loaded: Sendable {
    package let catalog: Catalog
    /// What the user must know, such as a file that was left out.
    package let warnings: [String]
    /// What `--verbose` adds, such as entries that were replaced.
    package let notes: [String]
  }

  /// A catalogue older than this many months warns.
  static let monthsUntilOld = 9

  /// The catalogue for a command.
  ///
  /// `named` are the files of `--catalog`: they stand instead of the built-in catalogue, or add to it if one of them
  /// says `"extends": "builtin"`. `user` are the files of the user's folder in the order of their names, read after the
  /// built-in catalogue and not when the named files stand for themselves. `installed` is an updated catalogue, which
  /// stands for the built-in one, with its quality where it has one. `today` is a date like `2026-11-21`, by
  /// which an old catalogue warns.
  package static func load(
    named: [File] = [], user: [File] = [], installed: [File] = [], today: String? = nil
  ) throws(CatalogError) -> Loaded {
    var files: [CatalogFile] = []
    for file in named where !isOtherData(file.name) { files.append(try read(file)) }
    var builder = CatalogBuilder()
    let usesBuiltIn = named.isEmpty || files.contains { $0.extendsBuiltIn }
    var updated: [CatalogFile] = []
    if usesBuiltIn { for file in installed { updated.append(try read(file)) } }
    if usesBuiltIn, updated.allSatisfy(\.isAddition) {
      for file in EmbeddedFile.all where file.name == "catalog.json" || file.name.hasPrefix("models/") {
        builder.add(try CatalogFile.builtIn(file), named: nil)
      }
    }
    for (file, source) in zip(updated, installed) { builder.add(file, named: source.name) }
    for (file, source) in zip(files, named.filter { !isOtherData($0.name) }) { builder.add(file, named: source.name) }
    if usesBuiltIn {
      for file in user {
        do {
          builder.add(try read(file), named: file.name)
        } catch {
          builder.warnings.append("\(error.message); the file is left out")
        }
      }
    }
    builder.quality = updated.lazy.compactMap(\.quality).first
    if builder.quality == nil { builder.quality = try builtInQuality(ofAll: true) }
    return builder.finish(today: today)
  }

  /// To be asked of all models, or of a few.
  private static func builtInQuality(ofAll: Bool) throws(CatalogError) -> QualityTable? {
    guard let file = EmbeddedFile.named("quality.json") else { return nil }
    return try CatalogFile.builtIn(file, levels: ofAll ? .max : 1).quality
  }

  /// As much of the built-in catalogue as is needed to know what a name means; nil where that is all of it.
  ///
  /// An exact id or tag wins over whatever else a name may mean: only the files that spell it are read.
  package static func load(about name: String, today: String? = nil) throws(CatalogError) -> Loaded? {
    let spelled = "\"\(ModelResolver.withoutAddress(name.lowercased()))\""
    var builder = CatalogBuilder()
    for file in EmbeddedFile.all
    where file.name == "catalog.json" || file.name.hasPrefix("models/") && file.spells(spelled) {
      builder.add(try CatalogFile.builtIn(file), named: nil)
    }
    guard ModelResolver(builder.catalog).knowsExactly(name) else { return nil }
    builder.quality = try builtInQuality(ofAll: false)
    return builder.finish(today: today)
  }

  /// The models of one file.
  package static func models(of file: File) throws(CatalogError) -> [Model] { try read(file).models }

  private static func read(_ file: File) throws(CatalogError) -> CatalogFile {
    try file.bytes.withUnsafeBufferPointer { bytes throws(CatalogError) in
      try CatalogFile.read(bytes, name: file.name)
    }
  }

  /// Whether an updated catalogue may have a file of that name: its header, its quality, and its models.
  package static func isInBundle(_ name: String) -> Bool {
    if name == "catalog.json" || name == "quality.json" { return true }
    let steps = name.split(separator: "/", omittingEmptySubsequences: false)
    return steps.count == 2 && steps[0] == "models" && steps[1].hasSuffix(".json") && !steps[1].hasPrefix(".")
  }

  /// Whether a file of a catalogue's folder may hold models, by its name: `gpus.json` and its like do not.
  package static func holdsModels(_ path: String) -> Bool {
    !isOtherData(path) && path.split(separator: "/").last != "catalog.json"
  }

  /// The files beside the folder `models` of the built-in catalogue, but for its header, have forms of their own.
  private static func isOtherData(_ path: String) -> Bool {
    guard let name = path.split(separator: "/").last, name != "catalog.json" else { return false }
    return EmbeddedFile.named(String(name)) != nil
  }
}

/// Collects entries; a later entry replaces an earlier one with the same id.
private struct CatalogBuilder {
  var catalog = Catalog(version: nil, date: nil, models: [])
  var quality: QualityTable?
  var warnings: [String] = []
  private var notes: [String] = []
  private var positions: [String: Int] = [:]

  mutating func add(_ file: CatalogFile, named name: String?) {
    catalog.version = file.version ?? catalog.version
    catalog.date = file.date ?? catalog.date
    // Most runs have built-in files only: those need no table of positions, a test keeps their ids unique.
    guard let name else { return catalog.models.append(contentsOf: file.models) }
    if positions.isEmpty {
      for (index, model) in catalog.models.enumerated() { positions[model.id] = index }
    }
    for model in file.models {
      if let index = positions[model.id] {
        notes.append("\(name): \(model.id) replaces the entry of that id")
        catalog.models[index] = model
      } else {
        positions[model.id] = catalog.models.count
        catalog.models.append(model)
      }
    }
  }

  consuming func finish(today: String?) -> CatalogLoader.Loaded {
    if let quality {
      for index in catalog.models.indices { catalog.models[index].takeQuality(from: quality) }
    }
    let ids = catalog.models.map(\.id)
    let order = sortedPlaces(ids.count) { ids[$0] < ids[$1] }
    // In place, for moving an entry is cheaper than copying it.
    for index in order.indices {
      var source = order[index]
      while source < index { source = order[source] }
      if source != index { catalog.models.swapAt(index, source) }
    }
    if let today, let date = catalog.date, let age = Self.months(from: date, to: today),
      age >= CatalogLoader.monthsUntilOld
    {
      warnings.append("the catalogue is of \(date), \(age) months old: newer models are not in it")
    }
    return CatalogLoader.Loaded(catalog: catalog, warnings: warnings, notes: notes)
  }

  /// Whole months between two dates like `2026-11-20`; nil when one is none.
  private static func months(from first: String, to second: String) -> Int? {
    guard let (firstMonth, firstDay) = CatalogDate.monthAndDay(first),
      let (secondMonth, secondDay) = CatalogDate.monthAndDay(second)
    else { return nil }
    return secondMonth - firstMonth - (secondDay < firstDay ? 1 : 0)
  }
}

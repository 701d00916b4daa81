import Models

/// Where the catalogue has what should be named first for each quantization of a model.
///
/// A model has some sixty artefacts, of which a command names three: they are made when they are asked for.
struct ArtefactPlaces: Sendable {
  private struct Place {
    let ordinal: Int
    var file: Found?
    var orders = (file: Int.max, checkpoint: Int.max)
    /// Of the GGUF file; nil where its listing says no size.
    var fileBytes: Int?
    /// Index of the tag.
    var tag: Int?
    var checkpoint: Found?
  }

  /// A label of a listing.
  private struct Found {
    var listing: Int
    var row: RepositoryListing.Row
  }

  private let model: Model
  private let listings: [RepositoryListing]
  private var places: [Place] = []
  /// Where in `places` those of a quantization are, by its ordinal; -1 where there are none.
  private var placeOfOrdinal = [Int16](repeating: -1, count: Quantization.ordinalCount)

  /// Of several files that of a listed repository, in one part, whose publisher comes first.
  init(_ model: Model) {
    (self.model, listings) = (model, model.listings)
    places.reserveCapacity(32)
    for (index, tag) in model.ollamaTags.enumerated() {
      guard let ordinal = tag.weights.flatMap({ Self.ordinal($0.label, .ollama) }) else { continue }
      let place = place(making: ordinal)
      if places[place].tag == nil { places[place].tag = index }
    }
    for (index, listing) in listings.enumerated() { take(listing, index) }
    for place in places.indices {
      guard let tag = places[place].tag, let file = places[place].file else { continue }
      // Weights that were trained for a quantization are others.
      if isQuantizationAware(tag: tag) != listings[file.listing].isQuantizationAware { places[place].tag = nil }
    }
  }

  private mutating func take(_ listing: RepositoryListing, _ index: Int) {
    let isFile = listing.format == .gguf
    guard isFile || listing.format == .safetensors else { return }
    // Known ones come first, then those in one part.
    let orderInOnePart = listing.certainty == .known ? 0 : 2
    for row in listing.rows {
      guard let ordinal = Self.ordinal(row, listing.format) else { continue }
      let place = place(making: ordinal)
      let taken = isFile ? places[place].orders.file : places[place].orders.checkpoint
      guard orderInOnePart < taken else { continue }
      let order = orderInOnePart + (((try? listing.splitCount(row)) ?? 1) > 1 ? 1 : 0)
      guard order < taken else { continue }
      if isFile {
        (places[place].file, places[place].orders.file) = (Found(listing: index, row: row), order)
        places[place].fileBytes = (try? listing.bytes(row)) ?? nil
      } else {
        (places[place].checkpoint, places[place].orders.checkpoint) = (Found(listing: index, row: row), order)
      }
    }
  }

  private mutating func place(making ordinal: Int) -> Int {
    if placeOfOrdinal[ordinal] < 0 {
      placeOfOrdinal[ordinal] = Int16(places.count)
      places.append(Place(ordinal: ordinal))
    }
    return Int(placeOfOrdinal[ordinal])
  }

  /// The ordinal of the quantization that a label of a format names.
  private static func ordinal(_ label: String, _ format: Artefact.Format) -> Int? {
    guard format == .safetensors else {
      return Quantization.ordinal(named: label).flatMap { Quantization.isForFiles($0) ? $0 : nil }
    }
    return Quantization.checkpoint(named: label)?.ordinal
  }

  /// The same of a row; most labels are spelt as here.
  private static func ordinal(_ row: RepositoryListing.Row, _ format: Artefact.Format) -> Int? {
    guard format == .gguf, let place = row.place(in: Quantization.labels) else { return ordinal(row.label, format) }
    let ordinal = Quantization.ordinalsOfLabels[place]
    return Quantization.isForFiles(ordinal) ? ordinal : nil
  }

  var hasGGUF: Bool { places.indices.contains { places[$0].file != nil } }

  /// The ordinals of the quantizations with a file or a tag.
  var ordinals: [Int] {
    places.indices.compactMap { places[$0].file != nil || places[$0].tag != nil ? places[$0].ordinal : nil }
  }

  func hasFile(_ quantization: Quantization) -> Bool {
    place(of: quantization).map { places[$0].file != nil || places[$0].tag != nil } ?? false
  }

  /// Of the GGUF file; nil where there is none or its listing says no size.
  func fileBytes(_ quantization: Quantization) -> Int? { place(of: quantization).flatMap { places[$0].fileBytes } }

  /// What is told of the size of the GGUF file, or else of the checkpoint; nil where there is neither.
  func size(_ quantization: Quantization) -> (bytes: Int?, isSizeExact: Bool, splitCount: Int)? {
    guard let place = place(of: quantization), let found = places[place].file ?? places[place].checkpoint else {
      return nil
    }
    let listing = listings[found.listing]
    guard let splitCount = try? listing.splitCount(found.row) else { return nil }
    let bytes = places[place].file == nil ? (try? listing.bytes(found.row)) ?? nil : places[place].fileBytes
    return (bytes, found.row.isExact, splitCount)
  }

  /// Whether the weights of what is named first were trained for the quantization.
  func isQuantizationAware(_ quantization: Quantization) -> Bool {
    guard let place = place(of: quantization) else { return false }
    if places[place].file == nil, let tag = places[place].tag { return isQuantizationAware(tag: tag) }
    return (places[place].file ?? places[place].checkpoint).map { listings[$0.listing].isQuantizationAware } ?? false
  }

  private func isQuantizationAware(tag: Int) -> Bool { model.ollamaTags[tag].weights?.isQuantizationAware ?? false }

  /// The index of the place of a quantization; nil where there is none.
  private func place(of quantization: Quantization) -> Int? {
    guard let ordinal = quantization.ordinal, placeOfOrdinal[ordinal] >= 0 else { return nil }
    return Int(placeOfOrdinal[ordinal])
  }

  func entry(_ quantization: Quantization) -> PublishedFiles.Entry {
    guard let index = place(of: quantization) else { return PublishedFiles.Entry() }
    let place = places[index]
    return PublishedFiles.Entry(
      hasFile: place.file != nil, hasTag: place.tag != nil,
      tagBytes: place.tag.flatMap { model.ollamaTags[$0].bytes(of: model) },
      isQuantizationAware: isQuantizationAware(quantization)
    ) {
      (
        file: place.file.flatMap(artefact), tag: place.tag.flatMap { model.artefact(model.ollamaTags[$0]) },
        checkpoint: place.checkpoint.flatMap(artefact)
      )
    }
  }

  private func artefact(_ found: Found) -> Artefact? { try? listings[found.listing].artefact(found.row) }
}

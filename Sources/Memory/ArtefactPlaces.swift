import Models

/// Where the catalogue has what should be named first for each quantization of a model.
///
/// A model has some sixty artefacts, of which a command names three: they are made when they are asked for.
struct ArtefactPlaces: Sendable {
  private struct Place {
    var file: Row?
    /// Of the GGUF file; nil where its listing says no size.
    var fileBytes: Int?
    /// Index of the tag.
    var tag: Int?
    var checkpoint: Row?
  }

  /// A label of a listing.
  private struct Row {
    var listing: Int
    var row: Int
    /// Known ones come first, then those in one part.
    var order: (Int, Int)

    static func isBetter(_ one: Row, than other: Row?) -> Bool { other.map { one.order < $0.order } ?? true }
  }

  private let model: Model
  private let listings: [RepositoryListing]
  /// By the quantizations' ordinals.
  private var places: [Int: Place] = [:]

  /// Of several files that of a listed repository, in one part, whose publisher comes first.
  init(_ model: Model) {
    (self.model, listings) = (model, model.listings)
    for (index, tag) in model.ollamaTags.enumerated() {
      guard let ordinal = tag.weights.flatMap({ Self.ordinal($0.label, .ollama) }) else { continue }
      if places[ordinal] == nil { places[ordinal] = Place(tag: index) }
    }
    for (index, listing) in listings.enumerated() { take(listing, index) }
    for (ordinal, place) in places {
      guard let file = place.file else { continue }
      let listing = listings[file.listing]
      places[ordinal]?.fileBytes = (try? listing.bytes(listing.rows[file.row])) ?? nil
      // Weights that were trained for a quantization are others.
      let isSame = place.tag.map { isQuantizationAware(tag: $0) == listing.isQuantizationAware } ?? true
      if !isSame { places[ordinal]?.tag = nil }
    }
  }

  private mutating func take(_ listing: RepositoryListing, _ index: Int) {
    guard [.gguf, .safetensors].contains(listing.format) else { return }
    for (number, row) in listing.rows.enumerated() {
      guard let ordinal = Self.ordinal(row.label, listing.format) else { continue }
      let order = (listing.certainty == .known ? 0 : 1, min((try? listing.splitCount(row)) ?? 1, 2))
      let found = Row(listing: index, row: number, order: order)
      var place = places[ordinal] ?? Place()
      if listing.format == .gguf {
        if Row.isBetter(found, than: place.file) { place.file = found }
      } else if Row.isBetter(found, than: place.checkpoint) {
        place.checkpoint = found
      }
      places[ordinal] = place
    }
  }

  /// The ordinal of the quantization that a label of a format names.
  private static func ordinal(_ label: String, _ format: Artefact.Format) -> Int? {
    let named = format == .safetensors ? Quantization.checkpoint(named: label) : Quantization.named(label)
    guard let quantization = named, (quantization.family == .safetensors) == (format == .safetensors) else {
      return nil
    }
    return quantization.ordinal
  }

  var hasGGUF: Bool { places.contains { $0.value.file != nil } }

  /// The ordinals of the quantizations with a file or a tag.
  var ordinals: some Sequence<Int> { places.lazy.filter { $0.value.file != nil || $0.value.tag != nil }.map(\.key) }

  func hasFile(_ quantization: Quantization) -> Bool {
    let place = place(of: quantization)
    return place?.file != nil || place?.tag != nil
  }

  /// Of the GGUF file; nil where there is none or its listing says no size.
  func fileBytes(_ quantization: Quantization) -> Int? { place(of: quantization)?.fileBytes }

  /// Whether the weights of what is named first were trained for the quantization.
  func isQuantizationAware(_ quantization: Quantization) -> Bool {
    guard let place = place(of: quantization) else { return false }
    if place.file == nil, let tag = place.tag { return isQuantizationAware(tag: tag) }
    return (place.file ?? place.checkpoint).map { listings[$0.listing].isQuantizationAware } ?? false
  }

  private func isQuantizationAware(tag: Int) -> Bool { model.ollamaTags[tag].weights?.isQuantizationAware ?? false }

  private func place(of quantization: Quantization) -> Place? { quantization.ordinal.flatMap { places[$0] } }

  func entry(_ quantization: Quantization) -> PublishedFiles.Entry {
    guard let place = place(of: quantization) else { return PublishedFiles.Entry() }
    return PublishedFiles.Entry(
      file: place.file.flatMap(artefact), tag: place.tag.flatMap { model.artefact(model.ollamaTags[$0]) },
      checkpoint: place.checkpoint.flatMap(artefact))
  }

  private func artefact(_ row: Row) -> Artefact? {
    try? listings[row.listing].artefact(listings[row.listing].rows[row.row])
  }
}

import Base
import Models

/// What of a model is published, by the quantization that plans it.
package struct PublishedFiles: Sendable {
  /// The files of one quantization that should be named first.
  ///
  /// What a ranking asks of all of them is known; the files themselves are made when somebody names them.
  package struct Entry: Sendable, Equatable {
    private typealias Files = (file: Artefact?, tag: Artefact?, checkpoint: Artefact?)

    /// Shared: rows are copied often.
    private var box: Box?

    private final class Box: Sendable {
      let (hasFile, hasTag): (Bool, Bool)
      let tagBytes: Int?
      let isQuantizationAware: Bool
      let files: Deferred<Files>

      init(hasFile: Bool, hasTag: Bool, tagBytes: Int?, isQuantizationAware: Bool, _ files: Deferred<Files>) {
        (self.hasFile, self.hasTag, self.tagBytes) = (hasFile, hasTag, tagBytes)
        (self.isQuantizationAware, self.files) = (isQuantizationAware, files)
      }
    }

    package init(file: Artefact? = nil, tag: Artefact? = nil, checkpoint: Artefact? = nil) {
      guard let first = file ?? tag ?? checkpoint else { return }
      box = Box(
        hasFile: file != nil, hasTag: tag != nil, tagBytes: tag?.bytes,
        isQuantizationAware: first.isQuantizationAware, Deferred(wrappedValue: (file, tag, checkpoint)))
    }

    init(
      hasFile: Bool, hasTag: Bool, tagBytes: Int?, isQuantizationAware: Bool,
      making files: @escaping @Sendable () -> (file: Artefact?, tag: Artefact?, checkpoint: Artefact?)
    ) {
      box = Box(
        hasFile: hasFile, hasTag: hasTag, tagBytes: tagBytes, isQuantizationAware: isQuantizationAware,
        Deferred(making: files))
    }

    /// For llama.cpp.
    package var file: Artefact? { box?.files.wrappedValue.file }
    /// Of Ollama's library.
    package var tag: Artefact? { box?.files.wrappedValue.tag }
    /// For vLLM and its kind.
    package var checkpoint: Artefact? { box?.files.wrappedValue.checkpoint }

    package var hasFile: Bool { box?.hasFile ?? false }
    package var hasTag: Bool { box?.hasTag ?? false }
    /// Of all that the tag holds; nil where nobody says.
    package var tagBytes: Int? { box?.tagBytes }

    /// Whether the weights of what is named first were trained for the quantization.
    package var isQuantizationAware: Bool { box?.isQuantizationAware ?? false }

    package static func == (one: Entry, other: Entry) -> Bool {
      one.box === other.box
        || (one.file, one.tag, one.checkpoint) == (other.file, other.tag, other.checkpoint)
    }
  }

  private let places: ArtefactPlaces
  /// The kind that the measured bits of mixed labels are for.
  package let kind: MixedLabel.Kind
  /// The only format of the release: no label's file is larger or smaller by much.
  private let native: Quantization?
  private let metadataBytes: ClosedRange<Int>
  /// Unlisted: it may hold any plain quantization; nil where a file is known.
  private let unlistedRepository: String?

  package init(_ model: Model) {
    places = ArtefactPlaces(model)
    kind = MixedLabel.Kind(model)
    native = model.nativeQuantization.flatMap(Quantization.named)
    metadataBytes =
      model.ggufMetadataBytes.map { $0 - Self.paddingBytes...$0 + Self.paddingBytes } ?? Self.usualMetadataBytes
    unlistedRepository = places.hasGGUF ? nil : model.unlistedArtefact(label: "")?.repository
  }

  /// Where nobody has listed a file of the model, its repository may hold the quantization: that is not known.
  package subscript(quantization: Quantization) -> Entry {
    let entry = places.entry(quantization)
    guard mayBeUnlisted(quantization), let unlistedRepository else { return entry }
    return Entry(
      file: Artefact(
        format: .gguf, repository: unlistedRepository, label: quantization.name, certainty: .unknown),
      tag: entry.tag, checkpoint: entry.checkpoint)
  }

  private func mayBeUnlisted(_ quantization: Quantization) -> Bool {
    unlistedRepository != nil && quantization.family == .gguf && !quantization.isMixed && quantization.name != "NVFP4"
  }

  /// Whether llama.cpp or Ollama may have a file of the quantization.
  package func hasFile(_ quantization: Quantization) -> Bool {
    places.hasFile(quantization) || mayBeUnlisted(quantization)
  }

  /// Whether the weights of what is named first were trained for the quantization.
  package func isQuantizationAware(_ quantization: Quantization) -> Bool {
    !mayBeUnlisted(quantization) && places.isQuantizationAware(quantization)
  }

  /// The quantizations with a file or a tag, plain ones first, the largest first.
  package var quantizations: [Quantization] { places.ordinals.sorted().map(Quantization.at) }

  /// Whether the weights were released in about four bits: no label makes its experts larger.
  private var isNativeLowBit: Bool { kind == .nativeLowBit }

  /// Average bits of a weight of the model's files without planning them; nil where nothing is known.
  package func bitsPerWeight(_ quantization: Quantization, weights: Int) -> Double? {
    if weights > 0, let bytes = places.fileBytes(quantization) {
      return Double(bytes - (metadataBytes.lowerBound + metadataBytes.upperBound) / 2) * 8 / Double(weights)
    }
    if quantization.isMixed { return MixedLabel.named(quantization.name, kind)?.median }
    return QuantizationLoss.builtIn.row(quantization.name)?.bitsPerWeight
  }

  /// The recipe whose tensor types a file has.
  func recipe(_ quantization: Quantization, weights: Int) -> Quantization {
    guard quantization.family == .gguf else { return quantization }
    if let native { return native }
    guard isNativeLowBit, (bitsPerWeight(quantization, weights: weights) ?? 0) > Self.leastNativeBits else {
      return quantization
    }
    return Quantization.named("MXFP4_MOE") ?? quantization
  }

  /// The weights that a recipe gives, in the published file.
  func weights(_ quantization: Quantization, _ planned: WeightsPlan) -> WeightsPlan {
    tensorBytes(quantization, planned: planned.totalBytes, weights: planned.inventory.elements).map(planned.filling)
      ?? planned
  }

  /// Bytes of the tensors, by the published file where its size is known, else by what its label was measured to take;
  /// nil where the recipe says all.
  ///
  /// `planned` is what the recipe gives and `weights` how many there are. A listing that rounds, and metadata of a size
  /// that nobody knows, leave a range: the recipe is right as far as it lies within.
  private func tensorBytes(_ quantization: Quantization, planned: Int, weights: Int) -> Int? {
    if mayBeUnlisted(quantization) { return nil }
    if let file = places.size(quantization), let bytes = file.bytes {
      let rounding = file.isSizeExact ? 0 : Saturating.multiply(Self.roundingBytes, file.splitCount)
      let least = bytes - rounding - metadataBytes.upperBound
      let most = bytes + rounding - metadataBytes.lowerBound
      guard least > 0 else { return nil }
      if quantization.isMixed || isNativeLowBit { return (least + most) / 2 }
      return planned < least ? least : planned > most ? most : nil
    }
    let entry = places.entry(quantization)
    if let tag = entry.tag, entry.file == nil, tag.isSizeExact, tag.sha256 != nil, let bytes = tag.bytes {
      // A layer that is much larger holds a vision tower, which the text does not need.
      let most = bytes - metadataBytes.lowerBound
      return planned > most ? most : nil
    }
    guard quantization.isMixed, let mixed = MixedLabel.named(quantization.name, kind) else { return nil }
    return Saturating.integer(mixed.median * Double(weights) / 8)
  }

  /// From so many bits on the experts are as they were released.
  private static let leastNativeBits = 4.2
  /// Listings round to a tenth of a gibibyte.
  private static let roundingBytes = (1 << 30) / 20
  /// Files of one model differ by some names in their metadata, and by what aligns their tensors.
  private static let paddingBytes = 100_000
  /// Tokenizer and metadata of GGUF files.
  private static let usualMetadataBytes = 3_000_000...18_000_000
}

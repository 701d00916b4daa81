import Architectures
import Base

/// A publisher's own mixture of tensor types, such as `UD-Q4_K_XL`, and what it was measured to take.
///
/// The mixtures differ from model to model; the figures are those of published files, from `catalog/mixed-labels.json`.
package struct MixedLabel: Sendable, Equatable {
  /// The kinds of models between which the same label differs much.
  package enum Kind: String, Sendable, CaseIterable {
    case dense
    /// A width that 256 does not divide: llama.cpp then falls back to larger types.
    case denseOddWidth = "dense-odd-width"
    case moe
    case moeOddWidth = "moe-odd-width"
    /// Released in about four bits: larger labels hold no more (gpt-oss, DeepSeek V4).
    case nativeLowBit = "native-low-bit"
    case nemotronH = "nemotron-h"
    /// Much of the file is a table of embeddings per layer (Gemma 3n, Gemma 4 E).
    case perLayerEmbeddings = "per-layer-embeddings"
  }

  package let label: String
  package let kind: Kind
  /// How many models the figures rest on.
  package let modelCount: Int
  /// Bits per weight of the text part: the median, the tenth and the ninetieth percentile.
  package let median: Double
  package let low: Double
  package let high: Double

  /// Every label and kind that was measured.
  package static var all: [MixedLabel] { rows.compactMap { try? MixedLabel($0.node) } }

  /// The rows of the table, of which few are read.
  private static let rows: [(label: String, node: JSONNode)] = {
    guard let file = EmbeddedFile.named("mixed-labels.json"), let root = try? JSONNode(lasting: file.bytes),
      let rows = try? root.required("labels").elements()
    else {
      return []
    }
    return rows.compactMap { row in (try? row.required("label").string()).map { ($0, row) } }
  }()

  private static let byLabel = Dictionary(grouping: rows, by: \.label)

  /// What the label takes for a model of this kind; nil where no such file was measured.
  package static func named(_ label: String, _ kind: Kind) -> MixedLabel? {
    byLabel[label]?.lazy.compactMap { try? MixedLabel($0.node) }.first { $0.kind == kind }
  }

  /// Every label, each once, in the order of the table.
  package static let names: [String] = rows.reduce(into: []) { names, row in
    if names.last != row.label { names.append(row.label) }
  }

  private init(_ node: JSONNode) throws(JSONShapeError) {
    label = try node.required("label").string()
    kind = try node.required("class").word(Kind.self)
    modelCount = try node.required("models").integer()
    median = try node.required("median").number()
    low = try node.required("low").number()
    high = try node.required("high").number()
  }
}

extension MixedLabel.Kind {
  package init(_ model: Model) {
    self = model.knowsDimensions && model.isReleasedQuantized ? .nativeLowBit : model.kindOfDimensions
  }

  /// The kind of models with these dimensions that were not released in few bits.
  init(_ architecture: Architecture) {
    switch architecture.mixture {
    case .releasedInFewBits: self = .nativeLowBit
    case .singleLayers: self = .nemotronH
    case .perLayerEmbeddings: self = .perLayerEmbeddings
    case nil:
      let isOdd =
        architecture.embeddingWidth % 256 != 0 || (architecture.feedForwardWidth?.maximum ?? 0) % 256 != 0
        || (architecture.experts?.expertWidth ?? 0) % 256 != 0
      self = architecture.experts != nil ? (isOdd ? .moeOddWidth : .moe) : isOdd ? .denseOddWidth : .dense
    }
  }
}

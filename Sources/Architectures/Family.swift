/// Models that are built alike: what their names are, and how they differ from what nearly all share.
///
/// What nearly all share is in Families/Common.swift; a family states only what differs. Facts are read off llama.cpp's
/// loaders and graphs (src/models/*.cpp).
package struct Family: Sendable {
  /// llama.cpp's names of the architectures (`general.architecture`).
  package let names: [String]
  /// llama.cpp's name by transformers' `model_type`.
  var modelTypes: [String: String] = [:]
  /// Encoders see the whole text at once and keep nothing.
  package var isEncoder = false
  /// Of so many layers the last sees the whole context, where files and configurations do not say which.
  package var windowPeriod: Int?
  /// Files name a window that llama.cpp does not apply.
  package var ignoresWindow = false
  /// Every layer has attention and state beside each other.
  package var keepsStateBesideAttention = false
  /// Each layer is one thing: state, attention or feed-forward.
  package var layersDoOneThing = false
  /// The output head is the input embedding where a configuration does not say it.
  package var hasTiedEmbeddings = false
  /// Reads from a file what only this family has.
  package var readKeys: (@Sendable (inout Architecture, any MetadataKeys) -> Void)?
  /// Reads from a `config.json` of transformers what only this family has.
  package var readConfiguration: (@Sendable (inout Architecture, any ConfigurationKeys) -> Void)?
  /// What makes publishers' mixtures of tensor types take other bits than in most models.
  var mixture: (@Sendable (Architecture) -> Mixture?)?
  /// Fills in dimensions that are the same in all models of the family.
  var adjust: (@Sendable (inout Architecture) -> Void)?
  /// Tells layers apart that have the same dimensions.
  var place: (@Sendable (inout LayerSite, _ index: Int, Architecture) -> Void)?
  /// How its layers differ.
  var layer: (@Sendable (inout Layer, LayerSite, Architecture) -> Void)?
  /// How what is global differs.
  var globals: (@Sendable (inout Globals, Architecture) -> Void)?

  package enum Mixture: Sendable {
    /// Released in about four bits: larger labels hold no more.
    case releasedInFewBits
    /// Much of a file is a table of embeddings per layer.
    case perLayerEmbeddings
    /// Layers that do one thing each, which recipes treat in their own way.
    case singleLayers
  }

  /// The family of an architecture; one that is not known is taken for a plain one.
  package static func named(_ name: String) -> Family { placeByName[name].map { all[$0] } ?? common }

  /// An architecture of the family with the dimensions that are the same in all of its models.
  func adjusted(_ given: Architecture) -> Architecture {
    var architecture = given
    adjust?(&architecture)
    return architecture
  }

  /// Whether somebody has described how an architecture's layers are built.
  package static func isKnown(_ name: String) -> Bool { placeByName[name] != nil }

  /// llama.cpp's name for a `model_type` of transformers; nil where it is not known.
  package static func name(ofModelType type: String) -> String? { nameByModelType[type] }

  private static let placeByName: [String: Int] = {
    var places: [String: Int] = Dictionary(minimumCapacity: 256)
    for (place, family) in all.enumerated() {
      for name in family.names where places[name] == nil { places[name] = place }
    }
    return places
  }()

  private static let nameByModelType = Dictionary(
    all.flatMap { Array($0.modelTypes) }.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
}

/// A file's metadata under its architecture's prefix, and the tensors it names.
package protocol MetadataKeys {
  /// A whole number small enough that no product of dimensions overflows.
  func integer(_ key: String) -> Int?
  /// One number per layer where the file has an array, otherwise the number itself in an array of one.
  func integers(_ key: String) -> [Int]?
  /// Layers whose tensors include one whose name begins so after the layer's number, sorted.
  func layers(with part: String) -> [Int]
  /// Rows of a tensor; nil where there is none.
  func rows(ofTensor name: String) -> Int?
}

/// A `config.json` of transformers, with what the model type's configuration class fills in.
package protocol ConfigurationKeys {
  /// A whole number, under the first of the names that has one.
  func integer(_ names: String...) -> Int?
  /// Whole numbers, one for each layer or as the key's meaning is.
  func integers(_ name: String) -> [Int]?
  func bool(_ name: String) -> Bool?
  /// The words of a list such as `layer_types`.
  func words(_ name: String) -> [String]?
}

extension Architecture {
  /// Encoders see the whole text at once and keep nothing.
  package var isEncoder: Bool { Family.named(name).isEncoder }

  /// What makes publishers' mixtures of tensor types take other bits than in most models; nil where nothing does.
  package var mixture: Family.Mixture? { Family.named(name).mixture?(self) }
}

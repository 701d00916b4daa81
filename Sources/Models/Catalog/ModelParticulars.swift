extension Model {
  /// What of an entry is told and planned with, but not asked for of every model.
  package struct Particulars: Sendable, Equatable {
    var name: String
    var family: String
    var creator: String
    var released: String?
    var license: String?
    var commercialUse: CommercialUse
    var huggingFaceRepository: String?
    var ggufRepositories: [String]
    var parameters: Int?
    var contextExtended: Int?
    var languageCount: Int?
    var projector: Projector?
    var embedding: Embedding?
    var nativeQuantization: String?
    var ggufMetadataBytes: Int?
  }

  package var name: String {
    get { particulars.name }
    set { particulars.name = newValue }
  }

  package var family: String { particulars.family }

  package var creator: String { particulars.creator }

  /// `2024-07`; nil when unknown.
  package var released: String? {
    get { particulars.released }
    set { particulars.released = newValue }
  }

  package var license: String? {
    get { particulars.license }
    set { particulars.license = newValue }
  }

  package var commercialUse: CommercialUse { particulars.commercialUse }

  package var huggingFaceRepository: String? {
    get { particulars.huggingFaceRepository }
    set { particulars.huggingFaceRepository = newValue }
  }

  package var ggufRepositories: [String] {
    get { particulars.ggufRepositories }
    set {
      particulars.ggufRepositories = newValue
      namesFiles = namesFiles || !newValue.isEmpty
    }
  }

  /// Unique weights of the release: text, vision and audio, without multi-token prediction.
  package var parameters: Int? {
    get { particulars.parameters }
    set { particulars.parameters = newValue }
  }

  /// Context that the maker says can be reached by scaling positions (YaRN); nil when there is none beyond the trained.
  package var contextExtended: Int? { particulars.contextExtended }

  /// How many languages the maker claims, where it does not name them.
  package var languageCount: Int? { particulars.languageCount }

  package var projector: Projector? {
    get { particulars.projector }
    set { particulars.projector = newValue }
  }

  package var embedding: Embedding? { particulars.embedding }

  /// The only format the weights were released in, such as `MXFP4`.
  package var nativeQuantization: String? {
    get { particulars.nativeQuantization }
    set {
      particulars.nativeQuantization = newValue
      isReleasedQuantized = newValue != nil
    }
  }

  /// Tokenizer and metadata in a GGUF file; nil when not known.
  package var ggufMetadataBytes: Int? {
    get { particulars.ggufMetadataBytes }
    set { particulars.ggufMetadataBytes = newValue }
  }
}

import Base
import Architectures

/// A language model of the catalogue.
package struct Model: Sendable, Equatable {
  package var id: String
  package var name: String
  package var family: String
  package var creator: String
  /// `2024-07`; nil when unknown.
  package var released: String?
  package var license: String?
  package var commercialUse: CommercialUse
  package var huggingFaceRepository: String?
  package var ggufRepositories: [String]
  @Deferred package var ollamaTags: [OllamaTag]
  /// Unique weights of the release: text, vision and audio, without multi-token prediction.
  package var parameters: Int?
  /// Weights that llama.cpp loads from the text file.
  package var textParameters: Int?
  /// Weights that one token needs; equal to `textParameters` for dense models.
  package var activeParameters: Int?
  @Deferred var dimensions: Shared<Dimensions>
  /// Whether there are any, without reading them.
  package internal(set) var knowsDimensions: Bool
  /// False for what llama.cpp cannot load (TimesFM, Llama 3.2 Vision).
  package var runsInLlamaCpp: Bool
  package var contextMaximum: Int
  /// Context that the maker says can be reached by scaling positions (YaRN); nil when there is none beyond the trained.
  package var contextExtended: Int?
  package var capabilities: Capabilities
  /// How many languages the maker claims, where it does not name them.
  package var languageCount: Int?
  package var projector: Projector?
  package var embedding: Embedding?
  /// The only format the weights were released in, such as `MXFP4`.
  package var nativeQuantization: String?
  /// Tokenizer and metadata in a GGUF file; nil when not known.
  package var ggufMetadataBytes: Int?
  /// From `catalog/quality.json`.
  package internal(set) var qualities: Qualities
  package var confidence: Confidence
  /// What nothing is computed from.
  @Deferred package var details: Details

  package init(
    id: String, name: String, family: String, creator: String, released: String? = nil, license: String? = nil,
    commercialUse: CommercialUse = .unknown, huggingFaceRepository: String? = nil, ggufRepositories: [String] = [],
    ollamaTags: [OllamaTag] = [], parameters: Int? = nil, textParameters: Int? = nil, activeParameters: Int? = nil,
    architecture: Architecture? = nil, runsInLlamaCpp: Bool = true, contextMaximum: Int,
    contextExtended: Int? = nil, capabilities: Capabilities = [], languages: [String] = [],
    languageCount: Int? = nil, projector: Projector? = nil, embedding: Embedding? = nil,
    nativeQuantization: String? = nil, ggufMetadataBytes: Int? = nil, scores: [Score] = [],
    quality: [UseCase: Quality] = [:], confidence: Confidence = .approximate, sources: [String] = [],
    provenance: [Provenance] = []
  ) {
    self.id = id
    self.name = name
    self.family = family
    self.creator = creator
    self.released = released
    self.license = license
    self.commercialUse = commercialUse
    self.huggingFaceRepository = huggingFaceRepository
    self.ggufRepositories = ggufRepositories
    _ollamaTags = ollamaTags.isEmpty ? Self.noTags : Deferred(wrappedValue: ollamaTags)
    self.parameters = parameters
    self.textParameters = textParameters
    self.activeParameters = activeParameters
    _dimensions =
      architecture.map { Deferred(wrappedValue: Shared(wrappedValue: Dimensions($0))) } ?? Self.unknownDimensions
    knowsDimensions = architecture != nil
    self.runsInLlamaCpp = runsInLlamaCpp
    self.contextMaximum = contextMaximum
    self.contextExtended = contextExtended
    self.capabilities = capabilities
    self.languageCount = languageCount
    self.projector = projector
    self.embedding = embedding
    self.nativeQuantization = nativeQuantization
    self.ggufMetadataBytes = ggufMetadataBytes
    qualities = quality.isEmpty ? Self.noQualities : Qualities(quality)
    self.confidence = confidence
    let details = Details(languages: languages, scores: scores, sources: sources, provenance: provenance)
    _details = details == Details() ? Self.noDetails : Deferred(wrappedValue: details)
  }

  // What most entries begin with before they are read on; kept once.
  private static let noTags = Deferred<[OllamaTag]>(wrappedValue: [])
  private static let unknownDimensions = Deferred(wrappedValue: Shared(wrappedValue: Dimensions(nil)))
  private static let noQualities = Qualities([:])
  private static let noDetails = Deferred(wrappedValue: Details())

  /// Nil for a model whose dimensions are unknown: it is listed but cannot be estimated.
  package var architecture: Architecture? {
    _read { yield dimensions.wrappedValue.architecture }
    set {
      dimensions = Shared(wrappedValue: Dimensions(newValue))
      knowsDimensions = newValue != nil
    }
  }

  /// One entry per use case.
  package var quality: [UseCase: Quality] {
    get { qualities.all }
    set { qualities = Qualities(newValue) }
  }

  /// A hash of the dimensions as a catalogue spells them, by which what was computed of them before can be found.
  package var dimensionsHash: UInt64? { dimensions.wrappedValue.hash }

  /// What is known of a model's layers.
  struct Dimensions: Sendable, Equatable {
    var architecture: Architecture?
    /// Of the text that they were read from, with the context; nil where there is none.
    var hash: UInt64?

    init(_ architecture: Architecture?, hash: UInt64? = nil) { (self.architecture, self.hash) = (architecture, hash) }

    static func == (one: Dimensions, other: Dimensions) -> Bool { one.architecture == other.architecture }
  }

  package enum CommercialUse: String, Sendable, CaseIterable { case allowed, conditions, forbidden, unknown }
  package enum Confidence: String, Sendable, CaseIterable { case exact, derived, approximate }

  /// A published Ollama tag of this model.
  package struct OllamaTag: Sendable, Equatable {
    package var tag: String
    package var quantization: String?
    package var sizeBytes: Int?
    /// True when the size is the manifest's and not the rounded one of a library page.
    package var isSizeExact: Bool

    package init(
      tag: String, quantization: String? = nil, sizeBytes: Int? = nil, isSizeExact: Bool = false
    ) {
      self.tag = tag
      self.quantization = quantization
      self.sizeBytes = sizeBytes
      self.isSizeExact = isSizeExact
    }
  }

  /// The vision or audio projector beside the text weights.
  package struct Projector: Sendable, Equatable {
    package var parameters: Int?
    package var bytes: Int?
    package var isExact: Bool

    package init(
      parameters: Int? = nil, bytes: Int? = nil, isExact: Bool = false
    ) {
      self.parameters = parameters
      self.bytes = bytes
      self.isExact = isExact
    }
  }

  package struct Embedding: Sendable, Equatable {
    package var dimensions: Int?
    var pooling: String?

    package init(
      dimensions: Int? = nil, pooling: String? = nil
    ) {
      self.dimensions = dimensions
      self.pooling = pooling
    }
  }

  /// A published benchmark result.
  package struct Score: Sendable, Equatable {
    package var benchmark: String
    package var value: Double
    package var source: String
    package var date: String?

    package init(
      benchmark: String, value: Double, source: String, date: String? = nil
    ) {
      self.benchmark = benchmark
      self.value = value
      self.source = source
      self.date = date
    }
  }

  /// Ability for one use case on a common scale of 0 to 100, with its standard error.
  package struct Quality: Sendable, Equatable {
    package var score: Double
    package var uncertainty: Double
    /// What the score rests on, such as `mmlu_pro, ifeval` or `prior from family and size`.
    @Deferred package var sources: [String]

    package init(
      score: Double, uncertainty: Double, sources: [String] = []
    ) {
      self.init(score: score, uncertainty: uncertainty, sources: Deferred(wrappedValue: sources))
    }

    init(score: Double, uncertainty: Double, sources: Deferred<[String]>) {
      self.score = score
      self.uncertainty = uncertainty
      _sources = sources
    }
  }
}

/// What a model is wanted for.
package enum UseCase: String, Sendable, CaseIterable {
  case general, coding, reasoning, rag, summarization, vision, embedding
}

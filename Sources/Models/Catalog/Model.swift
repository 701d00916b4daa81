import Base
import Architectures

/// A language model of the catalogue.
///
/// What decides whether a model could be run, and what it could be worth, is read with the catalogue; the rest of the built-in
/// entries when something asks for it.
package struct Model: Sendable, Equatable {
  package var id: String
  package var capabilities: Capabilities
  package var contextMaximum: Int
  /// Weights that llama.cpp loads from the text file.
  package var textParameters: Int?
  /// Weights that one token needs; equal to `textParameters` for dense models.
  package var activeParameters: Int?
  /// False for what llama.cpp cannot load (TimesFM, Llama 3.2 Vision).
  package var runsInLlamaCpp: Bool
  package var confidence: Confidence
  /// Whether there are dimensions, without reading them.
  package internal(set) var knowsDimensions: Bool
  /// Whether the entry names repositories of GGUF files or tags, without reading them.
  package internal(set) var namesFiles: Bool
  /// Whether the entry names a quantization that the model was released in, without reading it.
  var isReleasedQuantized: Bool
  /// From `catalog/quality.json`.
  var qualities: Qualities
  @Deferred package var particulars: Particulars
  @Deferred package var ollamaTags: [OllamaTag]
  @Deferred var dimensions: Shared<Dimensions>
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
    self.init(
      id: id, capabilities: capabilities, contextMaximum: contextMaximum, textParameters: textParameters,
      activeParameters: activeParameters, runsInLlamaCpp: runsInLlamaCpp, confidence: confidence,
      knowsDimensions: architecture != nil, namesFiles: !ggufRepositories.isEmpty || !ollamaTags.isEmpty,
      isReleasedQuantized: nativeQuantization != nil,
      qualities: Qualities(stated: quality),
      particulars: Deferred(
        wrappedValue: Particulars(
          name: name, family: family, creator: creator, released: released, license: license,
          commercialUse: commercialUse, huggingFaceRepository: huggingFaceRepository,
          ggufRepositories: ggufRepositories,
          parameters: parameters, contextExtended: contextExtended, languageCount: languageCount, projector: projector,
          embedding: embedding, nativeQuantization: nativeQuantization, ggufMetadataBytes: ggufMetadataBytes)),
      ollamaTags: Deferred(wrappedValue: ollamaTags),
      dimensions: Deferred(wrappedValue: Shared(wrappedValue: Dimensions(architecture))),
      details: Deferred(
        wrappedValue: Details(languages: languages, scores: scores, sources: sources, provenance: provenance)))
  }

  /// An entry of which parts may be read later.
  init(
    id: String, capabilities: Capabilities, contextMaximum: Int, textParameters: Int?, activeParameters: Int?,
    runsInLlamaCpp: Bool, confidence: Confidence, knowsDimensions: Bool, namesFiles: Bool,
    isReleasedQuantized: Bool, qualities: Qualities = .unknown, particulars: Deferred<Particulars>,
    ollamaTags: Deferred<[OllamaTag]>,
    dimensions: Deferred<Shared<Dimensions>>, details: Deferred<Details>
  ) {
    self.id = id
    self.capabilities = capabilities
    self.contextMaximum = contextMaximum
    self.textParameters = textParameters
    self.activeParameters = activeParameters
    self.runsInLlamaCpp = runsInLlamaCpp
    self.confidence = confidence
    self.knowsDimensions = knowsDimensions
    self.namesFiles = namesFiles
    self.isReleasedQuantized = isReleasedQuantized
    self.qualities = qualities
    (_particulars, _ollamaTags, _dimensions, _details) = (particulars, ollamaTags, dimensions, details)
  }

  /// Nil for a model whose dimensions are unknown: it is listed but cannot be estimated.
  package var architecture: Architecture? {
    _read { yield dimensions.wrappedValue.architecture }
    set {
      dimensions = Shared(wrappedValue: Dimensions(newValue))
      knowsDimensions = newValue != nil
    }
  }

  /// A hash of the dimensions as a catalogue spells them, by which what was computed of them before can be found.
  package var dimensionsHash: UInt64? { dimensions.wrappedValue.hash }

  // Parts of the dimensions that are asked for often; to have them all is to copy much.

  /// llama.cpp's name of the architecture.
  package var architectureName: String? { dimensions.wrappedValue.architecture?.name }

  package var isMixtureOfExperts: Bool { dimensions.wrappedValue.architecture?.experts != nil }

  var kindOfDimensions: MixedLabel.Kind { dimensions.wrappedValue.kind }

  /// Weights that are looked up, and those of the output head; none where dimensions are unknown.
  package var tables: (lookedUp: Double, head: Double) { dimensions.wrappedValue.tables }

  /// What is known of a model's layers.
  struct Dimensions: Sendable, Equatable {
    var architecture: Architecture?
    /// Of the text that they were read from, with the context; nil where there is none.
    var hash: UInt64?
    /// What publishers' mixtures of tensor types go by, unless the model was released in few bits.
    var kind: MixedLabel.Kind

    var tables: (lookedUp: Double, head: Double) {
      architecture.map { ($0.lookedUpWeights, $0.embeddingWeights) } ?? (0, 0)
    }

    init(_ architecture: Architecture?, hash: UInt64? = nil) {
      (self.architecture, self.hash) = (architecture, hash)
      kind = architecture.map { MixedLabel.Kind($0) } ?? .dense
    }

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

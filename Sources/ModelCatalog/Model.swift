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
  package var ollamaTags: [OllamaTag]
  /// Unique weights of the release: text, vision and audio, without multi-token prediction.
  package var parameters: Int?
  /// Weights that llama.cpp loads from the text file.
  package var textParameters: Int?
  /// Weights that one token needs; equal to `textParameters` for dense models.
  package var activeParameters: Int?
  /// Nil for a model whose dimensions are unknown: it is listed but cannot be estimated.
  package var architecture: Architecture?
  /// False for what llama.cpp cannot load (TimesFM, Llama 3.2 Vision).
  package var runsInLlamaCpp: Bool
  package var contextMaximum: Int
  package var capabilities: Set<Capability>
  package var projector: Projector?
  package var embedding: Embedding?
  /// The only format the weights were released in, such as `MXFP4`.
  package var nativeQuantization: String?
  /// Tokenizer and metadata in a GGUF file; nil when not known.
  package var ggufMetadataBytes: Int?
  package var scores: [Score]
  /// One entry per use case; from `catalog/quality.json`.
  package var quality: [UseCase: Quality]
  package var confidence: Confidence
  package var sources: [String]

  package enum CommercialUse: String, Sendable, CaseIterable { case allowed, conditions, forbidden, unknown }
  package enum Confidence: String, Sendable, CaseIterable { case exact, derived, approximate }

  package enum Capability: String, Sendable, CaseIterable {
    case chat, code, reasoning, tools, vision, audio, embedding, rerank, multilingual, moderation, translation, ocr
    case timeSeries = "time-series"
  }

  /// A published Ollama tag of this model.
  package struct OllamaTag: Sendable, Equatable {
    package var tag: String
    package var quantization: String?
    package var sizeBytes: Int?
    /// True when the size is the manifest's and not the rounded one of a library page.
    package var isSizeExact: Bool
  }

  /// The vision or audio projector beside the text weights.
  package struct Projector: Sendable, Equatable {
    package var parameters: Int?
    package var bytes: Int?
    package var isExact: Bool
  }

  package struct Embedding: Sendable, Equatable {
    package var dimensions: Int?
    package var pooling: String?
  }

  /// A published benchmark result.
  package struct Score: Sendable, Equatable {
    package var benchmark: String
    package var value: Double
    package var source: String
    package var date: String?
  }

  /// Ability for one use case on a common scale of 0 to 100, with its standard error.
  package struct Quality: Sendable, Equatable {
    package var score: Double
    package var uncertainty: Double
    /// What the score rests on, such as `mmlu_pro, ifeval` or `prior from family and size`.
    package var sources: [String]
  }
}

/// What a model is wanted for.
package enum UseCase: String, Sendable, CaseIterable {
  case general, coding, reasoning, rag, summarization, vision, embedding
}

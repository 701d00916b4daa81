import Memory
import Models
import Speed

/// What the user wants, beyond the workload: the use case and the gates.
package struct Wishes: Sendable, Equatable {
  package var useCase: UseCase
  /// Nil: the use case's default.
  package var minimumTokensPerSecond: Double?
  package var maximumTimeToFirstTokenSeconds: Double?
  package var license: LicenseGate
  /// Only these quantizations; empty: all that make sense.
  package var quantizations: [String]
  package var limit: Int

  package init(
    useCase: UseCase = .general, minimumTokensPerSecond: Double? = nil, maximumTimeToFirstTokenSeconds: Double? = nil,
    license: LicenseGate = .any, quantizations: [String] = [], limit: Int = 5
  ) {
    self.useCase = useCase
    self.minimumTokensPerSecond = minimumTokensPerSecond
    self.maximumTimeToFirstTokenSeconds = maximumTimeToFirstTokenSeconds
    self.license = license
    self.quantizations = quantizations
    self.limit = limit
  }

  package enum LicenseGate: String, Sendable, CaseIterable { case any, open, commercial }
}

/// The gates in the order in which they are asked.
package enum Gate: String, Sendable, CaseIterable {
  case capability, license, runtime, context, fit, decodeSpeed = "decode_speed", timeToFirstToken =
    "time_to_first_token"
}

/// A model that passed every gate.
package struct Pick: Sendable, Equatable {
  package var rank: Int
  package var model: Model
  package var fit: Fit
  package var speed: Speed
  package var quality: Model.Quality
  package var score: Double
  package var isOnParetoFront: Bool
  /// What the pick is best at, such as `best quality`; nil for the rest.
  package var label: String?
  /// Folded variants of the same family and size.
  package var alsoIDs: [String]
  package var reasons: [String]
  package var warnings: [String]
  /// Where the quality comes from, part by part.
  package var expected: ExpectedQuality?
  package var thinking: Thinking
  /// From a usual question to the end of its answer, thinking included, in seconds.
  package var answerSeconds: Double

  package init(
    rank: Int, model: Model, fit: Fit, speed: Speed, quality: Model.Quality, score: Double, isOnParetoFront: Bool,
    label: String? = nil, alsoIDs: [String] = [], reasons: [String], warnings: [String] = [],
    expected: ExpectedQuality? = nil, thinking: Thinking = .none, answerSeconds: Double = 0
  ) {
    self.expected = expected
    self.thinking = thinking
    self.answerSeconds = answerSeconds
    self.rank = rank
    self.model = model
    self.fit = fit
    self.speed = speed
    self.quality = quality
    self.score = score
    self.isOnParetoFront = isOnParetoFront
    self.label = label
    self.alsoIDs = alsoIDs
    self.reasons = reasons
    self.warnings = warnings
  }
}

/// A model that a gate held back.
package struct Rejection: Sendable, Equatable {
  package var modelID: String
  package var modelName: String
  package var quantization: String
  package var gate: Gate
  /// What the gate asks for and what there is, in the gate's unit.
  package var needed: String
  package var available: String
  /// What would let it pass, such as `--context 4096`.
  package var remedy: String?
  /// By what factor the gate is missed; 1 where that is no number.
  package var factor: Double
  /// What there is, as a number: tokens per second or seconds; nil at the other gates.
  package var limit: Double?

  package init(
    modelID: String, modelName: String, quantization: String, gate: Gate, needed: String, available: String,
    remedy: String? = nil, factor: Double = 1, limit: Double? = nil
  ) {
    self.factor = factor
    self.limit = limit
    self.modelID = modelID
    self.modelName = modelName
    self.quantization = quantization
    self.gate = gate
    self.needed = needed
    self.available = available
    self.remedy = remedy
  }
}

/// The ranked answer.
package struct Recommendation: Sendable, Equatable {
  package var picks: [Pick]
  package var rejectedCount: Int
  package var rejectedByGate: [Gate: Int]
  package var nearest: [Rejection]

  package init(picks: [Pick], rejectedCount: Int, rejectedByGate: [Gate: Int], nearest: [Rejection]) {
    self.picks = picks
    self.rejectedCount = rejectedCount
    self.rejectedByGate = rejectedByGate
    self.nearest = nearest
  }
}

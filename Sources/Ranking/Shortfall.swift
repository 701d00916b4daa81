import Base
import Models

/// The gates in the order in which they are asked.
package enum Gate: String, Sendable, CaseIterable {
  case capability, license, runtime, context, fit
  case decodeSpeed = "decode_speed"
  case timeToFirstToken = "time_to_first_token"
  case answerTime = "answer_time"
}

/// What a gate asks for and what there is.
package enum Shortfall: Sendable, Equatable {
  /// The use case asks for something that is not the model's purpose.
  case capability(Purpose)
  /// The licence is another than asked for; nil where it is unknown.
  case license(Wishes.LicenseGate, found: String?)
  /// Nothing can be run, or nothing can be said about it.
  case runtime(RuntimeGap)
  /// In tokens.
  case context(needed: Int, trained: Int)
  /// In bytes.
  case memory(Room, needed: Int, available: Int)
  /// In tokens per second, at the better end of the band.
  case decodeSpeed(needed: Double, available: Double)
  /// The wait for a finished answer is absurd, in seconds.
  case answerTime(needed: Double, available: Double)
  /// No speed can be told without the memory's bandwidth.
  case unknownBandwidth
  /// In seconds, at the better end of the band.
  case timeToFirstToken(needed: Double, available: Double)

  package enum Purpose: Sendable { case language, chat, vision, embedding }

  package enum RuntimeGap: Sendable, Equatable {
    case notLoadable, unknownDimensions, unpublished
    /// No file of these quantizations; of none at all where the list is empty.
    case noFile(quantizations: [String])
  }

  /// What the memory must have room for.
  package enum Room: Sendable {
    /// The model.
    case model
    /// An embedding model and the one that answers.
    case answeringModel
    /// The model and the safety margin of each device.
    case margin
  }

  package var gate: Gate {
    switch self {
    case .capability: .capability
    case .license: .license
    case .runtime: .runtime
    case .context: .context
    case .memory: .fit
    case .decodeSpeed, .unknownBandwidth: .decodeSpeed
    case .timeToFirstToken: .timeToFirstToken
    case .answerTime: .answerTime
    }
  }

  /// By what factor the gate is missed; 1 where that is no number.
  var factor: Double {
    switch self {
    case .capability, .license, .runtime, .unknownBandwidth: 1
    case .context(let needed, let trained): Double(needed) / Double(max(trained, 1))
    case .memory(.margin, _, _): 1.03
    case .memory(_, let needed, let available): Double(needed) / Double(available)
    case .decodeSpeed(let needed, let available): needed / max(available, 0.001)
    case .timeToFirstToken(let needed, let available), .answerTime(let needed, let available):
      available / max(needed, 0.001)
    }
  }
}

/// A model that a gate held back.
package struct Rejection: Sendable, Equatable {
  @Shared package var model: Model
  /// Empty where no quantization was looked at.
  package var quantization = ""
  package var shortfall: Shortfall
  /// What together would let it pass; empty where nothing is known to.
  package var remedy: [Change] = []

  /// What it would be then; nil where nothing is known to let it pass.
  package var candidate: Candidate?

  /// The model was not planned: what it misses is known roughly.
  var isEstimate = false

  package var gate: Gate { shortfall.gate }
}

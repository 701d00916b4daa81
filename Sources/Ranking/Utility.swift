import Base
import Memory
import Models
import Serving
import Speed

/// What a model's answers are worth to a person on this machine, in points of quality.
///
///     utility = quality − felt loss of the quantization − worth of the thoughts left out
///               − E over the speed band [ points per doubling × log2(1 + wait / comfortable wait) ]
///               − points per halving × log2(wanted main memory / free of it) − caution × standard error
package struct Utility: Sendable, Equatable {
  package var useCase: UseCase
  /// As fitted from published results, unquantized.
  package var published: Double
  /// Standard error of the published quality, in points.
  package var uncertainty: Double
  /// What is felt of the quantization.
  package var quantizationLoss: Double
  /// What answering without thinking takes, where a model could think.
  package var thinkingLoss = 0.0
  /// What waiting for the finished answer takes.
  package var waitingLoss = 0.0
  /// What it takes that other programs have less main memory.
  package var roomLoss = 0.0

  /// The quality of the answers, whenever they come.
  package var quality: Double { max(0, published - quantizationLoss - thinkingLoss) }

  package var caution: Double { RankingRules.caution * uncertainty }

  package var points: Double { published - quantizationLoss - thinkingLoss - waitingLoss - roomLoss - caution }

  /// Before anything is known of the speed: no placement can be worth more.
  init(_ model: Model, useCase: UseCase, quantizationLoss: Double = 0) {
    let quality =
      model.points(for: useCase) ?? (RankingRules.unknownQuality.score, RankingRules.unknownQuality.uncertainty)
    self.useCase = useCase
    self.quantizationLoss = quantizationLoss
    published = quality.score
    let dimensions = model.confidence == .approximate ? RankingRules.uncertaintyOfApproximateDimensions : 0
    uncertainty = (quality.uncertainty * quality.uncertainty + dimensions * dimensions).squareRoot()
  }

  /// The results that the quality of the model whose utility it is rests on.
  package func sources(of model: Model) -> [String] {
    guard let quality = model.quality(for: useCase) else {
      return model.hasQuality ? [] : RankingRules.unknownQuality.sources
    }
    return quality.sources
  }

  /// Points that are felt of a quantization.
  static func quantizationLoss(
    _ model: Model, _ kind: MixedLabel.Kind?, _ quantization: String, _ bitsPerWeight: Double,
    isQuantizationAware: Bool = false
  ) -> Double {
    let points =
      QuantizationLoss.points(
        recipe: quantization, of: model, kind, bitsPerWeight: bitsPerWeight, isQuantizationAware: isQuantizationAware)
      ?? 0
    return felt(points)
  }

  /// Points that are felt of points that benchmarks show.
  static func felt(_ points: Double) -> Double {
    // How often a word comes out differently grows as the root of the divergence that the points stand for, and a large
    // loss is felt more than in proportion.
    points.squareRoot() + points * (1 + points)
  }
}

extension Utility {
  /// Of a GGUF row, before anything is known of the speed.
  init(_ model: Model, _ fit: Fit, useCase: UseCase) {
    let loss = Self.quantizationLoss(
      model, nil, fit.quantization, fit.bitsPerWeight, isQuantizationAware: fit.published.isQuantizationAware)
    self.init(model, useCase: useCase, quantizationLoss: loss)
  }

  /// The same of a checkpoint.
  init(_ model: Model, _ checkpoint: Checkpoint, useCase: UseCase) {
    self.init(model, useCase: useCase, quantizationLoss: Self.quantizationLoss(model, of: checkpoint))
  }

  /// The better of thinking and answering at once, for a model that runs at a speed.
  func best(_ model: Model, at speed: Speed) -> (thinking: Thinking, seconds: Estimate, utility: Utility) {
    let task = UsualTask.of(useCase)
    var best: (thinking: Thinking, seconds: Estimate, utility: Utility)?
    for thinking in model.thinkingModes(task) {
      let seconds = Wait.seconds(speed, task, thinks: thinking == .on)
      var utility = self
      utility.thinkingLoss = thinking == .off ? task.worthOfThinking : 0
      utility.waitingLoss = Wait.points(seconds, task)
      if best.map({ utility.points > $0.utility.points }) ?? true { best = (thinking, seconds, utility) }
    }
    return best ?? (.none, Estimate(estimate: 0, low: 0, high: 0), self)
  }

  /// What a GGUF row is worth that runs at a speed, wherever it lies.
  package static func of(_ model: Model, _ fit: Fit, at speed: Speed, for useCase: UseCase) -> Utility {
    Utility(model, fit, useCase: useCase).best(model, at: speed).utility
  }

  /// The same of a checkpoint as an engine serves it to one person; nil where it does not run.
  package static func of(_ model: Model, _ row: CapacityRow, promptTokens: Int, for useCase: UseCase) -> Utility? {
    Speed(served: row, promptTokens: promptTokens).map {
      Utility(model, row.checkpoint, useCase: useCase).best(model, at: $0).utility
    }
  }
}

/// The wait for a finished answer.
enum Wait {
  /// From a usual question to the end of its answer, in seconds: reading, thinking, writing.
  static func seconds(_ speed: Speed, _ task: UsualTask, thinks: Bool) -> Estimate {
    let tokens = task.answerTokens + (thinks ? task.thinkingTokens : 0)
    let (read, write) = (speed.timeToFirstTokenSeconds, speed.decodeTokensPerSecond)
    let pieces = Double(task.pieces)
    func seconds(_ read: Double, _ write: Double) -> Double { read * pieces + (tokens > 0 ? tokens / write : 0) }
    return Estimate(
      estimate: seconds(read.estimate, write.estimate), low: seconds(read.low, write.high),
      high: seconds(read.high, write.low))
  }

  /// What it takes in points, on average over its band: smooth, and concave in the wait.
  static func points(_ seconds: Estimate, _ task: UsualTask) -> Double {
    (points(seconds.low, task) + 2 * points(seconds.estimate, task) + points(seconds.high, task)) / 4
  }

  static func points(_ seconds: Double, _ task: UsualTask) -> Double {
    RankingRules.pointsPerDoubling * Power.log2(1 + seconds / task.comfortableSeconds)
  }
}

/// The main memory that other programs lack.
enum Room {
  /// So many points for each halving of what stays free, of what other programs have a use for.
  static func points(takenBytes: Int, of budgetBytes: Int) -> Double {
    let wanted = min(budgetBytes, RankingRules.wantedRoomBytes)
    let free = max(Double(budgetBytes - takenBytes) / Double(wanted), RankingRules.leastFreeShare)
    return RankingRules.pointsPerHalving * Power.log2(1 / min(free, 1))
  }
}

/// Whether a model writes its thoughts before its answer.
package enum Thinking: String, Sendable, CaseIterable {
  /// It cannot.
  case none
  case on
  /// It could, but is worth more without here.
  case off
}

extension Model {
  /// The ways in which it can answer.
  func thinkingModes(_ task: UsualTask) -> [Thinking] {
    guard capabilities.contains(.reasoning), task.thinkingTokens > 0 else { return [.none] }
    return capabilities.contains(.alwaysThinks) ? [.on] : [.on, .off]
  }
}

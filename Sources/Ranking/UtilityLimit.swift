import Memory
import Models

/// What a model, or a file of it, can be worth at most on a machine, without planning it.
struct UtilityLimit {
  let useCase: UseCase
  /// What all memory together reads; nil where that is not known.
  let bytesPerSecond: Double?

  /// The utility at the best number of bits, when a token took no longer than its weights are read.
  func points(_ model: Model) -> Double { points(model, Utility(model, useCase: useCase)) }

  /// The same of a model whose utility is known but for quantization and wait.
  func points(_ model: Model, _ unquantized: Utility) -> Double {
    var utility = unquantized
    let unplaced = utility.points
    guard bytesPerSecond != nil, model.activeParameters != nil, useCase != .embedding else { return unplaced }
    var best = -Double.infinity
    for (bits, points) in zip(
      Self.steps.bits, QuantizationLoss.points(of: model, MixedLabel.Kind(model), at: Self.steps))
    {
      utility.quantizationLoss = Utility.felt(points)
      best = max(best, self.points(utility, model, bitsPerWeight: bits))
    }
    return min(best, unplaced)
  }

  /// What a file with so many bits per weight can be worth, whose utility is known but for the wait.
  func points(_ unplaced: Utility, _ model: Model, bitsPerWeight: Double) -> Double {
    guard let bytesPerSecond, let active = model.activeParameters, useCase != .embedding else { return unplaced.points }
    let task = UsualTask.of(useCase)
    let secondsPerToken = Double(active) * Self.shareRead * bitsPerWeight / 8 / bytesPerSecond
    var utility = unplaced
    var best = -Double.infinity
    for thinking in model.thinkingModes(task) {
      utility.thinkingLoss = thinking == .off ? task.worthOfThinking : 0
      let tokens = task.answerTokens + (thinking == .on ? task.thinkingTokens : 0)
      utility.waitingLoss = Wait.points(tokens * secondsPerToken, task)
      best = max(best, utility.points)
    }
    return best
  }

  private static let steps = QuantizationLoss.Steps([2.0, 2.6, 3, 3.5, 4.2, 4.8, 5.7, 6.6, 8.5])
  /// Some of the weights of a token are rows that are looked up, and the bits between two steps count as the fewer.
  private static let shareRead = 0.6
}

import Models

/// What a model can be worth at most on a machine, without planning it.
struct UtilityLimit {
  let useCase: UseCase
  /// What all memory together reads; nil where that is not known.
  let bytesPerSecond: Double?

  /// The utility at the best number of bits, when a token took no longer than its weights are read.
  func points(_ model: Model) -> Double {
    var utility = Utility(model, useCase: useCase)
    let unplaced = utility.points
    guard let bytesPerSecond, let active = model.activeParameters, useCase != .embedding else { return unplaced }
    let (task, kind) = (UsualTask.of(useCase), MixedLabel.Kind(model))
    let modes = model.thinkingModes(task)
    var best = -Double.infinity
    for bits in Self.bits {
      let secondsPerToken = Double(active) * Self.shareRead * bits / 8 / bytesPerSecond
      utility.quantizationLoss = Utility.quantizationLoss(model, kind, "", bits)
      for thinking in modes {
        utility.thinkingLoss = thinking == .off ? task.worthOfThinking : 0
        let tokens = task.answerTokens + (thinking == .on ? task.thinkingTokens : 0)
        utility.waitingLoss = Wait.points(tokens * secondsPerToken, task)
        best = max(best, utility.points)
      }
    }
    return min(best, unplaced)
  }

  private static let bits = [2.0, 2.6, 3, 3.5, 4.2, 4.8, 5.7, 6.6, 8.5]
  /// Some of the weights of a token are rows that are looked up, and the bits between two steps count as the fewer.
  private static let shareRead = 0.6
}

import Memory
import Models

/// What a model, or a file of it, can be worth at most on a machine, without planning it.
struct UtilityLimit {
  let useCase: UseCase
  let promptTokens: Int
  /// What of the weights all devices together read at most; nil where that is not known.
  let bytesPerSecond: Double?
  /// The same in weights of whatever format.
  let weightsPerSecond: Double?
  /// What they compute prompts with; nil where that is not known.
  let promptOperationsPerSecond: Double?
  /// What main memory has for models, and all cards that have their own; nil where what is taken of it does not count.
  let memoryBytes: (main: Int, dedicated: Int)?
  /// Whether checkpoints are served, which may lose nothing.
  let servesCheckpoints: Bool

  /// The utility at the best number of bits, when weights took no longer than they are read, and prompts than they are computed.
  func points(_ model: Model) -> Double { points(model, Utility(model, useCase: useCase)) }

  /// The same of a model whose utility is known but for quantization and wait.
  func points(_ model: Model, _ unquantized: Utility) -> Double {
    guard let work = work(of: model) else { return unquantized.points }
    var best =
      servesCheckpoints ? points(unquantized, model, work, bitsPerWeight: Self.checkpointBits) : -Double.infinity
    var utility = unquantized
    for (bits, loss) in losses(of: model) {
      utility.quantizationLoss = loss
      best = max(best, self.points(utility, model, work, bitsPerWeight: bits))
    }
    return min(best, unquantized.points)
  }

  /// Whether a file of a model, whose utility is known but for quantization and wait, may be both better and faster than a
  /// candidate.
  func canBeat(_ candidate: Candidate, _ model: Model, _ unquantized: Utility) -> Bool {
    guard unquantized.quality > candidate.utility.quality else { return false }
    guard let work = work(of: model), !servesCheckpoints else { return true }
    var utility = unquantized
    let pace = candidate.speed.pace(of: candidate.model)
    return losses(of: model).contains { bits, loss in
      utility.quantizationLoss = loss
      let seconds = Self.certainShare * work.readWeights * secondsPerWeight(bits)
      return utility.quality > candidate.utility.quality && seconds * pace < 1
    }
  }

  /// What is felt of files of a model, for each number of bits.
  private func losses(of model: Model) -> some Sequence<(Double, Double)> {
    let points = QuantizationLoss.points(of: model, MixedLabel.Kind(model), at: Self.steps)
    return zip(Self.steps.bits, points.lazy.map(Utility.felt))
  }

  /// What a file with so many bits per weight can be worth, whose utility is known but for the wait.
  func points(_ unplaced: Utility, _ model: Model, _ work: TokenWork?, bitsPerWeight: Double) -> Double {
    guard let work else { return unplaced.points }
    let task = UsualTask.of(useCase)
    let perToken = work.readWeights * secondsPerWeight(bitsPerWeight)
    let perPromptToken = promptOperationsPerSecond.map { 2 * work.promptWeights / $0 } ?? 0
    let reading = Double(max(0, promptTokens)) * perPromptToken
    var utility = unplaced
    utility.roomLoss = roomLoss(model, bitsPerWeight: bitsPerWeight)
    var best = -Double.infinity
    for thinking in model.thinkingModes(task) {
      utility.thinkingLoss = thinking == .off ? task.worthOfThinking : 0
      let tokens = task.answerTokens + (thinking == .on ? task.thinkingTokens : 0)
      utility.waitingLoss = Wait.points(Self.certainShare * (reading + tokens * perToken), task)
      best = max(best, utility.points)
    }
    return best
  }

  /// To read a weight while a token is written, at least.
  private func secondsPerWeight(_ bits: Double) -> Double {
    max(bytesPerSecond.map { bits / 8 / $0 } ?? 0, weightsPerSecond.map { 1 / $0 } ?? 0)
  }

  /// For the weights that no card has room for.
  private func roomLoss(_ model: Model, bitsPerWeight: Double) -> Double {
    guard let memoryBytes, let weights = model.textParameters else { return 0 }
    let taken = Self.certainShare * Double(weights) * bitsPerWeight / 8 - Double(memoryBytes.dedicated)
    return taken > 0 ? Room.points(takenBytes: Int(taken), of: memoryBytes.main) : 0
  }

  /// Nil where the weights of a token are not known, and for embedding, which waits for nothing to be written.
  func work(of model: Model) -> TokenWork? {
    useCase == .embedding ? nil : model.activeParameters.map { TokenWork(model, activeParameters: $0) }
  }

  private static let steps = QuantizationLoss.Steps([
    2.0, 2.3, 2.6, 2.8, 3, 3.25, 3.5, 3.8, 4.2, 4.5, 4.8, 5.2, 5.7, 6.1, 6.6, 7.5, 8.5,
  ])
  /// Checkpoints have no fewer.
  private static let checkpointBits = 4.0
  /// Bands reach to both sides, a file's bits are an average, and those between two steps count as the fewer.
  private static let certainShare = 0.85
}

extension Ranker {
  /// Of how fast an engine for serving writes and reads prompts, the rates say nothing.
  func utilityLimit(_ useCase: UseCase, _ workload: Workload) -> UtilityLimit {
    let limits = speedModel.limits
    return UtilityLimit(
      useCase: useCase, promptTokens: workload.promptTokens,
      bytesPerSecond: (isForServing ? nil : limits.decodeBytesPerSecond) ?? limits.memoryBytesPerSecond,
      weightsPerSecond: isForServing ? nil : limits.decodeWeightsPerSecond,
      promptOperationsPerSecond: isForServing ? nil : limits.promptOperationsPerSecond,
      memoryBytes: isForServing || workload.memoryBudgetBytes != nil ? nil : memoryBytes,
      servesCheckpoints: isForServing)
  }

  /// Nil where a part is not known.
  private var memoryBytes: (main: Int, dedicated: Int)? {
    let machine = fitCalculator.machine
    guard let main = machine.memory.budgetBytes.value, main > 0 else { return nil }
    var dedicated = 0
    for card in machine.usableCards {
      guard let budget = card.budgetBytes.value else { return nil }
      dedicated += budget
    }
    return (main, dedicated)
  }
}

/// The weights that a token cannot do without.
struct TokenWork {
  /// That are read to write a token.
  let readWeights: Double
  /// That each token of a prompt is multiplied with: the output head is for the last alone.
  let promptWeights: Double

  init(_ model: Model, activeParameters: Int) {
    let tables = model.tables
    readWeights = max(0, Double(activeParameters) - tables.lookedUp)
    promptWeights = max(0, readWeights - tables.head)
  }
}

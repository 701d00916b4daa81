import Base
import Machines
import Memory
import Models
import Serving
import Speed

/// A checkpoint as vLLM would serve it to one person on a machine's data-centre cards.
package struct Served: Sendable, Equatable {
  package var row: CapacityRow
  /// What one person asks of it.
  package var request: ServingRequest
  package var speed: Speed
  /// Whether the model was judged by it: it is worth more than the file beside it.
  package var isJudged = false

  package var checkpoint: Checkpoint { row.checkpoint }

  /// Of one copy.
  package var weightsBytes: Int? { row.memory.map { $0.weightsBytes / max(1, row.split.replicas) } }

  package static func == (left: Self, right: Self) -> Bool {
    left.row.checkpoint == right.row.checkpoint && left.row.split == right.row.split && left.speed == right.speed
      && left.isJudged == right.isJudged
  }
}

extension Ranker {
  /// Whether the machine is one on which people serve: what vLLM does there counts too.
  var isForServing: Bool { fitCalculator.machine.accelerators.contains(where: \.isForServing) }

  /// The file that was picked, with the checkpoint that would be worth most; judged by that where it is worth more.
  ///
  /// The file is then the one with about as many bits, for who has no such engine.
  func withServed(
    _ best: Candidate, _ planned: PlannedModel, _ quantizations: [Quantization], _ wishes: Wishes
  ) -> Candidate {
    guard isForServing, wishes.useCase != .embedding, wishes.quantizations.isEmpty,
      let (served, candidate) = served(best, wishes)
    else { return best }
    var result = best
    if candidate.utility.points > best.utility.points {
      let bits = served.checkpoint.weights?.bits ?? 16
      result = counterpart(best, planned, quantizations, bits: bits, wishes)
      result.judge(by: candidate)
      result.served?.isJudged = true
    } else {
      result.served = served
    }
    return result
  }

  private func served(_ best: Candidate, _ wishes: Wishes) -> (Served, Candidate)? {
    let (model, workload) = (best.model, best.fit.workload)
    let request = ServingRequest(workload, users: wishes.users)
    let rows = checkpointRows(model, request).filter { $0.checkpoint.repository != nil }
    var found: Candidate?
    for var candidate in candidates(rows, model, best.fit, request, wishes.useCase) {
      guard candidate.shortfall(wishes) == nil else { continue }
      if found.map({ candidate.utility.points > $0.utility.points }) ?? true { found = candidate }
    }
    return found.flatMap { candidate in candidate.served.map { ($0, candidate) } }
  }

  /// What vLLM does with the checkpoints whose format the cards compute in; where none of few bits is had for them, also with
  /// those that they only unpack.
  private func checkpointRows(_ model: Model, _ request: ServingRequest) -> [CapacityRow] {
    let rows = capacityPlanner.rows(
      of: model, request, CapacityPlanner.Choice(engines: [.vllm], needsUnits: true))
    guard !rows.contains(where: { $0.verdict == .meets && $0.checkpoint.weights != .bf16 }) else { return rows }
    return capacityPlanner.rows(of: model, request, CapacityPlanner.Choice(engines: [.vllm]))
  }

  /// What the answers are worth of each deployment that runs, the fit being that of something else.
  func candidates(
    _ rows: [CapacityRow], _ model: Model, _ fit: Fit, _ request: ServingRequest, _ useCase: UseCase
  ) -> [Candidate] {
    rows.compactMap { row in
      guard row.verdict == .meets, let speed = Self.speed(row, request) else { return nil }
      var candidate = Candidate(model, fit, speed, Utility(model, row.checkpoint, useCase: useCase))
      candidate.served = Served(row: row, request: request, speed: speed)
      return candidate
    }
  }

  /// What each of so many users sees who always wait for an answer; nil where nothing can be said of it.
  func speed(of fit: Fit, _ model: Model, users: Int) -> Speed? {
    guard users > 1 else { return speedModel.speed(of: fit, model: model) }
    let request = ServingRequest(fit.workload, users: users)
    return capacityPlanner.row(of: fit, model, request)
      .flatMap { Self.speed($0, request) }
  }

  private static func speed(_ row: CapacityRow, _ request: ServingRequest) -> Speed? {
    Speed(served: row, promptTokens: request.inputTokens, depthTokens: Int(request.depth))
  }

  /// Of the files that fit the smallest with no fewer bits than a checkpoint, or the one with most.
  private func counterpart(
    _ best: Candidate, _ planned: PlannedModel, _ quantizations: [Quantization], bits: Double, _ wishes: Wishes
  ) -> Candidate {
    var others: [Candidate] = [best]
    for quantization in quantizations where quantization.name != best.fit.quantization {
      if let other = candidate(best.model, planned.fit(quantization), wishes: wishes) {
        others.append(other)
      }
    }
    let enough = others.filter { $0.fit.bitsPerWeight >= bits }
    return enough.min { $0.fit.bitsPerWeight < $1.fit.bitsPerWeight }
      ?? others.max { $0.fit.bitsPerWeight < $1.fit.bitsPerWeight } ?? best
  }
}

extension Utility {
  /// Points that are felt of a checkpoint's format: none of that in which the weights were released.
  static func quantizationLoss(_ model: Model, of checkpoint: Checkpoint) -> Double {
    guard let weights = checkpoint.weights, weights != .bf16,
      checkpoint.repository != model.huggingFaceRepository
        || checkpoint.isMadeOnLoad
    else { return 0 }
    return quantizationLoss(model, nil, weights.label, weights.bits)
  }
}

extension Speed {
  /// What one person sees of a served checkpoint; nil where it is not told.
  init?(served row: CapacityRow, promptTokens: Int, depthTokens: Int = 0) {
    guard let load = row.load, let first = load.timeToFirstToken?.p50, first > 0 else { return nil }
    let decode = load.tokensPerSecondPerUser
    let (slower, faster) = (decode.estimate / decode.low, decode.high / decode.estimate)
    let wait = Estimate(estimate: first, low: first / faster, high: first * slower)
    let tokens = Double(promptTokens)
    self.init(
      decodeTokensPerSecond: decode,
      prefillTokensPerSecond: Estimate(estimate: tokens / first, low: tokens / wait.high, high: tokens / wait.low),
      timeToFirstTokenSeconds: wait, basis: load.isMeasured ? .measured : .modelled, depthTokens: depthTokens)
  }
}

extension Accelerator {
  /// A data-centre card: compute capability 8.0 and more, or AMD's MI300, with 40 GB and more.
  var isForServing: Bool {
    guard isUsable, let bytes = memoryTotalBytes.value, bytes >= 40_000_000_000, memoryKind.value == .dedicated else {
      return false
    }
    if vendor == .nvidia { return (computeTarget.value.flatMap(Double.init) ?? 0) >= 8 }
    return vendor == .amd && ["gfx942", "gfx950"].contains(computeTarget.value ?? "")
  }
}

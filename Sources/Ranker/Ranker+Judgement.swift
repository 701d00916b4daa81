import FitCalculator
import HardwareModel
import ModelCatalog
import SpeedModel
import Units

/// What the gates say of one model.
enum Judgement {
  case passed(Pick)
  case held(Rejection)
}

extension Ranker {
  /// Quantizations considered when none is asked for, from the largest to the smallest.
  static let usualQuantizations = ["Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "IQ4_XS", "Q3_K_M", "Q2_K"]

  func judge(_ model: Model, workload: Workload, wishes: Wishes) -> Judgement {
    func held(
      _ gate: Gate, _ quantization: String = "", needed: String, available: String, _ remedy: String? = nil
    ) -> Judgement {
      .held(
        Rejection(
          modelID: model.id, modelName: model.name, quantization: quantization, gate: gate, needed: needed,
          available: available, remedy: remedy))
    }
    if let missing = missingCapability(model, wishes.useCase) {
      return held(.capability, needed: missing, available: "none")
    }
    if let need = licenseProblem(model, wishes.license) {
      return held(.license, needed: need, available: model.license ?? "unknown")
    }
    guard model.runsInLlamaCpp, model.architecture != nil else {
      return held(.runtime, needed: "a runtime that runs it here", available: "none")
    }
    guard !model.ollamaTags.isEmpty || !model.ggufRepositories.isEmpty else {
      return held(.runtime, needed: "a published artefact", available: "none")
    }
    guard model.contextMaximum >= workload.context else {
      return held(
        .context, needed: "\(workload.context) tokens", available: "\(model.contextMaximum) tokens",
        "--context \(model.contextMaximum)")
    }
    return best(model, workload: workload, wishes: wishes, held: { held($0, $1, needed: $2, available: $3, $4) })
  }

  private func best(
    _ model: Model, workload: Workload, wishes: Wishes,
    held: (Gate, String, String, String, String?) -> Judgement
  ) -> Judgement {
    let names = wishes.quantizations.isEmpty ? Self.quantizations(of: model) : wishes.quantizations
    let fits = fitCalculator.fits(of: model, quantizations: names, workload: workload)
    let placed = fits.filter { $0.verdict != .tooLarge && $0.placement.mode != .none }
    guard !placed.isEmpty else {
      guard let smallest = fits.min(by: { $0.memory.totalBytes < $1.memory.totalBytes }) else {
        return held(.runtime, "", "a quantization that this machine runs", "none", nil)
      }
      let missing = max(0, -smallest.headroomBytes)
      return held(
        .fit, smallest.quantization, ByteSize.text(smallest.memory.totalBytes),
        ByteSize.text(max(0, smallest.memory.totalBytes - missing)), "\(ByteSize.text(missing)) more memory")
    }
    let needed = wishes.minimumTokensPerSecond ?? RankingRules.minimumTokensPerSecond(wishes.useCase)
    let patience =
      wishes.maximumTimeToFirstTokenSeconds ?? RankingRules.maximumTimeToFirstToken(wishes.useCase)
    var (best, slowest): (Pick?, (Fit, Speed)?) = (nil, nil)
    for fit in placed {
      guard let speed = speedModel.speed(of: fit, model: model) else { continue }
      let decode = speed.decodeTokensPerSecond.estimate
      if decode < needed || speed.timeToFirstTokenSeconds.estimate > patience
        || isThinkingTooLong(model, decode: decode, wishes: wishes)
      {
        if slowest.map({ $0.1.decodeTokensPerSecond.estimate < decode }) ?? true { slowest = (fit, speed) }
        continue
      }
      let pick = makePick(model, fit, speed, needed: needed, wishes: wishes)
      if best.map({ $0.score < pick.score }) ?? true { best = pick }
    }
    if let best { return .passed(best) }
    guard let (fit, speed) = slowest else { return held(.fit, "", "a known bandwidth", "none", nil) }
    let decode = speed.decodeTokensPerSecond.estimate
    if decode < needed || isThinkingTooLong(model, decode: decode, wishes: wishes) {
      return held(
        .decodeSpeed, fit.quantization, "\(ByteSize.decimal(needed, places: 0)) tok/s",
        "\(ByteSize.decimal(decode, places: 1)) tok/s",
        "--min-speed \(ByteSize.decimal(decode.rounded(.down), places: 0))")
    }
    let wait = speed.timeToFirstTokenSeconds.estimate
    return held(
      .timeToFirstToken, fit.quantization, "\(ByteSize.decimal(patience, places: 0)) s",
      "\(ByteSize.decimal(wait, places: 0)) s", "--max-ttft \(ByteSize.decimal(wait.rounded(.up), places: 0))")
  }

  private func isThinkingTooLong(_ model: Model, decode: Double, wishes: Wishes) -> Bool {
    guard model.capabilities.contains(.reasoning), wishes.minimumTokensPerSecond == nil else { return false }
    return RankingRules.thinkingTokens / decode > RankingRules.longestThinking
  }

  private static func quantizations(of model: Model) -> [String] {
    if let native = model.nativeQuantization { return [native == "MXFP4" ? "MXFP4_MOE" : native] }
    return model.capabilities.contains(.embedding) ? ["F16"] + usualQuantizations : usualQuantizations
  }

  private func missingCapability(_ model: Model, _ useCase: UseCase) -> String? {
    let capabilities = model.capabilities
    if capabilities.contains(.timeSeries) { return "language (this is a time-series model)" }
    switch useCase {
    case .embedding: return capabilities.contains(.embedding) ? nil : "embedding"
    case .vision: return capabilities.contains(.vision) ? nil : "vision"
    default:
      if capabilities.contains(.embedding) || capabilities.contains(.rerank) { return "chat" }
      let special: Set<Model.Capability> = [.moderation, .translation, .ocr]
      if !capabilities.isDisjoint(with: special) { return "general use" }
      return capabilities.contains(.chat) || useCase == .coding && capabilities.contains(.code) ? nil : "chat"
    }
  }

  private func licenseProblem(_ model: Model, _ gate: Wishes.LicenseGate) -> String? {
    switch gate {
    case .any: nil
    case .open: ["apache-2.0", "mit"].contains(model.license ?? "") ? nil : "an open licence"
    case .commercial: model.commercialUse == .allowed ? nil : "commercial use without conditions"
    }
  }

  private func makePick(_ model: Model, _ fit: Fit, _ speed: Speed, needed: Double, wishes: Wishes) -> Pick {
    let quality =
      model.quality[wishes.useCase]
      ?? Model.Quality(score: 10, uncertainty: 20, sources: ["nothing is known of its quality"])
    let loss = RankingRules.quantizationLoss(
      bitsPerWeight: fit.bitsPerWeight, parameters: model.parameters ?? 8_000_000_000)
    let decode = speed.decodeTokensPerSecond.estimate
    let doublings = needed > 0 ? min(RankingRules.mostDoublings, max(0, (decode / needed).binaryLogarithm)) : 0
    var score = quality.score - RankingRules.pessimism * quality.uncertainty - loss
    score += doublings * RankingRules.pointsPerDoubling
    if let largest = fit.largestContext, largest >= 2 * fit.workload.context { score += RankingRules.pointsForContext }
    if fit.ollamaTag == nil { score -= RankingRules.pointsOffWithoutTag }
    if fit.verdict == .tight { score -= 1 }
    let rounded = (score * 10).rounded() / 10
    return Pick(
      rank: 0, model: model, fit: fit, speed: speed, quality: quality, score: rounded, isOnParetoFront: false,
      reasons: Reasons.sentences(model, fit, speed, quality, loss: loss, needed: needed),
      warnings: fit.bitsPerWeight < RankingRules.fewBits
        ? ["fewer than 3 bits per weight: expect visibly worse answers"] : [])
  }
}

extension Double {
  /// The logarithm to base 2, to a thousandth, without a mathematics library's last-digit differences.
  fileprivate var binaryLogarithm: Double {
    guard self > 0, isFinite else { return 0 }
    var (result, value, bit) = (Double(exponent), significand, 0.5)
    for _ in 0..<10 {
      value *= value
      if value >= 2 {
        value /= 2
        result += bit
      }
      bit /= 2
    }
    return result
  }
}

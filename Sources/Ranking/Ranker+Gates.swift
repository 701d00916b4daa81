import Memory
import Models

extension Ranker {
  /// The gates that need no arithmetic: capability, licence, runtime, context.
  static func gate(_ model: Model, workload: Workload, wishes: Wishes) -> Rejection? {
    func held(_ shortfall: Shortfall, _ remedy: [Change] = []) -> Rejection {
      Rejection(model: model, shortfall: shortfall, remedy: remedy)
    }
    if let missing = missingCapability(model, wishes.useCase) { return held(.capability(missing)) }
    if !allows(model, wishes.license) {
      return held(.license(wishes.license, found: model.license), [.anyLicense])
    }
    if !model.runsInLlamaCpp { return held(.runtime(.notLoadable)) }
    if !model.knowsDimensions { return held(.runtime(.unknownDimensions)) }
    if !model.namesFiles, model.isWithoutFile {
      return held(.runtime(.unpublished))
    }
    // Without a word of the user a text to embed is a piece of a document, which every embedding model holds.
    let context = wishes.useCase == .embedding && workload.context <= 8192 ? 512 : workload.context
    if model.contextMaximum < context {
      return held(.context(needed: context, trained: model.contextMaximum), [.context(model.contextMaximum)])
    }
    return nil
  }

  /// A model whose weights are more than all memory even with two bits each is not planned; what it misses is an estimate.
  static func tooLarge(_ model: Model, _ room: Int?, _ wishes: Wishes) -> Rejection? {
    guard let room, room > 0, wishes.quantizations.isEmpty, let weights = model.textParameters, weights / 4 > room
    else {
      return nil
    }
    let needed = Int(Double(weights) * RankingRules.fewBits / 8)
    return Rejection(
      model: model, shortfall: .memory(.model, needed: max(needed, room + 1), available: room), isEstimate: true)
  }

  static func missingCapability(_ model: Model, _ useCase: UseCase) -> Shortfall.Purpose? {
    let capabilities = model.capabilities
    if capabilities.contains(.timeSeries) { return .language }
    if useCase == .embedding { return capabilities.contains(.embedding) ? nil : .embedding }
    if !capabilities.isDisjoint(with: special) { return .chat }
    if useCase == .vision { return capabilities.contains(.vision) ? nil : .vision }
    if useCase == .coding, capabilities.contains(.code) { return nil }
    return capabilities.contains(.chat) ? nil : .chat
  }

  private static let special: Model.Capabilities = [.embedding, .rerank, .moderation, .translation, .ocr]

  /// Whether a model's licence passes the gate.
  package static func allows(_ model: Model, _ gate: Wishes.LicenseGate) -> Bool {
    switch gate {
    case .any: true
    case .open: model.licenseFacts?.isOpen == true
    case .commercial: model.commercialUse == .allowed
    }
  }
}

import Memory
import Models

extension Ranker {
  /// Whether a model passes the gates that need no arithmetic, so that planning it is worth while.
  package static func isWorthPlanning(_ model: Model, workload: Workload, wishes: Wishes) -> Bool {
    gate(model, workload: workload, wishes: wishes) == nil
  }

  /// The gates that need no arithmetic: capability, licence, runtime, context.
  static func gate(_ model: Model, workload: Workload, wishes: Wishes) -> Rejection? {
    if let missing = missingCapability(model, wishes.useCase) {
      return Rejection(model, .capability, needed: missing, available: "not this model's purpose")
    }
    if let need = licenseProblem(model, wishes.license) {
      return Rejection(
        model, .license, needed: need, available: model.license ?? "unknown", remedy: "--license any")
    }
    if !model.runsInLlamaCpp {
      return Rejection(model, .runtime, needed: "a runtime that loads it", available: "llama.cpp does not")
    }
    if model.architecture == nil {
      return Rejection(model, .runtime, needed: "known dimensions", available: "not published")
    }
    if model.ollamaTags.isEmpty && model.ggufRepositories.isEmpty {
      return Rejection(model, .runtime, needed: "an Ollama tag or GGUF repository", available: "none")
    }
    // Without a word of the user a text to embed is a piece of a document, which every embedding model holds.
    let context = wishes.useCase == .embedding && workload.context <= 8192 ? 512 : workload.context
    if model.contextMaximum < context {
      return Rejection(
        model, .context, needed: "\(context) tokens", available: "\(model.contextMaximum) tokens",
        remedy: "--context \(model.contextMaximum)", factor: Double(context) / Double(max(model.contextMaximum, 1)))
    }
    return nil
  }

  private static func missingCapability(_ model: Model, _ useCase: UseCase) -> String? {
    let capabilities = model.capabilities
    if capabilities.contains(.timeSeries) { return "language (this is a time-series model)" }
    if useCase == .embedding { return capabilities.contains(.embedding) ? nil : "embedding" }
    let special: Set<Model.Capability> = [.embedding, .rerank, .moderation, .translation, .ocr]
    if !capabilities.isDisjoint(with: special) { return "chat" }
    if useCase == .vision { return capabilities.contains(.vision) ? nil : "vision" }
    if useCase == .coding, capabilities.contains(.code) { return nil }
    return capabilities.contains(.chat) ? nil : "chat"
  }

  private static func licenseProblem(_ model: Model, _ gate: Wishes.LicenseGate) -> String? {
    switch gate {
    case .any: nil
    case .open: model.licenseFacts?.isOpen == true ? nil : "an open licence"
    case .commercial: model.commercialUse == .allowed ? nil : "commercial use without conditions"
    }
  }
}

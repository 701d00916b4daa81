import Memory
import Models
import Speed

/// What an organization asks of a model on a machine before it may be deployed there.
///
/// Nothing that is nil or empty is asked.
package struct Policy: Sendable, Equatable {
  package var useCase = UseCase.general
  /// As a user would name them; where there are none, one of the models that suit the machine must do.
  package var models: [String] = []
  /// Only these, in plimsoll's spelling.
  package var quantizations: [String] = []
  package var contextTokens: Int?
  package var minimumTokensPerSecond: Double?
  package var maximumTimeToFirstTokenSeconds: Double?
  /// Over all pools.
  package var maximumMemoryBytes: Int?
  package var license = Wishes.LicenseGate.any
  /// Ids of licences that may be used.
  package var licenses: [String] = []
  /// Who may have made the model.
  package var creators: [String] = []
  /// Who may not have made it.
  package var excludedCreators: [String] = []
  /// Whose files may be used: the first part of a repository's name.
  package var publishers: [String] = []

  package init() {}
}

/// What a policy can ask, in the order in which it is told.
package enum PolicyRule: String, Sendable, CaseIterable {
  case purpose, runs, license, creator, publisher, context, memory
  case fits
  case decodeSpeed = "decode_speed"
  case timeToFirstToken = "time_to_first_token"
}

/// Something of a model that is not as a policy asks.
package struct PolicyFinding: Sendable, Equatable {
  package enum Level: String, Sendable, CaseIterable {
    /// The policy is not met.
    case error
    /// It is met by the estimate, and may not be at the worse end of the band.
    case warning
  }

  package enum Breach: Sendable, Equatable {
    /// What a ranking would hold back too.
    case shortfall(Shortfall)
    /// Nil where nobody knows the licence.
    case license(found: String?, allowed: [String])
    case creator(found: String, allowed: [String])
    case excludedCreator(found: String)
    /// Those of the files there are.
    case publisher(found: [String], allowed: [String])
    /// In bytes.
    case memory(needed: Int, allowed: Int)
    /// It fits without the usual margin.
    case tight
  }

  package var rule: PolicyRule
  package var level: Level
  package var breach: Breach

  init(_ rule: PolicyRule, _ breach: Breach, _ level: Level = .error) {
    (self.rule, self.level, self.breach) = (rule, level, breach)
  }
}

/// A model beside a policy.
package struct PolicyVerdict: Sendable {
  /// As it was asked for, or its id.
  package var name: String
  package var model: Model
  /// The file that comes nearest; nil where none was planned.
  package var fit: Fit?
  package var speed: Speed?
  package var findings: [PolicyFinding]

  package init(name: String, model: Model, fit: Fit? = nil, speed: Speed? = nil, findings: [PolicyFinding]) {
    (self.name, self.model, self.fit, self.speed, self.findings) = (name, model, fit, speed, findings)
  }

  package var passes: Bool { !findings.contains { $0.level == .error } }
}

extension Policy {
  /// What can be said of a model wherever it runs.
  package func findings(of model: Model) -> [PolicyFinding] {
    var findings: [PolicyFinding] = []
    if let missing = Ranker.missingCapability(model, useCase) {
      findings.append(PolicyFinding(.purpose, .shortfall(.capability(missing))))
    }
    if !Ranker.allows(model, license) {
      findings.append(PolicyFinding(.license, .shortfall(.license(license, found: model.license))))
    }
    if !licenses.isEmpty, !Self.names(licenses, model.license) {
      findings.append(PolicyFinding(.license, .license(found: model.license, allowed: licenses)))
    }
    if !creators.isEmpty, !Self.names(creators, model.creator) {
      findings.append(PolicyFinding(.creator, .creator(found: model.creator, allowed: creators)))
    }
    if Self.names(excludedCreators, model.creator) {
      findings.append(PolicyFinding(.creator, .excludedCreator(found: model.creator)))
    }
    if !model.knowsDimensions {
      findings.append(PolicyFinding(.runs, .shortfall(.runtime(.unknownDimensions))))
    }
    if let needed = contextTokens, needed > model.contextMaximum {
      findings.append(
        PolicyFinding(.context, .shortfall(.context(needed: needed, trained: model.contextMaximum))))
    }
    return findings
  }

  /// What can be said of one of its files on a machine; `isOwn` for a file that the user has, which nobody publishes.
  package func findings(of fit: Fit, _ speed: Speed?, isOwn: Bool) -> [PolicyFinding] {
    var findings: [PolicyFinding] = []
    let total = fit.memory.totalBytes
    if !publishers.isEmpty, !isOwn {
      let found = [fit.published.file, fit.published.checkpoint].compactMap { $0 }.map(Self.publisher)
      if !found.contains(where: { Self.names(publishers, $0) }) {
        findings.append(PolicyFinding(.publisher, .publisher(found: found, allowed: publishers)))
      }
    }
    if let allowed = maximumMemoryBytes, total > allowed {
      findings.append(PolicyFinding(.memory, .memory(needed: total, allowed: allowed)))
    }
    switch fit.verdict {
    case .fits: break
    case .tight: findings.append(PolicyFinding(.fits, .tight, .warning))
    case .tooLarge:
      let room = max(1, total + min(fit.headroomBytes, -1))
      findings.append(
        PolicyFinding(.fits, .shortfall(.memory(.model, needed: total, available: room))))
      return findings
    }
    guard let speed else {
      if minimumTokensPerSecond != nil || maximumTimeToFirstTokenSeconds != nil {
        findings.append(PolicyFinding(.decodeSpeed, .shortfall(.unknownBandwidth)))
      }
      return findings
    }
    if let needed = minimumTokensPerSecond, speed.decodeTokensPerSecond.low < needed {
      let decode = speed.decodeTokensPerSecond
      let isMissed = decode.estimate < needed
      findings.append(
        PolicyFinding(
          .decodeSpeed, .shortfall(.decodeSpeed(needed: needed, available: isMissed ? decode.estimate : decode.low)),
          isMissed ? .error : .warning))
    }
    if let needed = maximumTimeToFirstTokenSeconds, speed.timeToFirstTokenSeconds.high > needed {
      let wait = speed.timeToFirstTokenSeconds
      let isMissed = wait.estimate > needed
      findings.append(
        PolicyFinding(
          .timeToFirstToken,
          .shortfall(.timeToFirstToken(needed: needed, available: isMissed ? wait.estimate : wait.high)),
          isMissed ? .error : .warning))
    }
    return findings
  }

  private static func publisher(_ artefact: Artefact) -> String {
    String(artefact.repository.prefix { $0 != "/" })
  }

  /// Whether a name is in the list, however either is capitalized.
  private static func names(_ list: [String], _ name: String?) -> Bool {
    guard let name = name?.lowercased() else { return false }
    return list.contains { $0.lowercased() == name }
  }
}

extension PolicyVerdict {
  /// What a ranking holds back.
  package init(_ rejection: Rejection) {
    let rule: PolicyRule =
      switch rejection.gate {
      case .capability: .purpose
      case .license: .license
      case .runtime: .runs
      case .context: .context
      case .fit: .fits
      case .decodeSpeed, .answerTime: .decodeSpeed
      case .timeToFirstToken: .timeToFirstToken
      }
    self.init(
      name: rejection.model.id, model: rejection.model,
      findings: [PolicyFinding(rule, .shortfall(rejection.shortfall))])
  }
}

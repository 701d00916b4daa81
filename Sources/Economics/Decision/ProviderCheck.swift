import Models

/// Whether a provider's published terms allow a use.
///
/// Reported, not checked, and no legal advice.
package struct ProviderCheck: Sendable, Equatable {
  /// What a provider's terms say, and whether that is enough.
  package enum Reason: Sendable, Equatable {
    case trainsOnData(Provider.Training)
    case noAgreement(Provider.Agreement)
    case noZeroRetention(Provider.ZeroRetention)
    case noReport(Provider.Answer)
    case noFedRAMP(Provider.FedRAMP)
    case notInRegion(String)
    case noNetwork
    /// Allowed, and this has to be done first.
    case needsApproval, needsAgreement, needsOptOut
    case retention(days: Int)
    /// It has regions of one's choice, and this may be one.
    case chooseRegion(String)
    /// Known from others' reports alone.
    case secondary(String)
  }

  package var provider: Provider
  /// What stands against it.
  package var obstacles: [Reason]
  /// What has to be done, and what is good to know.
  package var remarks: [Reason]

  package var isAllowed: Bool { obstacles.isEmpty }

  /// A provider against the answers.
  ///
  /// What is not published counts as not promised. Personal data: no training on it. Health: that and an agreement
  /// (HIPAA). Payment and trade secrets: no training, nothing kept, and a report of an auditor (SOC 2). Export-controlled:
  /// FedRAMP High. A region counts for storage and for computing.
  package static func of(_ provider: Provider, _ answers: DecisionAnswers) -> ProviderCheck {
    var (obstacles, remarks): ([Reason], [Reason]) = ([], [])
    let kinds = answers.sensitive
    if answers.offline == true { obstacles.append(.noNetwork) }
    if kinds.isEmpty {
      switch provider.trainsOnData {
      case .no, .optIn, .unknown: break
      case .optOut: remarks.append(.needsOptOut)
      case .yes: remarks.append(.trainsOnData(.yes))
      }
    } else {
      switch provider.trainsOnData {
      case .no, .optIn: break
      case .optOut: remarks.append(.needsOptOut)
      case .yes, .unknown: obstacles.append(.trainsOnData(provider.trainsOnData))
      }
    }
    if kinds.contains(.health) {
      switch provider.agreement {
      case .yes, .byRequest: remarks.append(.needsAgreement)
      case .no, .unknown, .viaCloud: obstacles.append(.noAgreement(provider.agreement))
      }
    }
    if kinds.contains(.payment) || kinds.contains(.tradeSecret) {
      switch provider.zeroRetention {
      case .byDefault, .selfServe: break
      case .byApproval, .contract: remarks.append(.needsApproval)
      case .no, .unknown: obstacles.append(.noZeroRetention(provider.zeroRetention))
      }
      if provider.soc2 != .yes { obstacles.append(.noReport(provider.soc2)) }
    }
    if kinds.contains(.exportControlled), provider.fedRAMP != .high {
      obstacles.append(.noFedRAMP(provider.fedRAMP))
    }
    if let region = answers.region {
      if !provider.keepsData(in: region) {
        obstacles.append(.notInRegion(region))
      } else if !provider.residencyAtRest.contains(region) || !provider.residencyInference.contains(region) {
        remarks.append(.chooseRegion(region))
      }
    }
    if let days = provider.retentionDays, days > 0 { remarks.append(.retention(days: days)) }
    remarks += provider.secondary.map(Reason.secondary)
    return ProviderCheck(provider: provider, obstacles: obstacles, remarks: remarks)
  }
}

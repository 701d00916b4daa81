import Base
import Fleet
import Models
import Ranking
import Serving

/// What a fleet has and carries.
package struct FleetAnswer: Sendable {
  /// A document that could not be read.
  package struct Skipped: Sendable, Equatable {
    package var file: String
    package var reason: String

    package init(file: String, reason: String) { (self.file, self.reason) = (file, reason) }
  }

  package var inventory: Inventory
  package var carries: [ClassPicks]
  package var skipped: [Skipped]
  /// Nil where nothing is wanted.
  package var assignment: Assignment?
  /// What joins the hosts, and models over several of them; nil where it is not asked.
  package var link: NodeLink?
  package var spans: [Span]?

  package init(inventory: Inventory, carries: [ClassPicks], skipped: [Skipped], assignment: Assignment? = nil) {
    (self.inventory, self.carries, self.skipped) = (inventory, carries, skipped)
    self.assignment = assignment
  }
}

/// One model that a class carries.
struct CarriedModel: Sendable {
  var fingerprint: String
  var useCase: UseCase
  var pick: Pick

  /// Of writing, or of reading for a model that only reads.
  var speed: Estimate {
    pick.model.capabilities.contains(.chat) || !pick.model.capabilities.contains(.embedding)
      ? pick.speed.decodeTokensPerSecond : pick.speed.prefillTokensPerSecond
  }
}

extension CarriedModel {
  /// What the model takes of the budget of the memory that it fills most.
  var load: Double {
    pick.fit.placement.devices.map { Double($0.bytes) / Double(max(1, $0.budgetBytes)) }.max() ?? 0
  }
}

extension FleetAnswer {
  var carried: [CarriedModel] {
    carries.flatMap { answer in
      answer.picks.map { CarriedModel(fingerprint: answer.fingerprint, useCase: answer.useCase, pick: $0) }
    }
  }
}

import Models
import Ranking
import Serving
import Solver

/// Which host serves what.
package struct Assignment: Sendable {
  /// Copies of one deployment on one host.
  package struct Share: Sendable {
    package var want: Want
    package var model: Model
    package var fingerprint: String
    package var host: String
    package var replicas: Int
    /// Cards of the host that they take together.
    package var cards: Int
    package var row: CapacityRow
    /// People, or requests per second, that they are to serve, and the most that they could.
    package var served: Double
    package var capacity: Double
  }

  package struct Unmet: Sendable {
    package enum Reason: Sendable, Equatable {
      /// No host carries a model that was asked for within the level.
      case nothingCarries
      /// The hosts are not enough.
      case tooFew(served: Double, of: Double)
    }

    package var want: Want
    package var reason: Reason
    /// The model that is to be bought for; nil where none could be chosen.
    package var model: Model?
    package var purchase: ServingPlan.Option?
  }

  /// How well the program was solved.
  package struct Search: Sendable {
    package var solver: String
    /// Sum over the wants of the share that is left, and what it cannot be below.
    package var unservedShare: Double
    package var bound: Double
    /// How far quality and machines may be from the best, of their value; 0 where nothing is better.
    package var gap: Double
    package var seconds: Double
    package var isProven: Bool
  }

  package var shares: [Share]
  package var unmet: [Unmet]
  /// Hosts that serve nothing and are not busy, by name.
  package var spareHosts: [String]
  package var search: Search
}

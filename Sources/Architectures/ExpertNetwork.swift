/// A router and the experts that it chooses from.
package struct ExpertNetwork: Sendable, Equatable {
  package var router: Router
  package var count: Int
  package var usedCount: Int
  package var width: Int
  /// Width of what experts are given, where it is not the stream's; nil: the stream itself.
  package var latentWidth: Int?
  package var activation = DenseNetwork.Activation.gated
  package var hasBias = false
  package var normalizesWeights = true
  /// Runs beside the routed experts for every token.
  package var shared: DenseNetwork?
  package var hasSharedGate = false

  /// The experts themselves, however they are chosen.
  package var withoutRouter: ExpertNetwork {
    var network = self
    network.router = Router()
    return network
  }

  package struct Router: Sendable, Equatable {
    package var choice = Choice.scores
    /// F32 numbers beside its matrix and bias.
    package var extraNumbers = 0

    package enum Choice: Sendable {
      case scores
      /// A bias steers which experts are chosen.
      case biasedScores
      /// A table by token chooses.
      case table
    }
  }
}

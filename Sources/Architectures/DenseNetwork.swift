/// A dense feed-forward network.
package struct DenseNetwork: Sendable, Equatable {
  package var width: Int
  package var activation = Activation.gated
  package var hasBias = false

  package enum Activation: Sendable {
    case gated
    /// Gate and up in one matrix.
    case fusedGated
    /// Up and down only; squared takes two operations.
    case plain, squared

    package var hasGate: Bool { self == .gated || self == .fusedGated }
  }
}

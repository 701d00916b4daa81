/// What a layer without attention keeps of the tokens before: convolution and state.
package struct Recurrence: Sendable, Equatable {
  package var kind: Architecture.Recurrent.Kind
  package var convolutionWidth: Int
  package var stateWidth: Int
  package var innerWidth: Int
  package var groupCount: Int
  package var headCount: Int
  package var headWidth: Int
  /// A norm before the output projection (Mamba 2).
  package var hasNorm = true
  /// Beta and alpha in one matrix (gated delta nets).
  package var hasFusedBetaAlpha = false
  /// Decay and gate from the stream in one step and not through a narrow layer (Kimi delta attention).
  package var hasDirectDecay = false
  package var hasDirectGate = false
}

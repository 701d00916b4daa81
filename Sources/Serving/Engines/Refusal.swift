import Models

/// Why an engine cannot run a checkpoint on a machine.
package enum Refusal: Sendable, Equatable {
  /// The machine has no card that it could use.
  case noCard
  /// It does not run on this maker's cards.
  case vendorNotRun
  /// The maker's list of supported cards does not have it.
  case cardNotListed
  /// It has no kernels for the format on this maker's cards.
  case formatUnknown
  case needsCapability(Double, has: Double)
  case needsTarget([String], has: String)
  case targetUnknown
  /// Neither bandwidth nor matrix rate of the card is known.
  case rateUnknown
  /// The engine keeps its cache in 16 or 8 bits, these only where it runs FP8.
  case cacheTypeNotKept(TensorType)
  /// llama.cpp does not know the architecture, or nobody publishes a file.
  case noFile
  /// The label names nothing that the engine loads.
  case labelNotLoaded(String)
}

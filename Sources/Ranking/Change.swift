import Models

/// A change of the request or the machine that may let a model pass.
package enum Change: Sendable, Equatable {
  case anyLicense
  /// In tokens.
  case context(Int)
  /// Of keys and values.
  case cacheType(TensorType)
  /// So many bytes of main memory may be used.
  case memoryBudget(Int)
  /// So many bytes more of main memory; a limit is raised where one holds the machine below what it has.
  case moreMemory(Int, raisesLimit: Bool)
  /// In tokens per second.
  case minimumSpeed(Double)
  /// In seconds.
  case maximumTimeToFirstToken(Double)

  /// Whether both change the same thing.
  func replaces(_ other: Change) -> Bool {
    switch (self, other) {
    case (.anyLicense, .anyLicense), (.context, .context), (.cacheType, .cacheType), (.memoryBudget, .memoryBudget),
      (.moreMemory, .moreMemory), (.minimumSpeed, .minimumSpeed), (.maximumTimeToFirstToken, .maximumTimeToFirstToken):
      true
    default: false
    }
  }
}

import Memory
import Models
import Speed

/// What to buy for a model: hardware that runs it at a wanted speed and context.
package struct HardwarePlan: Sendable, Equatable {
  /// Without cards first, then cheapest first where prices are known, then the others by their memory.
  package var options: [Option]
  /// What stands in the way when there is no option.
  package var obstacle: Obstacle?

  package enum Obstacle: Sendable {
    case unknownDimensions
    /// Nothing in the table of GPUs runs the model at the wanted speed and context.
    case nothingRunsIt
  }

  package struct Option: Sendable, Equatable {
    /// The card's product name, or that of a chip whose graphics share its memory; nil for a machine without one.
    package var gpu: String?
    package var gpuCount: Int
    package var gpuMemoryBytes: Int
    package var mainMemoryBytes: Int
    /// Bandwidth of main memory that is assumed, in bytes per second.
    package var mainMemoryBandwidth: Double
    /// Price of the cards together, in US dollars; nil when it is not known.
    package var priceUSD: Double?
    /// Which price that is; nil without one.
    package var price: CardPrice?
    /// Whether the graphics share the main memory.
    package var isUnified = false
    package var fit: Fit
    package var speed: Speed
  }
}

/// What the planned machine must do.
package struct PlanWishes: Sendable, Equatable {
  package var quantization: String
  package var minimumTokensPerSecond: Double
  package var maximumTimeToFirstTokenSeconds: Double?
  package var limit: Int

  package init(
    quantization: String = "Q4_K_M", minimumTokensPerSecond: Double = 10,
    maximumTimeToFirstTokenSeconds: Double? = nil, limit: Int = 8
  ) {
    (self.quantization, self.limit) = (quantization, limit)
    self.minimumTokensPerSecond = minimumTokensPerSecond
    self.maximumTimeToFirstTokenSeconds = maximumTimeToFirstTokenSeconds
  }
}

import HardwareModel
import ModelCatalog

/// The one estimator of memory and placement behind every command.
package struct FitCalculator: Sendable {
  package let machine: Machine

  package init(machine: Machine) {
    self.machine = machine
  }

  /// One row per quantization asked for, in that order; empty for a model without known dimensions.
  package func fits(of model: Model, quantizations: [String], workload: Workload) -> [Fit] {
    []
  }
}

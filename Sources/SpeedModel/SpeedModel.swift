import FitCalculator
import HardwareModel
import ModelCatalog
import Units

/// Predicts prefill, decode and time to first token of a placed model.
package struct SpeedModel: Sendable {
  package let machine: Machine
  /// Nil when there is no benchmark: the model alone is used.
  package let measurements: Measurements?

  package init(machine: Machine, measurements: Measurements?) {
    self.machine = machine
    self.measurements = measurements
  }

  /// The speed of a placed model; nil when it is placed nowhere or a needed bandwidth is unknown.
  package func speed(of fit: Fit, model: Model) -> Speed? {
    nil
  }
}

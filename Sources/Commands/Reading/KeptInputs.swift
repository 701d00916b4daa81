import Machines
import Models
import Synchronization

/// What was read once for many answers: the catalogue, this machine and what was measured of it.
///
/// Each answer has one of its own, which notes whether the machine had a part in it. Where all answers are about other
/// machines, this one is not read.
final class KeptInputs: Sendable {
  let catalog: Catalog
  let measured: (measurements: Measurements?, gap: Gap?)
  private let known: Machine?
  private let asked = Mutex(false)

  init(machine: Machine?, measured: (measurements: Measurements?, gap: Gap?) = (nil, nil), catalog: Catalog) {
    (known, self.measured, self.catalog) = (machine, measured, catalog)
  }

  var machine: Machine? {
    asked.withLock { $0 = true }
    return known
  }

  var machineWasAsked: Bool { asked.withLock { $0 } }
}

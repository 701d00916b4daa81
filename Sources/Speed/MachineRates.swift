import Machines
import Memory

/// What each device of a machine reads and computes per second.
struct MachineRates: Sendable {
  let processor: DeviceRates?
  let accelerators: [(id: String, backend: Backend, rates: DeviceRates)]

  init(machine: Machine, measurements: Measurements?) {
    processor = ProcessorRates.rates(machine, measurements)
    var accelerators: [(id: String, backend: Backend, rates: DeviceRates)] = []
    for device in machine.accelerators where !accelerators.contains(where: { $0.id == device.id }) {
      let fact = device.factID.flatMap { GPUTable.builtIn.gpu(id: $0) }
      for backend in Backend.allCases where backend != .cpu {
        guard let rates = AcceleratorRates.rates(device, fact: fact, backend: backend) else { continue }
        accelerators.append((device.id, backend, rates))
      }
    }
    self.accelerators = accelerators
  }

  /// The rates of the device that a share is on; nil when a needed fact is unknown.
  func rates(of share: DeviceShare) -> DeviceRates? {
    if share.backend == .cpu { return processor }
    return accelerators.first { $0.backend == share.backend && $0.id == share.id }?.rates
  }
}

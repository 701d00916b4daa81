import Machines
import Memory

/// What each device of a machine reads and computes per second.
struct MachineRates: Sendable {
  let processor: DeviceRates?
  private let accelerators: [String: [Backend: DeviceRates]]

  init(machine: Machine, measurements: Measurements?) {
    processor = ProcessorRates.rates(machine, measurements)
    var accelerators: [String: [Backend: DeviceRates]] = [:]
    for device in machine.accelerators where accelerators[device.id] == nil {
      let fact = device.factID.flatMap { GPUTable.builtIn.gpu(id: $0) }
      var rates: [Backend: DeviceRates] = [:]
      for backend in Backend.allCases where backend != .cpu {
        rates[backend] = AcceleratorRates.rates(device, fact: fact, backend: backend)
      }
      accelerators[device.id] = rates
    }
    self.accelerators = accelerators
  }

  /// The rates of the device that a share is on; nil when a needed fact is unknown.
  func rates(of share: DeviceShare) -> DeviceRates? {
    share.backend == .cpu ? processor : accelerators[share.id]?[share.backend]
  }
}

import Machines
import Memory

/// What each device of a machine can read and compute per second.
struct DeviceRates: Sendable {
  private let processor: ComputeRates?
  private let accelerators: [String: [Backend: ComputeRates]]

  init(machine: Machine, measurements: Measurements?) {
    processor = ProcessorRates.rates(machine, measurements)
    var accelerators: [String: [Backend: ComputeRates]] = [:]
    for device in machine.accelerators where accelerators[device.id] == nil {
      let fact = device.factID.flatMap { GPUTable.builtIn.gpu(id: $0) }
      var rates: [Backend: ComputeRates] = [:]
      for backend in Backend.allCases where backend != .cpu {
        rates[backend] = AcceleratorRates.rates(device, fact: fact, backend: backend)
      }
      accelerators[device.id] = rates
    }
    self.accelerators = accelerators
  }

  /// The rates of the device that a share is on; nil when a needed fact is unknown.
  func rates(of share: DeviceShare) -> ComputeRates? {
    share.backend == .cpu ? processor : accelerators[share.id]?[share.backend]
  }
}

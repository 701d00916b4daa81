import Base
import Machines
import Memory

/// A host that may hold a part of a model, and how it is called.
package struct SpanHost: Sendable {
  package var name: String
  @Shared package var machine: Machine
  package var measurements: Measurements?

  package init(name: String, machine: Machine, measurements: Measurements? = nil) {
    (self.name, self.measurements) = (name, measurements)
    _machine = Shared(wrappedValue: machine)
  }
}

extension Machine {
  /// What llama.cpp's RPC server exposes of the machine: its accelerators, or where there are none its main memory.
  func lentDevices(host: Int) -> [SpreadDevice] {
    let devices = accelerators.filter(\.isUsable).compactMap { device -> SpreadDevice? in
      guard let backend = device.backends.first(where: { $0 != .cpu }),
        let budget = device.budgetBytes.value ?? device.memoryFreeBytes.value, budget > 0
      else { return nil }
      return SpreadDevice(
        host: host, id: device.id, backend: backend, budgetBytes: budget,
        drawsFromMain: device.memoryKind.value ?? .dedicated != .dedicated)
    }
    guard devices.isEmpty, let budget = memory.budgetBytes.value, budget > 0 else { return devices }
    return [SpreadDevice(host: host, id: "cpu", backend: .cpu, budgetBytes: budget, drawsFromMain: true)]
  }

  /// The memory of all that it lends, in bytes.
  package var lentBytes: Int {
    lentDevices(host: 0).reduce(0) { $0 + min($1.budgetBytes, 1 << 50) }
  }
}

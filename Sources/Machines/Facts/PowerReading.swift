/// What devices of this machine drew while something was watched.
package struct PowerReading: Sendable, Equatable {
  package enum Basis: String, Sendable, CaseIterable {
    /// The device counts the energy that it takes.
    case counter
    /// The mean of its power at many moments.
    case samples
  }

  package struct Device: Sendable, Equatable {
    /// Such as `card0 (amdgpu)`, `package-0` or a card's name.
    package var name: String
    package var watts: Double
    package var basis: Basis

    package init(name: String, watts: Double, basis: Basis) {
      (self.name, self.watts, self.basis) = (name, watts, basis)
    }
  }

  package var devices: [Device]
  package var seconds: Double
  /// Why others, or all of them, could not be read.
  package var reasons: [String]

  package init(devices: [Device], seconds: Double, reasons: [String] = []) {
    (self.devices, self.seconds, self.reasons) = (devices, seconds, reasons)
  }

  /// Of the devices that could be read; nil without any.
  package var watts: Double? { devices.isEmpty ? nil : devices.reduce(0) { $0 + $1.watts } }
  package var joules: Double? { watts.map { $0 * seconds } }
}

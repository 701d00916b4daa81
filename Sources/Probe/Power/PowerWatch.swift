import Base
import Machines

/// Watches what the devices of this machine draw, as far as the kernel and NVML tell it.
package struct PowerWatch {
  private var sensors: [PowerSensor]
  private var child: Result<DriverProcess, DriverLibrary.Failure>?
  private var reasons: [String] = []
  private let start = MonotonicClock.seconds()

  /// Begins to watch; `executable` is this program, which is started again to ask NVML.
  package init(root: SystemRoot, executable: String?, environment: [String: String]) {
    sensors = PowerSensor.all(in: root)
    if DriverPresence.absenceOfNVIDIA(in: root) == nil, let executable {
      child = DriverProcess.start(.power, executable: executable, environment: environment)
    } else if sensors.isEmpty {
      reasons.append(
        "neither a graphics card's sensor (hwmon), nor the processor's energy (powercap), nor NVML is there")
    }
    sample()
  }

  /// Reads the sensors once more; to be called several times a second.
  package mutating func sample() { for index in sensors.indices { sensors[index].sample() } }

  /// The reading from the start until now; nothing is watched afterwards.
  package mutating func finish() -> PowerReading {
    let seconds = MonotonicClock.seconds() - start
    sample()
    var reading = PowerReading(
      devices: sensors.compactMap { $0.device(seconds: seconds) }, seconds: seconds,
      reasons: reasons + sensors.compactMap(\.failure))
    guard let child else { return reading }
    self.child = nil
    let answer = child.flatMap { process in
      process.askToEnd()
      return process.nvmlDocument(limitSeconds: MonotonicClock.seconds() - start + DriverProcess.limitSeconds)
    }
    switch answer.map(NVMLPower.devices) {
    case .success(let told):
      reading.devices += told.devices
      reading.reasons += [told.reason].compactMap(\.self)
    case .failure(let failure): reading.reasons.append(failure.reason)
    }
    return reading
  }
}

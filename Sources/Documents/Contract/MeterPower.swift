import Economics
import Machines

/// What the devices drew in the while that was metered, and what that comes to.
package struct MeterPower: Sendable {
  package let devices: [PowerReading.Device]
  package let watts: Double
  package let joules: Double
  let joulesPerRequest: Double?
  let joulesPerOutputToken: Double?
  /// At the price of electricity.
  package let cost: MeterCost?

  /// Nil where no device's power could be read.
  package init?(_ power: PowerReading, of reading: MeterReading, perKWh: Money) {
    guard let watts = power.watts, let joules = power.joules else { return nil }
    (devices, self.watts, self.joules) = (power.devices, watts, joules)
    joulesPerRequest = reading.requests > 0 ? joules / Double(reading.requests) : nil
    joulesPerOutputToken = reading.outputTokens > 0 ? joules / Double(reading.outputTokens) : nil
    cost = MeterCost(
      reading, perHour: MachinePower(loadWatts: watts, idleWatts: watts, perKWh: perKWh).cost(hours: 1, busyHours: 1))
  }
}

extension Tables {
  static let meterPower = Table<MeterPower>(
    "meter_power", "What the devices whose power can be read drew meanwhile; the rest of the machine comes on top."
  ) {
    Field("watts", .rounded(), "Their mean power together.") { $0.watts }
    Field("joules", .rounded(), "Their energy over the while.") { $0.joules }
    Field("joules_per_request", optional: .rounded(), "The same over the requests.") { $0.joulesPerRequest }
    Field("joules_per_output_token", optional: .rounded(), "The same over the tokens written.") {
      $0.joulesPerOutputToken
    }
    Field("cost", optional: meterCost.codec, "At the price of electricity, without what the machine itself costs.") {
      $0.cost
    }
    Field("devices", .list(meterPowerDevice.codec), "Device by device.") { $0.devices }
  }

  private static let meterPowerDevice = Table<PowerReading.Device>("meter_power_device", "What one device drew.") {
    Field("name", .text, "The card, or the processor's package.") { $0.name }
    Field("watts", .rounded(), "Its mean power.") { $0.watts }
    Field("basis", .word, "`counter`: it counts its energy; `samples`: the mean of readings ten times a second.") {
      $0.basis
    }
  }
}

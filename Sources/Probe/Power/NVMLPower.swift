import Base
import CNVML
import Glibc
import Machines

/// The power of NVIDIA's cards: read by NVML in the child process until it is asked to end, then told to its parent.
///
/// NVML: `nvmlDeviceGetTotalEnergyConsumption` counts millijoules since the driver was loaded (Volta and later),
/// `nvmlDeviceGetPowerUsage` tells milliwatts.
enum NVMLPower {
  /// Time between two readings.
  private static let microseconds: UInt32 = 100_000

  // MARK: In the child

  static func document() -> JSONValue {
    do throws(DriverLibrary.Failure) {
      Interrupts.note()
      let probe = try NVMLProbe.opened()
      let cards = try probe.devices().map { Card(index: $0.index, name: $0.name, device: $0.device) }
      return .object(["devices": .array(watched(cards, probe).compactMap(\.self))])
    } catch {
      return .object(["error": .string(error.reason)])
    }
  }

  private struct Card {
    let index: Int
    let name: String?
    let device: plimsoll_nvml_device
    var firstMillijoules: UInt64?
    var milliwatts = 0.0
    var samples = 0
  }

  private static func watched(_ cards: [Card], _ probe: NVMLProbe) -> [JSONValue?] {
    var cards = cards
    let start = MonotonicClock.seconds()
    for index in cards.indices { cards[index].firstMillijoules = probe.millijoules(cards[index].device) }
    repeat {
      for index in cards.indices {
        guard let power = probe.milliwatts(cards[index].device) else { continue }
        cards[index].milliwatts += Double(power)
        cards[index].samples += 1
      }
      usleep(microseconds)
    } while !Interrupts.wasInterrupted
    return cards.map { card in
      let last = probe.millijoules(card.device)
      let seconds = MonotonicClock.seconds() - start
      let counted = card.firstMillijoules.flatMap { first in last.flatMap { $0 >= first ? Double($0 - first) : nil } }
      let mean = card.samples > 0 ? card.milliwatts / Double(card.samples) : nil
      guard let watts = counted.map({ $0 * 1e-3 / seconds }) ?? mean.map({ $0 * 1e-3 }) else { return nil }
      return .object([
        "name": .string(card.name ?? "GPU \(card.index)"), "watts": .number(watts),
        "basis": .string((counted == nil ? PowerReading.Basis.samples : .counter).rawValue),
      ])
    }
  }

  // MARK: In its parent

  /// The devices of a child's document, or why there are none.
  static func devices(_ document: JSONValue) -> (devices: [PowerReading.Device], reason: String?) {
    let devices = (document["devices"]?.array ?? []).prefix(256).compactMap { entry -> PowerReading.Device? in
      guard let watts = entry["watts"]?.number, (0...1e5).contains(watts), let name = entry["name"]?.string,
        let basis = entry["basis"]?.string.flatMap(PowerReading.Basis.init)
      else { return nil }
      return PowerReading.Device(name: name, watts: watts, basis: basis)
    }
    return (devices, devices.isEmpty ? document["error"]?.string ?? "NVML tells no card's power" : nil)
  }
}

extension NVMLProbe {
  /// What a device draws now; nil where it does not tell.
  fileprivate func milliwatts(_ device: plimsoll_nvml_device) -> UInt32? {
    var milliwatts: UInt32 = 0
    let read = library.function("nvmlDeviceGetPowerUsage", as: plimsoll_nvml_device_number.self)
    return read.map { $0(device, &milliwatts) } == 0 ? milliwatts : nil
  }

  /// What it has taken since its driver was loaded.
  fileprivate func millijoules(_ device: plimsoll_nvml_device) -> UInt64? {
    var millijoules: UInt64 = 0
    let read = library.function("nvmlDeviceGetTotalEnergyConsumption", as: plimsoll_nvml_device_large_number.self)
    return read.map { $0(device, &millijoules) } == 0 ? millijoules : nil
  }
}

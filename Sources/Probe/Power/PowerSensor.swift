import Base
import Machines

/// A file of sysfs that tells the power of a device, or the energy that it has taken.
///
/// hwmon (Documentation/hwmon/sysfs-interface: microwatts, microjoules) of graphics cards, and the packages of powercap
/// (Documentation/power/powercap: microjoules, which begin anew after `max_energy_range_uj`).
struct PowerSensor {
  let name: String
  private let root: SystemRoot
  private let path: String
  private let basis: PowerReading.Basis
  /// Where the counter begins anew; 0: nowhere.
  private let range: Double

  private var first: Double?
  private var last: Double?
  private var taken = 0.0
  private var samples = 0
  /// Why the file cannot be read.
  private(set) var failure: String?

  /// No device draws more than a rack does.
  private static let mostWatts = 1e5

  static func all(in root: SystemRoot) -> [PowerSensor] {
    DRMCard.all(in: root).compactMap { of($0, in: root) } + packages(in: root)
  }

  /// The best file of a card: its counter before its mean before its power now.
  private static func of(_ card: DRMCard, in root: SystemRoot) -> PowerSensor? {
    let monitors = root.names(in: card.path + "/device/hwmon").map { card.path + "/device/hwmon/" + $0 }
    let number = card.path.split(separator: "/").last.map(String.init) ?? card.path
    let name = card.uevent["DRIVER"].map { "\(number) (\($0))" } ?? number
    for (file, basis) in [
      ("energy1_input", PowerReading.Basis.counter), ("power1_average", .samples), ("power1_input", .samples),
    ] {
      if let monitor = monitors.first(where: { root.exists($0 + "/" + file) }) {
        return PowerSensor(name: name, root: root, path: monitor + "/" + file, basis: basis, range: 0)
      }
    }
    return nil
  }

  /// The processors' packages; what is inside of them is counted with them.
  private static func packages(in root: SystemRoot) -> [PowerSensor] {
    let folder = "/sys/class/powercap"
    return root.names(in: folder).filter { $0.split(separator: ":").count == 2 }.compactMap { zone in
      let path = "\(folder)/\(zone)"
      guard let name = try? root.text(path + "/name", limit: 64).get(), name.hasPrefix("package"),
        root.exists(path + "/energy_uj")
      else { return nil }
      let range = number(path + "/max_energy_range_uj", root) ?? 0
      return PowerSensor(name: name, root: root, path: path + "/energy_uj", basis: .counter, range: range)
    }
  }

  private init(name: String, root: SystemRoot, path: String, basis: PowerReading.Basis, range: Double) {
    (self.name, self.root, self.path, self.basis, self.range) = (name, root, path, basis, range)
  }

  private static func number(_ path: String, _ root: SystemRoot) -> Double? {
    (try? root.text(path, limit: 64).get()).flatMap { Double($0) }.flatMap { (0...1e18).contains($0) ? $0 : nil }
  }

  /// Reads the file once more.
  mutating func sample() {
    guard let value = Self.number(path, root) else {
      if case .failure(let reason) = root.text(path, limit: 64) {
        failure = "\(path): \(reason)"
      } else {
        failure = "\(path): no number"
      }
      return
    }
    if let last, basis == .counter { taken += value >= last ? value - last : max(0, range - last) + value }
    if basis == .samples { taken += value }
    (first, last, samples) = (first ?? value, value, samples + 1)
  }

  /// The mean over so many seconds; nil where there are too few readings, or they cannot be true.
  func device(seconds: Double) -> PowerReading.Device? {
    guard samples > (basis == .counter ? 1 : 0), seconds > 0 else { return nil }
    let watts = basis == .counter ? taken * 1e-6 / seconds : taken * 1e-6 / Double(samples)
    return watts <= Self.mostWatts ? PowerReading.Device(name: name, watts: watts, basis: basis) : nil
  }
}

import SystemAccess

/// A board without a PCI graphics card, known by its device tree.
struct DeviceTreeBoard: Equatable {
  var model: String
  var compatible: [String]

  /// What kind of processor with graphics the board carries.
  enum Kind: Equatable {
    case jetson
    case apple(chip: String)
    case raspberryPi
    case other
  }

  /// Reads the root of the device tree; nil on machines without one.
  static func read(in root: SystemRoot) -> DeviceTreeBoard? {
    for folder in ["/proc/device-tree", "/sys/firmware/devicetree/base"] {
      guard case .success(let bytes) = root.bytes(folder + "/compatible", limit: 1 << 12) else { continue }
      let compatible = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      let model = (try? root.text(folder + "/model", limit: 1 << 10).get()) ?? ""
      return DeviceTreeBoard(model: model, compatible: compatible)
    }
    return nil
  }

  var kind: Kind {
    if compatible.contains(where: { $0.hasPrefix("nvidia,tegra") || $0.contains("jetson") }) { return .jetson }
    for name in compatible where name.hasPrefix("apple,") {
      if let chip = Self.appleChips[String(name.dropFirst(6))] { return .apple(chip: chip) }
    }
    if compatible.contains(where: { $0.hasPrefix("raspberrypi,") || $0.hasPrefix("brcm,bcm2") }) { return .raspberryPi }
    return .other
  }

  /// Apple's part numbers, as the device trees of Asahi Linux name them.
  private static let appleChips = [
    "t8103": "Apple M1", "t6000": "Apple M1 Pro", "t6001": "Apple M1 Max", "t6002": "Apple M1 Ultra",
    "t8112": "Apple M2", "t6020": "Apple M2 Pro", "t6021": "Apple M2 Max", "t6022": "Apple M2 Ultra",
    "t8122": "Apple M3", "t6030": "Apple M3 Pro", "t6031": "Apple M3 Max", "t6034": "Apple M3 Max",
    "t6032": "Apple M3 Ultra", "t8132": "Apple M4", "t6040": "Apple M4 Pro", "t6041": "Apple M4 Max",
  ]
}

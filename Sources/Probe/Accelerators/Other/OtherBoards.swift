import Base

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

  /// The module on a Jetson carrier board, by NVIDIA's part number; makers of carriers give the board names of their own.
  var jetsonModule: String? {
    for name in compatible where name.hasPrefix("nvidia,p") {
      for part in name.dropFirst(7).split(separator: "+") {
        let number = part.hasPrefix("p") ? part.dropFirst() : part
        if let module = Self.jetsonModules.first(where: { number.hasPrefix($0.0) })?.1 { return module }
      }
    }
    return nil
  }

  /// Part numbers as in NVIDIA's device trees; modules with two sizes of memory are told apart by it.
  private static let jetsonModules = [
    ("2888", "NVIDIA Jetson AGX Xavier"), ("3310", "NVIDIA Jetson TX2"), ("3668", "NVIDIA Jetson Xavier NX"),
    ("3701", "NVIDIA Jetson AGX Orin"), ("3767-0000", "NVIDIA Jetson Orin NX 16 GB"),
    ("3767-0001", "NVIDIA Jetson Orin NX 8 GB"), ("3767-0003", "NVIDIA Jetson Orin Nano 8 GB"),
    ("3767-0004", "NVIDIA Jetson Orin Nano 4 GB"), ("3767-0005", "NVIDIA Jetson Orin Nano 8 GB"),
    ("3834-0008", "NVIDIA Jetson T5000"),
  ]

  /// Apple's part numbers, as the device trees of Asahi Linux name them.
  private static let appleChips = [
    "t8103": "Apple M1", "t6000": "Apple M1 Pro", "t6001": "Apple M1 Max", "t6002": "Apple M1 Ultra",
    "t8112": "Apple M2", "t6020": "Apple M2 Pro", "t6021": "Apple M2 Max", "t6022": "Apple M2 Ultra",
    "t8122": "Apple M3", "t6030": "Apple M3 Pro", "t6031": "Apple M3 Max", "t6034": "Apple M3 Max",
    "t6032": "Apple M3 Ultra", "t8132": "Apple M4", "t6040": "Apple M4 Pro", "t6041": "Apple M4 Max",
  ]
}

import Base

/// A board without a PCI graphics card, known by its device tree.
struct DeviceTreeBoard: Equatable {
  /// The document's id of an accelerator that only the device tree tells.
  static let acceleratorID = "devicetree"

  var model: String
  var compatible: [String]

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
}

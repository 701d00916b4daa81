import Base

/// A graphics card in `/sys/class/drm`.
struct DRMCard {
  /// Such as `/sys/class/drm/card0`.
  var path: String
  var address: PCIAddress?
  /// The keys of `device/uevent`.
  var uevent: [String: String]
  /// Whether one of its connectors shows a picture.
  var drivesDisplay: Bool

  static let folder = "/sys/class/drm"

  /// The cards below `folder`, in the order of their numbers.
  static func all(in root: SystemRoot, folder: String = folder) -> [DRMCard] {
    let names = root.names(in: folder)
    let cards = names.compactMap { name -> (number: Int, name: String)? in
      guard name.hasPrefix("card"), let number = Int(name.dropFirst(4)) else { return nil }
      return (number, name)
    }
    return cards.sorted { $0.number < $1.number }.map { _, name in
      let path = folder + "/" + name
      let text = (try? root.text(path + "/device/uevent", limit: 1 << 16).get()) ?? ""
      let uevent = KeyValueText.pairs(text, separator: "=")
      let slot = uevent["PCI_SLOT_NAME"] ?? root.link(path + "/device")?.split(separator: "/").last.map(String.init)
      let drivesDisplay = names.contains { connector in
        connector.hasPrefix(name + "-")
          && (try? root.text(folder + "/" + connector + "/enabled", limit: 64).get()) == "enabled"
      }
      return DRMCard(
        path: path, address: slot.flatMap { PCIAddress($0) }, uevent: uevent, drivesDisplay: drivesDisplay)
    }
  }
}

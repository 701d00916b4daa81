import Base

/// Finds the accelerators on the PCI buses of a machine or of a recorded tree: libpci tells what they are, the kernel how
/// they are linked and driven.
enum PCIBus {
  static let folder = "/sys/bus/pci/devices"

  /// The display and accelerator functions below the root, by address.
  static func accelerators(in root: SystemRoot) -> [PCIFunction] {
    let addresses = root.names(in: folder).compactMap { PCIAddress($0) }.sorted()
    let all = PCILibrary.functions(at: addresses.map(place), in: root, .classes)
    let possible = all.filter(\.mayBeAccelerator).map { place($0.address) }
    let found = PCILibrary.functions(at: possible, in: root, .ids).filter(\.isAccelerator).map { place($0.address) }
    return zip(found, PCILibrary.functions(at: found, in: root, .details)).map { place, function in
      var function = function
      // Without the configuration space libpci repeats what the kernel tells.
      if ["/resource", "/config"].allSatisfy({ root.exists(place.path + $0) }) { function.source = "libpci" }
      addKernelFacts(at: place.path, in: root, to: &function)
      return function
    }
  }

  /// The functions behind the cards in a tree that has only `/sys/class/drm`.
  static func cards(in root: SystemRoot, folder: String) -> [PCIFunction] {
    var cards: [PCIAddress: DRMCard] = [:]
    for card in DRMCard.all(in: root, folder: folder) {
      if let address = card.address, cards[address] == nil { cards[address] = card }
    }
    let places = cards.map { PCILibrary.Place(address: $0, path: $1.path + "/device") }
      .sorted { $0.address < $1.address }
    return zip(places, PCILibrary.functions(at: places, in: root, .details)).map { place, function in
      var function = function
      addKernelFacts(at: place.path, in: root, to: &function)
      if let card = cards[place.address] { complete(&function, card) }
      return function
    }
  }

  private static func place(_ address: PCIAddress) -> PCILibrary.Place {
    PCILibrary.Place(address: address, path: folder + "/" + address.description)
  }

  /// What the kernel says about the device of a card.
  private static func complete(_ function: inout PCIFunction, _ card: DRMCard) {
    let ids = card.uevent["PCI_ID"]?.split(separator: ":") ?? []
    if ids.count == 2 {
      function.vendorID = function.vendorID ?? Hexadecimal.value(ids[0], below: 1 << 16)
      function.deviceID = function.deviceID ?? Hexadecimal.value(ids[1], below: 1 << 16)
    }
    if let deviceClass = card.uevent["PCI_CLASS"].flatMap({ Hexadecimal.value($0, below: 1 << 24) }) {
      function.deviceClass = deviceClass >> 8
    }
    if let driver = card.uevent["DRIVER"], !driver.isEmpty {
      (function.driver, function.knowsDriver) = (driver, true)
    }
  }

  /// Link, bridges and driver.
  private static func addKernelFacts(at path: String, in root: SystemRoot, to function: inout PCIFunction) {
    // The kernel tells the link to every user, the configuration space to root alone.
    if let told = link(at: path, in: root) { function.link = told.completed(with: function.link) }
    function.bridges = bridges(above: path, in: root)
    if let driver = root.link(path + "/driver")?.split(separator: "/").last {
      (function.driver, function.knowsDriver) = (String(driver), true)
    } else {
      // A tree copied without its links keeps the folder, and uevent names the driver.
      let uevent = (try? root.text(path + "/uevent").get()).map { KeyValueText.pairs($0, separator: "=") } ?? [:]
      function.driver = uevent["DRIVER"]
      function.knowsDriver = root.isLive || function.driver != nil || !uevent.isEmpty
    }
  }

  private static func link(at path: String, in root: SystemRoot) -> PCIFunction.Link? {
    let link = PCIFunction.Link(
      transfersPerSecond: speed(path + "/current_link_speed", in: root),
      lanes: lanes(path + "/current_link_width", in: root),
      maximumTransfersPerSecond: speed(path + "/max_link_speed", in: root),
      maximumLanes: lanes(path + "/max_link_width", in: root))
    return link.transfersPerSecond != nil || link.lanes != nil ? link : nil
  }

  /// The bridges that stand above a device in its real path, such as
  /// `/sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0`, the nearest first.
  private static func bridges(above path: String, in root: SystemRoot) -> [PCIFunction.Bridge] {
    guard let target = root.link(path) else { return [] }
    let addresses = target.split(separator: "/").dropLast().compactMap { PCIAddress($0) }
    return addresses.suffix(8).reversed().compactMap { address in
      link(at: place(address).path, in: root).map { PCIFunction.Bridge(address: address, link: $0) }
    }
  }

  private static func lanes(_ path: String, in root: SystemRoot) -> Int? {
    (try? root.text(path, limit: 64).get()).flatMap { Int($0) }.flatMap { (1...64).contains($0) ? $0 : nil }
  }

  private static func speed(_ path: String, in root: SystemRoot) -> Double? {
    (try? root.text(path, limit: 64).get()).flatMap { speed(text: $0) }
  }

  /// Transfers per second in `16.0 GT/s PCIe`.
  static func speed(text: String) -> Double? {
    guard let first = text.split(separator: " ").first, let rate = Double(first), rate > 0, rate < 1000 else {
      return nil
    }
    return rate * 1e9
  }
}

import Base
import CPCI
import Glibc

/// Reads the functions on the PCI buses of a machine, of a recorded tree or of a dump that `lspci -x` wrote.
enum PCIBus {
  static let folder = "/sys/bus/pci/devices"

  /// The display and accelerator functions below the root, by address.
  ///
  /// libpci reads those whose files are complete. It would follow a link out of a recording and stop at a missing file,
  /// so everything else is read here, from the same files.
  static func accelerators(in root: SystemRoot) -> [PCIFunction] {
    var functions: [PCIFunction] = []
    for name in root.names(in: folder) {
      guard let address = PCIAddress(name) else { continue }
      let path = folder + "/" + name
      guard let deviceClass = number(path + "/class", in: root, below: 1 << 24) else { continue }
      var function = PCIFunction(address: address, source: "sysfs")
      function.deviceClass = deviceClass >> 8
      if OtherAccelerators.mayCompute(deviceClass: deviceClass >> 8) {
        function.vendorID = number(path + "/vendor", in: root, below: 1 << 16)
        function.deviceID = number(path + "/device", in: root, below: 1 << 16)
      }
      if function.isAccelerator { functions.append(attributes(of: function, at: path, in: root)) }
    }
    functions.sort { $0.address < $1.address }
    complete(&functions, in: root)
    return functions
  }

  /// The functions behind the cards in a tree that has only `/sys/class/drm`.
  static func cards(in root: SystemRoot, folder: String) -> [PCIFunction] {
    var functions: [PCIFunction] = []
    for card in DRMCard.all(in: root, folder: folder) {
      guard let address = card.address, !functions.contains(where: { $0.address == address }) else { continue }
      var function = attributes(
        of: PCIFunction(address: address, source: "sysfs"), at: card.path + "/device", in: root)
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
      functions.append(function)
    }
    return functions.sorted { $0.address < $1.address }
  }

  /// The display and accelerator functions of a dump.
  static func dump(_ file: String) -> Result<[PCIFunction], ReadFailure> {
    var raw = [plimsoll_pci_function](repeating: plimsoll_pci_function(), count: 4096)
    var message = [CChar](repeating: 0, count: 256)
    let count = plimsoll_pci_read_dump(file, &raw, raw.count, &message, message.count)
    guard count >= 0 else { return .failure(ReadFailure(path: file, errorNumber: EINVAL)) }
    let functions = raw[0..<count].map { raw in
      var function = PCIFunction(
        address: PCIAddress(
          domain: Int(raw.domain), bus: Int(raw.bus), device: Int(raw.device), function: Int(raw.function)),
        source: "lspci dump")
      fill(&function, from: raw)
      return function
    }
    return .success(functions.filter(\.isAccelerator).sorted { $0.address < $1.address })
  }

  private static func attributes(of function: PCIFunction, at path: String, in root: SystemRoot) -> PCIFunction {
    var function = function
    function.vendorID = number(path + "/vendor", in: root, below: 1 << 16)
    function.deviceID = number(path + "/device", in: root, below: 1 << 16)
    function.revision = number(path + "/revision", in: root, below: 1 << 8)
    if let vendor = number(path + "/subsystem_vendor", in: root, below: 1 << 16),
      let device = number(path + "/subsystem_device", in: root, below: 1 << 16)
    {
      function.subsystemID = Hexadecimal.text(vendor, digits: 4) + ":" + Hexadecimal.text(device, digits: 4)
    }
    if case .success(let text) = root.text(path + "/resource") { function.barBytes = barBytes(resource: text) }
    function.link = link(at: path, in: root)
    function.bridges = bridges(above: path, in: root)
    if let driver = root.link(path + "/driver")?.split(separator: "/").last {
      (function.driver, function.knowsDriver) = (String(driver), true)
    } else {
      // A tree copied without its links keeps the folder, and uevent names the driver.
      let uevent = (try? root.text(path + "/uevent").get()).map { KeyValueText.pairs($0, separator: "=") } ?? [:]
      function.driver = uevent["DRIVER"]
      function.knowsDriver = root.isLive || function.driver != nil || !uevent.isEmpty
    }
    return function
  }

  private static func link(at path: String, in root: SystemRoot) -> PCIFunction.Link? {
    let link = PCIFunction.Link(
      transfersPerSecond: speed(path + "/current_link_speed", in: root),
      lanes: decimal(path + "/current_link_width", in: root),
      maximumTransfersPerSecond: speed(path + "/max_link_speed", in: root),
      maximumLanes: decimal(path + "/max_link_width", in: root))
    return link.transfersPerSecond != nil || link.lanes != nil ? link : nil
  }

  /// The bridges that stand above a device in its real path, such as
  /// `/sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0`, the nearest first.
  private static func bridges(above path: String, in root: SystemRoot) -> [PCIFunction.Bridge] {
    guard let target = root.link(path) else { return [] }
    let addresses = target.split(separator: "/").dropLast().compactMap { PCIAddress($0) }
    return addresses.suffix(8).reversed().compactMap { address in
      link(at: folder + "/" + address.description, in: root).map { PCIFunction.Bridge(address: address, link: $0) }
    }
  }

  /// Lets libpci add what it reads from the configuration space.
  private static func complete(_ functions: inout [PCIFunction], in root: SystemRoot) {
    let readable = functions.indices.filter { index in
      let path = folder + "/" + functions[index].address.description
      let isInside = root.isLive || root.link(path)?.hasPrefix("/") != true
      return isInside && functions[index].id != nil && functions[index].address.domain < 1 << 31
        && ["/resource", "/config"].allSatisfy { root.exists(path + $0) }
    }
    guard !readable.isEmpty else { return }
    var raw = readable.map { index in
      var raw = plimsoll_pci_function()
      let address = functions[index].address
      (raw.domain, raw.bus) = (Int32(address.domain), UInt8(address.bus))
      (raw.device, raw.function) = (UInt8(address.device), UInt8(address.function))
      return raw
    }
    var message = [CChar](repeating: 0, count: 256)
    let path = root.prefix + "/sys/bus/pci"
    guard plimsoll_pci_read_sysfs(path, &raw, raw.count, &message, message.count) == 0 else { return }
    for (index, raw) in zip(readable, raw) where raw.vendor_id != 0 && raw.vendor_id != 0xFFFF {
      functions[index].source = "libpci"
      fill(&functions[index], from: raw)
    }
  }

  private static func fill(_ function: inout PCIFunction, from raw: plimsoll_pci_function) {
    (function.vendorID, function.deviceID) = (Int(raw.vendor_id), Int(raw.device_id))
    (function.deviceClass, function.revision) = (Int(raw.device_class), Int(raw.revision))
    if raw.subsystem_vendor_id != 0 {
      function.subsystemID =
        Hexadecimal.text(Int(raw.subsystem_vendor_id), digits: 4) + ":"
        + Hexadecimal.text(Int(raw.subsystem_id), digits: 4)
    }
    let bars = [
      raw.bar_bytes.0, raw.bar_bytes.1, raw.bar_bytes.2, raw.bar_bytes.3, raw.bar_bytes.4, raw.bar_bytes.5,
    ]
    if bars.contains(where: { $0 > 0 }) { function.barBytes = bars.map { Int(clamping: $0) } }
    guard raw.link_width_maximum > 0 else { return }
    var link = function.link ?? PCIFunction.Link()
    link.transfersPerSecond = link.transfersPerSecond ?? rate(raw.link_speed)
    link.lanes = link.lanes ?? (raw.link_width > 0 ? Int(raw.link_width) : nil)
    link.maximumTransfersPerSecond = link.maximumTransfersPerSecond ?? rate(raw.link_speed_maximum)
    link.maximumLanes = link.maximumLanes ?? Int(raw.link_width_maximum)
    function.link = link
  }

  private static func rate(_ code: UInt8) -> Double? {
    let generations = PCIFunction.Link.generations
    return (1..<generations.count).contains(Int(code)) ? generations[Int(code)] : nil
  }

  private static func number(_ path: String, in root: SystemRoot, below limit: Int) -> Int? {
    (try? root.text(path, limit: 64).get()).flatMap { Hexadecimal.value($0, below: limit) }
  }

  private static func decimal(_ path: String, in root: SystemRoot) -> Int? {
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

  /// Sizes of the six base address registers in sysfs `resource`: lines of first and last address and flags.
  static func barBytes(resource text: String) -> [Int] {
    text.split(whereSeparator: \.isNewline).prefix(6).map { line in
      let fields = line.split(separator: " ")
      guard fields.count >= 2, let first = Hexadecimal.value(fields[0], below: .max),
        let last = Hexadecimal.value(fields[1], below: .max), last > first
      else { return 0 }
      return last - first + 1
    }
  }
}

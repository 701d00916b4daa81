import Base
import CPCI
import Glibc

/// Reads PCI functions with libpci: of the live machine, of a recorded tree, or of a dump that `lspci -x` wrote.
enum PCILibrary {
  /// A function and the folder on the machine that holds its files.
  struct Place {
    var address: PCIAddress
    var path: String
  }

  private static let bus = "/sys/bus/pci"

  /// How much is read of functions: for their details every register of the configuration space is a call, and slow on a
  /// virtual machine.
  enum Depth: Int32 {
    case classes, ids, details

    /// The files that tell that much.
    var files: [String] {
      switch self {
      case .classes: ["class"]
      case .ids: ["class", "vendor", "device"]
      case .details:
        ["class", "vendor", "device", "revision", "subsystem_vendor", "subsystem_device", "resource", "config"]
      }
    }
  }

  /// The functions at the places, in their order, with what libpci knows of them.
  static func functions(at places: [Place], in root: SystemRoot, _ depth: Depth) -> [PCIFunction] {
    let names = depth.files
    let files = places.flatMap { place in
      names.map { name in
        LibraryTree.File("\(place.path)/\(name)", at: "\(bus)/devices/\(place.address)/\(name)")
      }
    }
    let unread = places.map { PCIFunction(address: $0.address, source: "sysfs") }
    guard !places.isEmpty, let tree = LibraryTree(files, in: root) else { return unread }
    var raw = places.map { place in
      var raw = plimsoll_pci_function()
      (raw.domain, raw.bus) = (Int32(place.address.domain), UInt8(place.address.bus))
      (raw.device, raw.function) = (UInt8(place.address.device), UInt8(place.address.function))
      return raw
    }
    var message = [CChar](repeating: 0, count: 256)
    guard
      plimsoll_pci_read_sysfs(tree.prefix + bus, depth.rawValue, &raw, raw.count, &message, message.count) == 0
    else { return unread }
    return zip(places, raw).map { place, raw in
      var function = function(raw, source: "sysfs")
      guard depth == .details else { return function }
      // libpci gives some number where nothing tells the revision.
      if !root.exists(place.path + "/revision"), !root.exists(place.path + "/config") { function.revision = nil }
      if case .success(let head) = root.bytes(place.path + "/config", limit: 4) {
        function.isSilent = head == [0xFF, 0xFF, 0xFF, 0xFF]
      }
      return function
    }
  }

  /// The display and accelerator functions of a dump.
  static func dump(_ file: String) -> Result<[PCIFunction], ReadFailure> {
    var raw = [plimsoll_pci_function](repeating: plimsoll_pci_function(), count: 4096)
    var message = [CChar](repeating: 0, count: 256)
    let count = plimsoll_pci_read_dump(file, &raw, raw.count, &message, message.count)
    guard count >= 0 else { return .failure(ReadFailure(path: file, errorNumber: EINVAL)) }
    let functions = raw[0..<count].map { function($0, source: "lspci dump") }
    return .success(functions.filter(\.isAccelerator).sorted { $0.address < $1.address })
  }

  private static func function(_ raw: plimsoll_pci_function, source: String) -> PCIFunction {
    var function = PCIFunction(
      address: PCIAddress(
        domain: Int(raw.domain), bus: Int(raw.bus), device: Int(raw.device), function: Int(raw.function)),
      source: source)
    if raw.has_class != 0 { function.deviceClass = Int(raw.device_class) }
    if raw.has_ids != 0 { (function.vendorID, function.deviceID) = (Int(raw.vendor_id), Int(raw.device_id)) }
    function.revision = Int(raw.revision)
    if ![0, 0xFFFF].contains(raw.subsystem_vendor_id) {
      function.subsystemID =
        Hexadecimal.text(Int(raw.subsystem_vendor_id), digits: 4) + ":"
        + Hexadecimal.text(Int(raw.subsystem_id), digits: 4)
    }
    let bars = withUnsafeBytes(of: raw.bar_bytes) { Array($0.bindMemory(to: UInt64.self)) }
    if bars.contains(where: { $0 > 0 }) { function.barBytes = bars.map { Int(clamping: $0) } }
    if raw.link_width_maximum > 0 {
      function.link = PCIFunction.Link(
        transfersPerSecond: rate(raw.link_speed), lanes: raw.link_width > 0 ? Int(raw.link_width) : nil,
        maximumTransfersPerSecond: rate(raw.link_speed_maximum), maximumLanes: Int(raw.link_width_maximum))
    }
    return function
  }

  private static func rate(_ code: UInt8) -> Double? {
    let generations = PCIFunction.Link.generations
    return (1..<generations.count).contains(Int(code)) ? generations[Int(code)] : nil
  }
}

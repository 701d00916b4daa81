/// One function of a device on a PCI bus.
struct PCIFunction: Sendable, Equatable {
  var address: PCIAddress
  var vendorID: Int?
  var deviceID: Int?
  /// Base class and subclass, such as 0x0300.
  var deviceClass: Int?
  var revision: Int?
  var subsystemID: String?
  var barBytes: [Int] = []
  /// The kernel driver bound; nil when none is bound or it is not known.
  var driver: String?
  /// Whether the source can tell that no driver is bound.
  var knowsDriver = false
  var link: Link?
  /// The bridges above it, the nearest first.
  var bridges: [Bridge] = []
  /// What a driver called the device, where the source keeps it.
  var productName: String?
  /// The device's own memory, where the source keeps it.
  var memoryTotalBytes: Int?
  /// Whether the bus reads all ones where the device should answer: it has lost power or hangs.
  var isSilent = false
  /// Where the facts come from: `libpci`, `sysfs` or `lspci dump`.
  var source: String

  init(address: PCIAddress, source: String) {
    self.address = address
    self.source = source
  }

  /// Speed and width of the link to the machine, and what it could be.
  struct Link: Sendable, Equatable {
    var transfersPerSecond: Double?
    var lanes: Int?
    var maximumTransfersPerSecond: Double?
    var maximumLanes: Int?

    /// Transfers per second of the generations of PCI Express, by the code in the link registers.
    static let generations = [0, 2.5e9, 5e9, 8e9, 16e9, 32e9, 64e9]

    /// This link with what is missing from another source's.
    func completed(with other: Link?) -> Link {
      Link(
        transfersPerSecond: transfersPerSecond ?? other?.transfersPerSecond, lanes: lanes ?? other?.lanes,
        maximumTransfersPerSecond: maximumTransfersPerSecond ?? other?.maximumTransfersPerSecond,
        maximumLanes: maximumLanes ?? other?.maximumLanes)
    }
  }

  struct Bridge: Sendable, Equatable {
    var address: PCIAddress
    var link: Link
  }

  /// `10de:2684`, or nil when an id could not be read.
  var id: String? {
    guard let vendorID, let deviceID else { return nil }
    return Hexadecimal.text(vendorID, digits: 4) + ":" + Hexadecimal.text(deviceID, digits: 4)
  }

  /// Whether the function draws pictures (class 0x03) or computes (0x12).
  private var isAcceleratorByClass: Bool { deviceClass.map { [0x03, 0x12].contains($0 >> 8) } ?? false }

  /// Whether the class admits an accelerator.
  var mayBeAccelerator: Bool {
    isAcceleratorByClass || deviceClass.map(UnusableAccelerators.mayCompute) ?? false
  }

  /// Whether the function draws pictures, computes, or is an accelerator of another class by its ids.
  var isAccelerator: Bool {
    guard let deviceClass else { return false }
    if isAcceleratorByClass { return true }
    return UnusableAccelerators.isAccelerator(vendorID: vendorID, deviceID: deviceID, deviceClass: deviceClass)
  }
}

/// Where a function sits, written `0000:01:00.0`.
package struct PCIAddress: Sendable, Hashable, Comparable, CustomStringConvertible {
  var domain: Int
  package var bus: Int
  package var device: Int
  package var function: Int

  package init(domain: Int, bus: Int, device: Int, function: Int) {
    self.domain = domain
    self.bus = bus
    self.device = device
    self.function = function
  }

  /// Stands for the address of a device of which a text tells only that it is one of several.
  static func unplaced(_ index: Int) -> PCIAddress { PCIAddress(domain: .max, bus: index, device: 0, function: 0) }

  var isPlaced: Bool { domain < .max }

  /// Reads `0000:01:00.0`, `01:00.0` or NVML's `00000000:01:00.0`; domains have 31 bits, as in libpci.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let last = parts.last else { return nil }
    let slot = last.split(separator: ".", omittingEmptySubsequences: false)
    guard slot.count == 2,
      let domain = parts.count == 3 ? Hexadecimal.value(parts[0], below: 1 << 31) : 0,
      let bus = Hexadecimal.value(parts[parts.count - 2], below: 256),
      let device = Hexadecimal.value(slot[0], below: 32), let function = Hexadecimal.value(slot[1], below: 8)
    else { return nil }
    self.init(domain: domain, bus: bus, device: device, function: function)
  }

  package var description: String {
    Hexadecimal.text(domain, digits: 4) + ":" + Hexadecimal.text(bus, digits: 2) + ":"
      + Hexadecimal.text(device, digits: 2) + "." + String(function)
  }

  package static func < (left: PCIAddress, right: PCIAddress) -> Bool {
    (left.domain, left.bus, left.device, left.function) < (right.domain, right.bus, right.device, right.function)
  }
}

/// Hexadecimal numbers as the kernel writes them.
enum Hexadecimal {
  /// The number in `text`, with or without `0x`, or nil when it is none or not below `limit`.
  static func value(_ text: some StringProtocol, below limit: Int) -> Int? {
    let digits = text.hasPrefix("0x") || text.hasPrefix("0X") ? text.dropFirst(2) : text[...]
    guard !digits.isEmpty, digits.allSatisfy(\.isHexDigit), let value = Int(digits, radix: 16), value < limit
    else { return nil }
    return value
  }

  static func text(_ value: Int, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

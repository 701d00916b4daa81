import Base

/// Devices in what another program printed, where a recording is just that: people send such texts with their questions.
///
/// Understood are `udevadm info --export-db`, `nvidia-smi -q` and `nvidia-smi -q -x` (also inside a longer text),
/// `rocm-smi -a --json`, `lspci`, `vulkaninfo --json`, and the topology files of NCCL and RCCL.
struct CapturedDevices: Equatable {
  var functions: [PCIFunction] = []
  var amd = AMDAccelerators()
  /// What NVIDIA's library had told `nvidia-smi`.
  var drivers: DriverReport?

  /// The devices of the text that the root is or is alone in; nil when it is none of these.
  static func read(in root: SystemRoot) -> CapturedDevices? {
    guard let bytes = RecordedFile.bytes(in: root, named: { _ in true }) else { return nil }
    return parse(bytes)
  }

  /// The devices in a text, by what it begins with or has inside.
  static func parse(_ bytes: [UInt8]) -> CapturedDevices? {
    let start = String(decoding: bytes.prefix(4096), as: UTF8.self)
    let first = trimmed(start[...])
    if first.hasPrefix("P: /") { return UdevDatabase.devices(String(decoding: bytes, as: UTF8.self)) }
    if first.hasPrefix("{"), let value = try? JSONParser.parse(bytes) {
      return VulkanProfile.devices(value) ?? ROCmListing.devices(value)
    }
    if let log = NVIDIAListing.log(in: bytes) { return NVIDIAListing.devices(log) }
    if let log = NVIDIAListing.log(inText: String(decoding: bytes, as: UTF8.self)) { return NVIDIAListing.devices(log) }
    if first.hasPrefix("<") {
      guard let root = XMLReader.read(bytes), root.name == "system" else { return nil }
      return CollectiveTopology.devices(root)
    }
    return PCIListing.devices(String(decoding: bytes, as: UTF8.self))
  }
}

/// The device database of udev, as `udevadm info --export-db` prints it.
enum UdevDatabase {
  static func devices(_ text: String) -> CapturedDevices {
    var captured = CapturedDevices()
    var properties: [String: String] = [:]
    for line in (text + "\n").split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty || line == "\r" {
        if let function = function(properties), !captured.functions.contains(where: { $0.address == function.address })
        {
          captured.functions.append(function)
        }
        properties = [:]
      } else if line.hasPrefix("E: "), let sign = line.firstIndex(of: "=") {
        properties[String(line[line.index(line.startIndex, offsetBy: 3)..<sign])] = trimmed(
          line[line.index(after: sign)...])
      }
    }
    captured.functions.sort { $0.address < $1.address }
    return captured
  }

  private static func function(_ properties: [String: String]) -> PCIFunction? {
    guard properties["SUBSYSTEM"] == "pci", let address = properties["PCI_SLOT_NAME"].flatMap({ PCIAddress($0) }),
      let deviceClass = properties["PCI_CLASS"].flatMap({ Hexadecimal.value($0, below: 1 << 24) })
    else { return nil }
    var function = PCIFunction(address: address, source: "udev database")
    function.deviceClass = deviceClass >> 8
    let ids = (properties["PCI_ID"] ?? "").split(separator: ":")
    if ids.count == 2 {
      function.vendorID = Hexadecimal.value(ids[0], below: 1 << 16)
      function.deviceID = Hexadecimal.value(ids[1], below: 1 << 16)
    }
    function.subsystemID = properties["PCI_SUBSYS_ID"]?.lowercased()
    (function.driver, function.knowsDriver) = (properties["DRIVER"], true)
    return function.isAccelerator ? function : nil
  }
}

/// What `rocm-smi -a --json` prints.
enum ROCmListing {
  static func devices(_ value: JSONValue) -> CapturedDevices? {
    var captured = CapturedDevices()
    for member in value.members ?? [] where member.key.hasPrefix("card") && Int(member.key.dropFirst(4)) != nil {
      func text(_ keys: String...) -> String? { keys.lazy.compactMap { member.value[$0]?.string }.first }
      func bytes(_ key: String) -> Int? {
        text(key).flatMap { Int($0) }.flatMap { (0..<1 << 50).contains($0) ? $0 : nil }
      }
      guard let address = text("PCI Bus").flatMap({ PCIAddress($0) }) else { continue }
      var function = PCIFunction(address: address, source: "rocm-smi")
      function.vendorID = 0x1002
      // Newer versions call another number the GPU's id.
      function.deviceID = text("Device ID", "GPU ID").flatMap {
        $0.hasPrefix("0x") ? Hexadecimal.value($0, below: 1 << 16) : nil
      }
      function.revision = text("Device Rev").flatMap { Hexadecimal.value($0, below: 1 << 8) }
      (function.driver, function.knowsDriver) = ("amdgpu", true)
      captured.functions.append(function)
      captured.amd.cards[address] = AMDCard(
        vramTotalBytes: bytes("VRAM Total Memory (B)"), vramUsedBytes: bytes("VRAM Total Used Memory (B)"),
        gttTotalBytes: bytes("GTT Total Memory (B)"), gttUsedBytes: bytes("GTT Total Used Memory (B)"),
        productName: text("Card series", "Card Series").flatMap { $0 == "N/A" ? nil : $0 })
    }
    captured.functions.sort { $0.address < $1.address }
    return captured.functions.isEmpty ? nil : captured
  }
}

/// The topology files of NCCL (`NCCL_TOPO_DUMP_FILE`) and RCCL.
enum CollectiveTopology {
  static func devices(_ system: XMLElement) -> CapturedDevices? {
    var captured = CapturedDevices()
    system.forEach { element in
      guard element.name == "pci", let gpu = element["gpu"],
        let address = element.attributes["busid"].flatMap({ PCIAddress($0) }),
        !captured.functions.contains(where: { $0.address == address })
      else { return }
      var function = PCIFunction(address: address, source: "topology file")
      func number(_ key: String) -> Int? {
        element.attributes[key].flatMap { Hexadecimal.value($0, below: 1 << 24) }
      }
      function.deviceClass = number("class").map { $0 >> 8 }
      let isAMD = gpu.attributes["gcn"] != nil
      (function.vendorID, function.deviceID) = (number("vendor") ?? (isAMD ? 0x1002 : 0x10DE), number("device"))
      (function.driver, function.knowsDriver) = (isAMD ? "amdgpu" : "nvidia", true)
      function.link = PCIFunction.Link(
        transfersPerSecond: element.attributes["link_speed"].flatMap { PCIBus.speed(text: $0) },
        lanes: element.attributes["link_width"].flatMap { Int($0) }.flatMap { (1...64).contains($0) ? $0 : nil })
      captured.functions.append(function)
      guard let target = gpu.attributes["gcn"].flatMap({ target($0) }) else { return }
      var node = AMDNode(number: captured.amd.nodes.count, partition: 0)
      (node.target, node.address, node.vendorID, node.deviceID) = (
        target, address, function.vendorID, function.deviceID
      )
      node.computeUnits = gpu.attributes["sm"].flatMap { Int($0) }.flatMap { (1..<100_000).contains($0) ? $0 : nil }
      captured.amd.nodes.append(node)
    }
    captured.functions.sort { $0.address < $1.address }
    return captured.functions.isEmpty ? nil : captured
  }

  /// `gfx942`, or as older versions write it: `906`, and `910` for what LLVM calls gfx90a.
  static func target(_ text: String) -> String? {
    // Features may stand behind it, as in `gfx90a:sramecc+:xnack-`.
    let text = String(text.prefix { $0 != ":" })
    if text.hasPrefix("gfx") { return text.dropFirst(3).allSatisfy(\.isHexDigit) ? text : nil }
    guard let number = Int(text), (600..<2000).contains(number) else { return nil }
    return number == 910 ? "gfx90a" : "gfx\(number)"
  }
}

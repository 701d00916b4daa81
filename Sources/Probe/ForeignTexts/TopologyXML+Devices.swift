extension TopologyXML {
  /// The display and accelerator functions of the export, by address.
  ///
  /// Below a function stand the devices that drivers made of it, with their names and sizes.
  func functions() -> [PCIFunction] {
    var functions: [PCIFunction] = []
    machine.forEach { object in
      guard object.attributes["type"] == "PCIDev", let function = Self.function(object) else { return }
      if function.isAccelerator, !functions.contains(where: { $0.address == function.address }) {
        functions.append(function)
      }
    }
    return functions.sorted { $0.address < $1.address }
  }

  /// Reads `pci_busid="0000:03:00.0"` and `pci_type="0302 [10de:1094] [00de:0088] a1"`.
  private static func function(_ object: XMLElement) -> PCIFunction? {
    guard let address = object.attributes["pci_busid"].flatMap({ PCIAddress($0) }) else { return nil }
    var function = PCIFunction(address: address, source: "hwloc export")
    let words = (object.attributes["pci_type"] ?? "").split { " []:".contains($0) }
    guard words.count >= 3 else { return nil }
    function.deviceClass = Hexadecimal.value(words[0], below: 1 << 16)
    function.vendorID = Hexadecimal.value(words[1], below: 1 << 16)
    function.deviceID = Hexadecimal.value(words[2], below: 1 << 16)
    if words.count >= 5 { function.subsystemID = "\(words[3]):\(words[4])" }
    if words.count >= 6 { function.revision = Hexadecimal.value(words[5], below: 1 << 8) }
    for device in object.children where device.attributes["type"] == "OSDev" { take(device, into: &function) }
    return function
  }

  private static func take(_ device: XMLElement, into function: inout PCIFunction) {
    let information = information(device)
    function.productName = function.productName ?? information["GPUModel"]
    for key in ["CUDAGlobalMemorySize", "RSMIVRAMSize", "LevelZeroHBMSize", "LevelZeroDDRSize"] {
      function.memoryTotalBytes = function.memoryTotalBytes ?? information[key].flatMap { kibibytes($0) }
    }
    let drivers = [("cuda", "nvidia"), ("nvml", "nvidia"), ("rsmi", "amdgpu")]
    let name = device.attributes["name"] ?? ""
    if let driver = drivers.first(where: { name.hasPrefix($0.0) })?.1, function.driver == nil {
      (function.driver, function.knowsDriver) = (driver, true)
    }
  }

  /// `11796032KiB`, or in older exports the number alone.
  private static func kibibytes(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), (1..<1 << 46).contains(number), ["", "KiB"].contains(text.dropFirst(digits.count))
    else { return nil }
    return number << 10
  }
}

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

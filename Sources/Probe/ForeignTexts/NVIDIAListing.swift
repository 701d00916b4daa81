/// What `nvidia-smi -q` prints, as XML (`-x`) or as text, whose names differ a little.
enum NVIDIAListing {
  /// The log in a text that may hold more than it.
  static func log(in bytes: [UInt8]) -> XMLElement? {
    let start = Array("<nvidia_smi_log>".utf8)
    guard let first = bytes.firstIndex(of: start[0]) else { return nil }
    var position = first
    while position + start.count < bytes.count {
      if bytes[position] == start[0], bytes[position...].starts(with: start) {
        return XMLReader.read(Array(bytes[position...]))
      }
      position += 1
    }
    return nil
  }

  static func devices(_ log: XMLElement) -> CapturedDevices? {
    guard log.name == "nvidia_smi_log" else { return nil }
    var report = DriverReport()
    // Some versions add a remark to the number.
    report.nvidiaDriverVersion = log["driver_version"]?.text.split(separator: " ").first.map(String.init)
    report.cudaVersion = log["cuda_version"]?.text.split(separator: " ").first.map(String.init)
    let gpus = log.children.filter { $0.name == "gpu" }
    report.nvml = .devices(gpus.enumerated().map { device($0.element, index: $0.offset) })
    return CapturedDevices(drivers: report)
  }

  private static func device(_ gpu: XMLElement, index: Int) -> DriverReport.NVMLDevice {
    let pci = gpu["pci"]
    var device = DriverReport.NVMLDevice(index: index)
    device.name = gpu["product_name"]?.text
    device.address = (pci?.first("pci_bus_id", "bus_id")?.text ?? gpu.attributes["id"]).flatMap { PCIAddress($0) }
    device.pciID = pci?.first("pci_device_id", "device_id")?.text.split(separator: "x").last.flatMap { id(String($0)) }
    (device.memoryTotalBytes, device.memoryFreeBytes) = memory(gpu["fb_memory_usage"])
    device.isDisplayActive = gpu["display_active"]?.text == "Enabled"
    device.hasECC = gpu["ecc_mode"]?.first("current_ecc", "current").flatMap {
      ["Enabled": true, "Disabled": false][$0.text]
    }
    device.isPartitioned = gpu["mig_mode"]?.first("current_mig", "current")?.text == "Enabled"
    let power = gpu.first("gpu_power_readings", "power_readings")
    device.powerLimitWatts = power?.first("current_power_limit", "power_limit").flatMap {
      Double($0.text.prefix { $0 != " " })
    }
    let link = pci?.first("pci_gpu_link_info", "gpu_link_info")
    device.linkGeneration = link?.first("pcie_gen", "pcie_generation")?.first("current_link_gen", "current").flatMap {
      Int($0.text)
    }
    device.linkLanes = link?.first("link_widths", "link_width")?.first("current_link_width", "current").flatMap {
      Int($0.text.prefix { $0.isNumber })
    }
    let processes = gpu["processes"]?.children.filter { $0.name == "process_info" } ?? []
    device.processes = processes.isEmpty ? nil : processes.count
    let used = processes.compactMap { $0["used_memory"].flatMap { mebibytes($0.text) } }
    device.processesBytes = used.isEmpty ? nil : used.reduce(0, +)
    let instances = (gpu["mig_devices"] ?? gpu).children.filter { $0.name == "mig_device" }
    device.instances = instances.enumerated().map { index, instance in
      var part = DriverReport.NVMLDevice(index: index)
      part.name = device.name.map { "\($0) MIG" }
      (part.memoryTotalBytes, part.memoryFreeBytes) = memory(
        instance.first("fb_memory_usage", "shared_fb_memory_usage"))
      return part
    }
    return device
  }

  private static func memory(_ usage: XMLElement?) -> (total: Int?, free: Int?) {
    (usage?["total"].flatMap { mebibytes($0.text) }, usage?["free"].flatMap { mebibytes($0.text) })
  }

  /// `10de:1eb8` for `1EB810DE`: the device's number stands first.
  static func id(_ text: String) -> String? {
    guard text.count == 8, let both = Hexadecimal.value(text, below: 1 << 32) else { return nil }
    return Hexadecimal.text(both & 0xFFFF, digits: 4) + ":" + Hexadecimal.text(both >> 16, digits: 4)
  }

  /// `15360 MiB` in bytes.
  private static func mebibytes(_ text: String) -> Int? {
    let words = text.split(separator: " ")
    guard words.count == 2, words[1] == "MiB", let number = Int(words[0]), (0..<1 << 30).contains(number) else {
      return nil
    }
    return number << 20
  }
}

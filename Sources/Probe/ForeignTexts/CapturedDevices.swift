import Base

/// Devices in texts that other tools print, and that people keep and post instead of files of the kernel.
struct CapturedDevices: Equatable {
  var functions: [PCIFunction] = []
  var amd = AMDAccelerators()
  /// What drivers had told the tool.
  var drivers: DriverReport?
  /// Main memory, where a tool tells it beside the devices.
  var mainMemoryBytes: Int?

  /// The devices in a text, by what it begins with or has inside; nil when it is of no kind that is known.
  ///
  /// A report may hold the print-outs of several tools.
  static func parse(_ bytes: [UInt8]) -> CapturedDevices? { parse(bytes, text: String(decoding: bytes, as: UTF8.self)) }

  static func parse(_ bytes: [UInt8], text: String) -> CapturedDevices? {
    let first = trimmed(text.prefix(4096))
    if first.hasPrefix("P: /") { return UdevDatabase.devices(text) }
    if first.hasPrefix("{") || first.hasPrefix("["), let value = try? JSONParser.parse(bytes) {
      return VulkanProfile.devices(value) ?? ROCmListing.devices(value) ?? AMDListing.devices(value)
    }
    if let log = NVIDIAListing.log(in: bytes) ?? NVIDIAListing.log(inText: text) { return NVIDIAListing.devices(log) }
    if first.hasPrefix("<") {
      guard let root = XMLReader.read(bytes), root.name == "system" else { return nil }
      return CollectiveTopology.devices(root)
    }
    var captured: CapturedDevices?
    for parse in [
      NVIDIATable.devices, NVIDIANames.devices, ROCmAgents.devices, VulkanText.devices, OpenCLListing.devices,
      PCIListing.devices,
    ] {
      guard let devices = parse(text) else { continue }
      captured = captured ?? CapturedDevices()
      captured?.merge(devices)
    }
    return captured
  }

  /// Takes what another text tells; of a device that both tell of, the first one's facts stand.
  mutating func merge(_ other: CapturedDevices) {
    functions += other.functions.filter { function in !functions.contains { $0.address == function.address } }
    functions.sort { $0.address < $1.address }
    amd.add(other.amd)
    mainMemoryBytes = mainMemoryBytes ?? other.mainMemoryBytes
    guard let told = other.drivers else { return }
    var report = drivers ?? DriverReport()
    if case .notAsked = report.vulkan { report.vulkan = told.vulkan }
    if case .notAsked = report.nvml { report.nvml = told.nvml }
    report.nvidiaDriverVersion = report.nvidiaDriverVersion ?? told.nvidiaDriverVersion
    report.cudaVersion = report.cudaVersion ?? told.cudaVersion
    drivers = report
  }
}

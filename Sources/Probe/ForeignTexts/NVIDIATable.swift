import Base

/// The table that `nvidia-smi` prints when it is asked for nothing in particular.
enum NVIDIATable {
  static func devices(_ text: String) -> CapturedDevices? {
    guard text.contains("NVIDIA-SMI") || text.contains("Unable to determine the device handle") else { return nil }
    var devices: [DriverReport.NVMLDevice] = []
    var report = DriverReport()
    report.nvidiaDriverVersion = word(after: "Driver Version:", in: text)
    report.cudaVersion = word(after: "CUDA Version:", in: text)
    for line in text.split(whereSeparator: \.isNewline) {
      if let lost = lost(line, index: devices.count) { devices.append(lost) }
      let cells = line.split(separator: "|").map { trimmed($0) }
      guard line.contains("|"), cells.count >= 2 else { continue }
      if let device = first(cells) {
        devices.append(device)
      } else if let last = devices.indices.last, devices[last].memoryTotalBytes == nil {
        takeSecond(cells, &devices[last])
      }
    }
    guard !devices.isEmpty else { return nil }
    report.nvml = .devices(devices)
    return CapturedDevices(drivers: report)
  }

  private static func word(after mark: String, in text: String) -> String? {
    text.range(after: mark)?.split(whereSeparator: \.isWhitespace).first.map { String($0) }
  }

  /// `Unable to determine the device handle for GPU 0000:02:00.0: GPU is lost` and more.
  private static func lost(_ line: Substring, index: Int) -> DriverReport.NVMLDevice? {
    guard let rest = String(line).range(after: "Unable to determine the device handle for ") else { return nil }
    let words = rest.split(separator: " ").map { $0.hasSuffix(":") ? $0.dropLast() : $0 }
    guard let address = words.lazy.compactMap({ PCIAddress($0) }).first else { return nil }
    var device = DriverReport.NVMLDevice(index: index)
    device.address = address
    device.error =
      String(rest).range(after: ": ").map { trimmed($0.prefix { $0 != "." }) } ?? "the GPU cannot be reached"
    return device
  }

  /// `0  NVIDIA GeForce RTX 4090        Off` and `00000000:01:00.0  On`.
  private static func first(_ cells: [String]) -> DriverReport.NVMLDevice? {
    let words = cells[0].split(separator: " ")
    let place = cells[1].split(separator: " ")
    guard words.count >= 3, let index = Int(words[0]), let address = place.first.flatMap({ PCIAddress($0) }) else {
      return nil
    }
    var device = DriverReport.NVMLDevice(index: index)
    device.address = address
    // The last word is the mode of persistence, on Windows of the driver.
    device.name = words.dropFirst().dropLast().joined(separator: " ")
    device.isDisplayActive = place.last == "On"
    if device.name == "ERR!" || place.contains("ERR!") { device.error = "the driver reports ERR!" }
    return device
  }

  /// `30%   45C    P8     20W / 450W` and `1234MiB / 24564MiB`.
  private static func takeSecond(_ cells: [String], _ device: inout DriverReport.NVMLDevice) {
    guard let slash = cells[1].firstIndex(of: "/") else { return }
    let (used, total) = (cells[1][..<slash], cells[1][cells[1].index(after: slash)...])
    guard let total = NVIDIANames.mebibytes(total) else {
      if cells[1].contains("ERR!") { device.error = "the driver reports ERR!" }
      return
    }
    device.memoryTotalBytes = total
    device.memoryFreeBytes = NVIDIANames.mebibytes(used).map { max(0, total - $0) }
    if let limit = cells[0].split(separator: "/").last.map({ trimmed($0) }), limit.hasSuffix("W") {
      device.powerLimitWatts = Double(limit.dropLast())
    }
  }
}

/// What `nvidia-smi -L` and `nvidia-smi --query-gpu=… --format=csv` print.
enum NVIDIANames {
  static func devices(_ text: String) -> CapturedDevices? {
    let devices = listed(text) + table(text)
    guard !devices.isEmpty else { return nil }
    var report = DriverReport()
    report.nvml = .devices(devices)
    return CapturedDevices(drivers: report)
  }

  /// `GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-…)`.
  private static func listed(_ text: String) -> [DriverReport.NVMLDevice] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      guard line.hasPrefix("GPU "), let colon = line.firstIndex(of: ":"), let index = Int(line[..<colon].dropFirst(4)),
        String(line).contains("(UUID: ")
      else { return nil }
      var device = DriverReport.NVMLDevice(index: index)
      device.name = trimmed(line[line.index(after: colon)...].prefix { $0 != "(" })
      return device
    }
  }

  /// A head such as `name, pci.bus_id, memory.total [MiB]` and a line for each device.
  private static func table(_ text: String) -> [DriverReport.NVMLDevice] {
    var columns: [String] = []
    var devices: [DriverReport.NVMLDevice] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }
      if cells.contains("name") || cells.contains(where: { $0.hasPrefix("memory.total") }) {
        columns = cells
        continue
      }
      guard !columns.isEmpty, cells.count == columns.count else {
        columns = []
        continue
      }
      func cell(_ names: String...) -> String? {
        columns.firstIndex { column in names.contains { column == $0 || column.hasPrefix($0 + " [") } }.map {
          cells[$0]
        }
      }
      var device = DriverReport.NVMLDevice(index: cell("index").flatMap { Int($0) } ?? devices.count)
      device.name = cell("name", "gpu_name")
      device.address = cell("pci.bus_id", "gpu_bus_id").flatMap { PCIAddress($0) }
      device.memoryTotalBytes = cell("memory.total").flatMap { mebibytes($0) }
      device.memoryFreeBytes = cell("memory.free").flatMap { mebibytes($0) }
      device.computeCapability = cell("compute_cap").flatMap { Double($0) == nil ? nil : $0 }
      devices.append(device)
    }
    return devices
  }

  /// `24564MiB`, `24564 MiB`, or the number of mebibytes alone.
  static func mebibytes(_ text: some StringProtocol) -> Int? {
    let text = trimmed(text)
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), (0..<1 << 30).contains(number),
      ["", "MiB"].contains(trimmed(text.dropFirst(digits.count)))
    else { return nil }
    return number << 20
  }
}

import CNVML

/// Opening the library and its devices.
extension NVMLProbe {
  /// The library, ready to be asked.
  static func opened() throws(DriverLibrary.Failure) -> NVMLProbe {
    let probe = NVMLProbe(library: try DriverLibrary(["libnvidia-ml.so.1", "/usr/lib/wsl/lib/libnvidia-ml.so.1"]))
    guard let start = probe.library.function("nvmlInit_v2", "nvmlInit", as: plimsoll_nvml_plain.self) else {
      throw lacksFunctions
    }
    try probe.check(start())
    return probe
  }

  private static let lacksFunctions = DriverLibrary.Failure(reason: "libnvidia-ml.so.1 lacks the functions of NVML")

  /// Each device by its index; a failure's text for one that has fallen off.
  func handles() throws(DriverLibrary.Failure) -> [(index: Int, device: Result<Device, DriverLibrary.Failure>)] {
    guard let count = library.function("nvmlDeviceGetCount_v2", "nvmlDeviceGetCount", as: plimsoll_nvml_count.self),
      let handle = library.function(
        "nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex", as: plimsoll_nvml_handle.self)
    else { throw Self.lacksFunctions }
    var number: UInt32 = 0
    try check(count(&number))
    return (0..<min(number, 256)).map { index in
      var device: Device?
      let status = handle(index, &device)
      guard status == 0, let device else {
        return (Int(index), .failure(DriverLibrary.Failure(reason: text(of: status))))
      }
      return (Int(index), .success(device))
    }
  }

  /// The devices that answer, with their names.
  func devices() throws(DriverLibrary.Failure) -> [(index: Int, name: String?, device: plimsoll_nvml_device)] {
    try handles().compactMap { index, device in
      (try? device.get()).map { (index, text("nvmlDeviceGetName", $0), $0) }
    }
  }

  func check(_ status: Int32) throws(DriverLibrary.Failure) {
    guard status != 0 else { return }
    throw DriverLibrary.Failure(reason: text(of: status))
  }

  func text(of status: Int32) -> String {
    let describe = library.function("nvmlErrorString", as: plimsoll_nvml_error_string.self)
    return describe.flatMap { $0(status) }.map { String(cString: $0) } ?? "NVML error \(status)"
  }
}

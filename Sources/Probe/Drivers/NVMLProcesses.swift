import Base
import CNVML

/// What each process holds on NVIDIA's cards, as NVML tells it in the child process.
enum NVMLProcesses {
  // MARK: In the child

  static func document() -> JSONValue {
    do throws(DriverLibrary.Failure) {
      let probe = try NVMLProbe.opened()
      var bytes: [Int: Int] = [:]
      for card in try probe.devices() {
        for process in probe.processes(of: card.device) {
          let pid = Int(process.pid)
          bytes[pid] = Saturating.add(bytes[pid] ?? 0, Int(clamping: process.used_bytes))
        }
      }
      return .object([
        "processes": .array(
          bytes.sorted { $0.key < $1.key }.map {
            .object(["pid": .integer($0.key), "bytes": .integer($0.value)])
          })
      ])
    } catch {
      return .object(["error": .string(error.reason)])
    }
  }

  // MARK: In its parent

  /// What the document says that a process holds, or why it says nothing of it.
  static func bytes(of process: Int, in document: JSONValue) -> DeviceMemory {
    if let error = document["error"]?.string { return .unknown(reason: error) }
    let entry = document["processes"]?.array?.first { $0["pid"]?.integer == process }
    guard let bytes = entry?["bytes"]?.integer, (1..<1 << 50).contains(bytes) else {
      return .unknown(reason: "NVML names no memory of process \(process); in a container it may know other numbers")
    }
    return .bytes(bytes)
  }
}

extension NVMLProbe {
  /// The computing processes of a device whose memory is told.
  fileprivate func processes(of device: Device) -> [plimsoll_nvml_process] {
    let list = runningProcesses("nvmlDeviceGetComputeRunningProcesses", device) ?? []
    return list.filter { $0.used_bytes != PLIMSOLL_NVML_NOT_AVAILABLE }
  }
}

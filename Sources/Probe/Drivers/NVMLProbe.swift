import Base
import CNVML
import Glibc

/// Reads NVIDIA devices through NVML; runs in the child process only.
struct NVMLProbe {
  typealias Device = plimsoll_nvml_device
  let library: DriverLibrary

  /// The document that goes into the driver report: the devices, or why there are none.
  static func document() -> JSONValue {
    do throws(DriverLibrary.Failure) {
      return try opened().read()
    } catch {
      return .object(["error": .string(error.reason)])
    }
  }

  private func read() throws(DriverLibrary.Failure) -> JSONValue {
    let devices = try handles().map { index, device -> JSONValue in
      switch device {
      case .success(let device): describe(device, index: index)
      case .failure(let failure): .object(["index": .integer(index), "error": .string(failure.reason)])
      }
    }
    var cuda: Int32 = 0
    let cudaVersion = library.function(
      "nvmlSystemGetCudaDriverVersion_v2", "nvmlSystemGetCudaDriverVersion", as: plimsoll_nvml_system_number.self)
    let hasCUDA = cudaVersion.map { $0(&cuda) == 0 && cuda > 0 } ?? false
    return .object([
      "driver_version": systemText("nvmlSystemGetDriverVersion").map(JSONValue.string),
      "cuda_version": hasCUDA ? .string("\(cuda / 1000).\(cuda % 1000 / 10)") : nil, "devices": .array(devices),
    ])
  }

  private func describe(_ device: Device, index: Int) -> JSONValue {
    var members: [JSONValue.Member] = [.init("index", .integer(index))]
    func add(_ key: String, _ value: JSONValue?) { if let value { members.append(.init(key, value)) } }
    add("name", text("nvmlDeviceGetName", device).map(JSONValue.string))
    add("uuid", text("nvmlDeviceGetUUID", device).map(JSONValue.string))
    addPCI(device, add)
    addMemory(device, add)
    if let capability = library.function(
      "nvmlDeviceGetCudaComputeCapability", as: plimsoll_nvml_device_capability.self)
    {
      var (major, minor): (Int32, Int32) = (0, 0)
      if capability(device, &major, &minor) == 0 { add("compute_capability", .string("\(major).\(minor)")) }
    }
    add("memory_clock_hz", clock(device, PLIMSOLL_NVML_CLOCK_MEMORY))
    add("sm_clock_hz", clock(device, PLIMSOLL_NVML_CLOCK_SM))
    add("memory_bus_bits", number("nvmlDeviceGetMemoryBusWidth", device).map(JSONValue.integer))
    add("cores", number("nvmlDeviceGetNumGpuCores", device).map(JSONValue.integer))
    add("power_limit_milliwatts", number("nvmlDeviceGetPowerManagementLimit", device).map(JSONValue.integer))
    add("display_active", number("nvmlDeviceGetDisplayActive", device).map { .bool($0 != 0) })
    add("ecc", firstOfTwo("nvmlDeviceGetEccMode", device).map { .bool($0 != 0) })
    add("link_generation", number("nvmlDeviceGetCurrPcieLinkGeneration", device).map(JSONValue.integer))
    add("link_lanes", number("nvmlDeviceGetCurrPcieLinkWidth", device).map(JSONValue.integer))
    if let mig = firstOfTwo("nvmlDeviceGetMigMode", device) {
      add("mig", .bool(mig != 0))
      if mig != 0 { add("mig_instances", .array(instances(of: device))) }
    }
    let processes = usage("nvmlDeviceGetComputeRunningProcesses", device)
    let pictures = usage("nvmlDeviceGetGraphicsRunningProcesses", device)
    if processes != nil || pictures != nil {
      add("processes", .integer((processes?.count ?? 0) + (pictures?.count ?? 0)))
      add("processes_bytes", .integer((processes?.bytes ?? 0) + (pictures?.bytes ?? 0)))
    }
    return .object(members)
  }

  private func addPCI(_ device: Device, _ add: (String, JSONValue?) -> Void) {
    guard
      let read = library.function(
        "nvmlDeviceGetPciInfo_v3", "nvmlDeviceGetPciInfo_v2", as: plimsoll_nvml_device_pci.self)
    else { return }
    var pci = plimsoll_nvml_pci()
    guard read(device, &pci) == 0 else { return }
    let address = PCIAddress(domain: Int(pci.domain), bus: Int(pci.bus), device: Int(pci.device), function: 0)
    add("pci_address", .string(address.description))
    let id =
      Hexadecimal.text(Int(pci.device_and_vendor & 0xFFFF), digits: 4) + ":"
      + Hexadecimal.text(Int(pci.device_and_vendor >> 16), digits: 4)
    add("pci_id", .string(id))
  }

  private func addMemory(_ device: Device, _ add: (String, JSONValue?) -> Void) {
    if let read = library.function("nvmlDeviceGetMemoryInfo_v2", as: plimsoll_nvml_device_memory_v2.self) {
      var memory = plimsoll_nvml_memory_v2()
      memory.version = UInt32(MemoryLayout<plimsoll_nvml_memory_v2>.size) | 2 << 24
      if read(device, &memory) == 0, memory.total > 0 {
        add("memory_total_bytes", .integer(Int(clamping: memory.total)))
        add("memory_free_bytes", .integer(Int(clamping: memory.free)))
        add("memory_reserved_bytes", .integer(Int(clamping: memory.reserved)))
        return
      }
    }
    if let read = library.function("nvmlDeviceGetMemoryInfo", as: plimsoll_nvml_device_memory.self) {
      var memory = plimsoll_nvml_memory()
      if read(device, &memory) == 0, memory.total > 0 {
        add("memory_total_bytes", .integer(Int(clamping: memory.total)))
        add("memory_free_bytes", .integer(Int(clamping: memory.free)))
      }
    }
  }

  private func instances(of device: Device) -> [JSONValue] {
    guard let part = library.function("nvmlDeviceGetMigDeviceHandleByIndex", as: plimsoll_nvml_device_part.self) else {
      return []
    }
    let limit = number("nvmlDeviceGetMaxMigDeviceCount", device) ?? 7
    return (0..<min(limit, 64)).compactMap { index in
      var instance: Device?
      guard part(device, UInt32(index), &instance) == 0, let instance else { return nil }
      var members: [JSONValue.Member] = [.init("index", .integer(index))]
      func add(_ key: String, _ value: JSONValue?) { if let value { members.append(.init(key, value)) } }
      add("name", text("nvmlDeviceGetName", instance).map(JSONValue.string))
      add("uuid", text("nvmlDeviceGetUUID", instance).map(JSONValue.string))
      addMemory(instance, add)
      return .object(members)
    }
  }

  /// How many processes a list has and how much memory they use together; nil when it cannot be read.
  private func usage(_ symbol: String, _ device: Device) -> (count: Int, bytes: Int)? {
    guard let list = runningProcesses(symbol, device) else { return nil }
    let bytes = list.filter { $0.used_bytes != PLIMSOLL_NVML_NOT_AVAILABLE }
    return (list.count, bytes.reduce(0) { $0 &+ Int(clamping: $1.used_bytes) })
  }

  /// The processes of a list; nil when it cannot be read.
  func runningProcesses(_ symbol: String, _ device: Device) -> [plimsoll_nvml_process]? {
    guard
      let read = library.function(symbol + "_v3", symbol + "_v2", as: plimsoll_nvml_device_processes.self)
    else { return nil }
    var count: UInt32 = 256
    var list = [plimsoll_nvml_process](repeating: plimsoll_nvml_process(), count: Int(count))
    guard read(device, &count, &list) == 0 else { return nil }
    return Array(list.prefix(Int(count)))
  }

  private func clock(_ device: Device, _ kind: some BinaryInteger) -> JSONValue? {
    guard let read = library.function("nvmlDeviceGetMaxClockInfo", as: plimsoll_nvml_device_clock.self) else {
      return nil
    }
    var megahertz: UInt32 = 0
    return read(device, Int32(kind), &megahertz) == 0 && megahertz > 0 ? .integer(Int(megahertz) * 1_000_000) : nil
  }

  private func clock(_ device: Device, _ kind: some RawRepresentable<UInt32>) -> JSONValue? {
    clock(device, kind.rawValue)
  }

  private func number(_ symbol: String, _ device: Device) -> Int? {
    guard let read = library.function(symbol, as: plimsoll_nvml_device_number.self) else { return nil }
    var value: UInt32 = 0
    return read(device, &value) == 0 ? Int(value) : nil
  }

  private func firstOfTwo(_ symbol: String, _ device: Device) -> Int? {
    guard let read = library.function(symbol, as: plimsoll_nvml_device_two.self) else { return nil }
    var (current, pending): (UInt32, UInt32) = (0, 0)
    return read(device, &current, &pending) == 0 ? Int(current) : nil
  }

  func text(_ symbol: String, _ device: Device) -> String? {
    guard let read = library.function(symbol, as: plimsoll_nvml_device_text.self) else { return nil }
    var buffer = [CChar](repeating: 0, count: 256)
    return read(device, &buffer, UInt32(buffer.count)) == 0 ? String(cBuffer: buffer) : nil
  }

  private func systemText(_ symbol: String) -> String? {
    guard let read = library.function(symbol, as: plimsoll_nvml_system_text.self) else { return nil }
    var buffer = [CChar](repeating: 0, count: 256)
    return read(&buffer, UInt32(buffer.count)) == 0 ? String(cBuffer: buffer) : nil
  }
}

extension String {
  /// The text up to the first NUL of a C buffer.
  init(cBuffer buffer: [CChar]) {
    self.init(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

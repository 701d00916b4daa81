import Base
import CVulkan
import Glibc

/// Reads the physical devices of the Vulkan drivers; runs in the child process only.
struct VulkanProbe {
  private let proc: PFN_vkGetInstanceProcAddr
  private let instance: VkInstance

  /// The document that goes into the driver report: the devices, or why there are none.
  static func document() -> JSONValue {
    do throws(DriverLibrary.Failure) {
      let library = try DriverLibrary(["libvulkan.so.1"])
      guard let proc = library.function("vkGetInstanceProcAddr", as: PFN_vkGetInstanceProcAddr?.self) ?? nil else {
        throw DriverLibrary.Failure(reason: "libvulkan.so.1 lacks vkGetInstanceProcAddr")
      }
      let instance = try makeInstance(proc)
      return try VulkanProbe(proc: proc, instance: instance).read()
    } catch {
      return .object(["error": .string(error.reason)])
    }
  }

  /// Vulkan 1.1 is what the extended queries need; newer parts are asked for by what each device has.
  private static func makeInstance(_ proc: PFN_vkGetInstanceProcAddr) throws(DriverLibrary.Failure) -> VkInstance {
    guard let create = unsafeBitCast(proc(nil, "vkCreateInstance"), to: PFN_vkCreateInstance?.self) else {
      throw DriverLibrary.Failure(reason: "libvulkan.so.1 lacks vkCreateInstance")
    }
    var application = VkApplicationInfo()
    application.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO
    application.apiVersion = 1 << 22 | 1 << 12
    var instance: VkInstance?
    let status = withUnsafePointer(to: &application) { application in
      var info = VkInstanceCreateInfo()
      info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO
      info.pApplicationInfo = application
      return create(&info, nil, &instance)
    }
    guard status == VK_SUCCESS, let instance else {
      throw DriverLibrary.Failure(
        reason: status == VK_ERROR_INCOMPATIBLE_DRIVER
          ? "no Vulkan driver could be used" : "vkCreateInstance failed with \(status.rawValue)")
    }
    return instance
  }

  private func function<Function>(_ name: String, as type: Function.Type) -> Function? {
    proc(instance, name).map { unsafeBitCast($0, to: type) }
  }

  private func read() throws(DriverLibrary.Failure) -> JSONValue {
    guard
      let enumerate = function(
        "vkEnumeratePhysicalDevices",
        as: (@convention(c) (VkInstance?, UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<VkPhysicalDevice?>?) ->
          VkResult).self)
    else { throw DriverLibrary.Failure(reason: "the Vulkan loader lacks vkEnumeratePhysicalDevices") }
    var count: UInt32 = 64
    var devices = [VkPhysicalDevice?](repeating: nil, count: Int(count))
    let status = enumerate(instance, &count, &devices)
    guard status == VK_SUCCESS || status == VK_INCOMPLETE else {
      throw DriverLibrary.Failure(reason: "vkEnumeratePhysicalDevices failed with \(status.rawValue)")
    }
    return .object([
      "devices": .array(
        devices.prefix(Int(count)).enumerated().compactMap { index, device in
          device.map { describe($0, index: index) }
        })
    ])
  }

  private func describe(_ device: VkPhysicalDevice, index: Int) -> JSONValue {
    let extensions = extensions(of: device)
    var members: [JSONValue.Member] = [.init("index", .integer(index))]
    func add(_ key: String, _ value: JSONValue?) { if let value { members.append(.init(key, value)) } }
    addProperties(of: device, extensions, add)
    addFeatures(of: device, extensions, add)
    addMemory(of: device, extensions, add)
    // NVIDIA's own extension of that name is older and another one.
    add("cooperative_matrix", .bool(extensions.contains("VK_KHR_cooperative_matrix")))
    add("memory_budget", .bool(extensions.contains("VK_EXT_memory_budget")))
    return .object(members)
  }

  private func extensions(of device: VkPhysicalDevice) -> Set<String> {
    guard
      let enumerate = function(
        "vkEnumerateDeviceExtensionProperties",
        as: (@convention(c) (
          VkPhysicalDevice?, UnsafePointer<CChar>?, UnsafeMutablePointer<UInt32>?,
          UnsafeMutablePointer<VkExtensionProperties>?
        ) -> VkResult).self)
    else { return [] }
    var count: UInt32 = 0
    guard enumerate(device, nil, &count, nil) == VK_SUCCESS, count < 4096 else { return [] }
    var list = [VkExtensionProperties](repeating: VkExtensionProperties(), count: Int(count))
    guard enumerate(device, nil, &count, &list) == VK_SUCCESS else { return [] }
    return Set(list.prefix(Int(count)).map { Self.text($0.extensionName) })
  }

  private func addProperties(
    of device: VkPhysicalDevice, _ extensions: Set<String>, _ add: (String, JSONValue?) -> Void
  ) {
    guard
      let read = function(
        "vkGetPhysicalDeviceProperties2",
        as: (@convention(c) (VkPhysicalDevice?, UnsafeMutablePointer<VkPhysicalDeviceProperties2>?) -> Void).self)
    else { return }
    let subgroup = Chained(VkPhysicalDeviceSubgroupProperties(), next: nil) {
      $0.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES; $0.pNext = $1
    }
    let driver = Chained(VkPhysicalDeviceDriverProperties(), next: subgroup.raw) {
      $0.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES; $0.pNext = $1
    }
    let pci = Chained(VkPhysicalDevicePCIBusInfoPropertiesEXT(), next: driver.raw) {
      $0.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PCI_BUS_INFO_PROPERTIES_EXT; $0.pNext = $1
    }
    let hasPCI = extensions.contains("VK_EXT_pci_bus_info")
    let properties = Chained(VkPhysicalDeviceProperties2(), next: hasPCI ? pci.raw : driver.raw) {
      $0.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2; $0.pNext = $1
    }
    read(device, properties.pointer)
    let plain = properties.pointer.pointee.properties
    let version = plain.apiVersion
    add("name", .string(Self.text(plain.deviceName)))
    add("type", .string(Self.typeName(plain.deviceType)))
    add("api_version", .string("\(version >> 22 & 0x7F).\(version >> 12 & 0x3FF).\(version & 0xFFF)"))
    add(
      "pci_id",
      plain.vendorID < 0x10000
        ? .string(
          Hexadecimal.text(Int(plain.vendorID), digits: 4) + ":"
            + Hexadecimal.text(Int(plain.deviceID & 0xFFFF), digits: 4)) : nil)
    if hasPCI {
      let bus = pci.pointer.pointee
      let address = PCIAddress(
        domain: Int(bus.pciDomain), bus: Int(bus.pciBus & 0xFF), device: Int(bus.pciDevice & 31),
        function: Int(bus.pciFunction & 7))
      add("pci_address", .string(address.description))
    }
    add("driver_name", .string(Self.text(driver.pointer.pointee.driverName)))
    add("driver_info", .string(Self.text(driver.pointer.pointee.driverInfo)))
    add("subgroup_size", .integer(Int(subgroup.pointer.pointee.subgroupSize)))
    for chained in [properties.raw, pci.raw, driver.raw, subgroup.raw] { chained.deallocate() }
  }

  private func addFeatures(
    of device: VkPhysicalDevice, _ extensions: Set<String>, _ add: (String, JSONValue?) -> Void
  ) {
    guard
      let read = function(
        "vkGetPhysicalDeviceFeatures2",
        as: (@convention(c) (VkPhysicalDevice?, UnsafeMutablePointer<VkPhysicalDeviceFeatures2>?) -> Void).self)
    else { return }
    let storage = Chained(VkPhysicalDevice16BitStorageFeatures(), next: nil) {
      $0.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_16BIT_STORAGE_FEATURES; $0.pNext = $1
    }
    let bytes = Chained(VkPhysicalDevice8BitStorageFeatures(), next: storage.raw) {
      $0.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_8BIT_STORAGE_FEATURES; $0.pNext = $1
    }
    let half = Chained(VkPhysicalDeviceShaderFloat16Int8Features(), next: bytes.raw) {
      $0.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_FLOAT16_INT8_FEATURES; $0.pNext = $1
    }
    let dot = Chained(VkPhysicalDeviceShaderIntegerDotProductFeatures(), next: half.raw) {
      $0.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_FEATURES; $0.pNext = $1
    }
    let features = Chained(VkPhysicalDeviceFeatures2(), next: dot.raw) {
      $0.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2; $0.pNext = $1
    }
    read(device, features.pointer)
    add("storage_16bit", .bool(storage.pointer.pointee.storageBuffer16BitAccess != 0))
    add("storage_8bit", .bool(bytes.pointer.pointee.storageBuffer8BitAccess != 0))
    add("float16", .bool(half.pointer.pointee.shaderFloat16 != 0))
    add("int8", .bool(half.pointer.pointee.shaderInt8 != 0))
    add("integer_dot_product", .bool(dot.pointer.pointee.shaderIntegerDotProduct != 0))
    for chained in [features.raw, dot.raw, half.raw, bytes.raw, storage.raw] { chained.deallocate() }
  }

  private func addMemory(
    of device: VkPhysicalDevice, _ extensions: Set<String>, _ add: (String, JSONValue?) -> Void
  ) {
    guard
      let read = function(
        "vkGetPhysicalDeviceMemoryProperties2",
        as: (@convention(c) (VkPhysicalDevice?, UnsafeMutablePointer<VkPhysicalDeviceMemoryProperties2>?) -> Void).self)
    else { return }
    let budget = Chained(VkPhysicalDeviceMemoryBudgetPropertiesEXT(), next: nil) {
      $0.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_BUDGET_PROPERTIES_EXT; $0.pNext = $1
    }
    let hasBudget = extensions.contains("VK_EXT_memory_budget")
    let memory = Chained(VkPhysicalDeviceMemoryProperties2(), next: hasBudget ? budget.raw : nil) {
      $0.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2; $0.pNext = $1
    }
    read(device, memory.pointer)
    let properties = memory.pointer.pointee.memoryProperties
    let heaps = withUnsafeBytes(of: properties.memoryHeaps) { Array($0.bindMemory(to: VkMemoryHeap.self)) }
    let budgets = withUnsafeBytes(of: budget.pointer.pointee.heapBudget) { Array($0.bindMemory(to: UInt64.self)) }
    let usage = withUnsafeBytes(of: budget.pointer.pointee.heapUsage) { Array($0.bindMemory(to: UInt64.self)) }
    add(
      "heaps",
      .array(
        heaps.prefix(Int(properties.memoryHeapCount)).enumerated().map { index, heap in
          .object([
            "bytes": .integer(Int(clamping: heap.size)), "device_local": .bool(heap.flags & 1 != 0),
            "budget_bytes": hasBudget ? .integer(Int(clamping: budgets[index])) : nil,
            "usage_bytes": hasBudget ? .integer(Int(clamping: usage[index])) : nil,
          ])
        }))
    for chained in [memory.raw, budget.raw] { chained.deallocate() }
  }

  private static func typeName(_ type: VkPhysicalDeviceType) -> String {
    switch type {
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU: "integrated"
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU: "discrete"
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU: "virtual"
    case VK_PHYSICAL_DEVICE_TYPE_CPU: "cpu"
    default: "other"
    }
  }

  private static func text<Tuple>(_ tuple: Tuple) -> String {
    withUnsafeBytes(of: tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

/// A structure of Vulkan at a fixed address, so that others can point at it.
private struct Chained<Value> {
  let pointer: UnsafeMutablePointer<Value>
  var raw: UnsafeMutableRawPointer { UnsafeMutableRawPointer(pointer) }

  init(_ value: Value, next: UnsafeMutableRawPointer?, _ link: (inout Value, UnsafeMutableRawPointer?) -> Void) {
    pointer = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    pointer.initialize(to: value)
    link(&pointer.pointee, next)
  }
}

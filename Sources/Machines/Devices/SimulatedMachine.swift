import Base

/// Puts a machine together from the options `--gpu`, `--ram`, `--cores` and `--memory-bandwidth`.
///
/// Whatever is not named is assumed, and each assumption is a sentence in the machine's origin.
package enum SimulatedMachine {
  static let defaultMainMemoryBytes = 32 * ByteSize.gibibyte
  /// What Strix Halo machines, whose graphics have no memory sizes of their own, are mostly sold with.
  static let defaultUnifiedMemoryBytes = 128 * ByteSize.gibibyte
  static let defaultCores = 8
  /// Two channels of DDR4-3200.
  static let defaultMemoryBandwidth = 51.2e9
  /// Eight channels of DDR4-3200, as the servers have that take more memory or cores than a board of two channels.
  static let serverMemoryBandwidth = 204.8e9
  /// Eight channels of DDR5-4400: servers whose memory is as fast have Sapphire Rapids, Genoa or what came after them, with
  /// AVX-512 and VNNI (but for Intel's of efficiency cores alone).
  static let serverDDR5Bandwidth = 281.6e9
  static let largestDesktopMemoryBytes = 256 * ByteSize.gibibyte
  static let mostDesktopCores = 32

  /// The machine that the options describe; `none` or no name at all is a machine without a GPU.
  package static func machine(
    gpus names: [String], ramBytes: Int? = nil, cores: Int? = nil, memoryBandwidthBytesPerSecond: Double? = nil,
    table: @autoclosure () -> GPUTable = .builtIn
  ) throws(UnknownGPU) -> Machine {
    var assumptions: [String] = []
    let found = try gpus(named: names, table(), assumptions: &assumptions)
    let unified = found.first { $0.gpu.isUnified }
    let memory = mainMemory(
      total: ramBytes, cores: cores, bandwidth: memoryBandwidthBytesPerSecond, unified: unified,
      assumptions: &assumptions)
    let isServer = unified == nil && (memory.bandwidthBytesPerSecond.value ?? 0) >= serverDDR5Bandwidth
    let cpu = processor(
      cores: cores, isArm: unified.map { Self.isArm($0.gpu) } ?? false, isServer: isServer, assumptions: &assumptions)
    var perProduct: [String: Int] = [:]
    let accelerators = found.enumerated().map { index, gpu in
      perProduct[gpu.gpu.id, default: 0] += 1
      return accelerator(gpu, index: index, memory: memory)
    }
    let architecture = unified.map { Self.isArm($0.gpu) } ?? false ? "aarch64" : "x86_64"
    var machine = Machine(origin: .simulated(assumptions: assumptions))
    (machine.os.name, machine.os.kernel) = (.unknown(reason: simulated), .unknown(reason: simulated))
    machine.os.architecture = .known(architecture)
    (machine.cpu, machine.memory, machine.accelerators) = (cpu, memory, accelerators)
    return machine
  }

  static let simulated = "the machine is simulated"

  /// The cards that names stand for, as often as they say; the table is read only where there are some.
  static func gpus(
    named names: [String], _ table: @autoclosure () -> GPUTable, assumptions: inout [String]
  ) throws(UnknownGPU) -> [NamedGPU] {
    let wanted = names.filter { $0.lowercased() != "none" }
    guard !wanted.isEmpty else { return [] }
    let table = table()
    var found: [NamedGPU] = []
    for name in wanted {
      guard let requests = GPURequest.all(in: name, isName: { isName($0, table) }) else {
        throw UnknownGPU(name: name, nearest: table.nearest(to: name))
      }
      for request in requests {
        let gpu = try find(request, table)
        if let assumption = gpu.assumption, !gpu.gpu.isUnified { assumptions.append(assumption) }
        found += Array(repeating: gpu, count: request.count)
      }
    }
    return found
  }

  /// Whether a product is called so, with or without a memory size behind it.
  private static func isName(_ text: String, _ table: GPUTable) -> Bool {
    if table.gpu(meantBy: text) != nil { return true }
    return GPURequest(text)?.withSizeApart.map { table.gpu(meantBy: $0.name) != nil } ?? false
  }

  /// The product of a request; one that was rebuilt with another memory size is said to be.
  private static func find(_ request: GPURequest, _ table: GPUTable) throws(UnknownGPU) -> NamedGPU {
    var (request, gpu) = (request, table.gpu(meantBy: request.name))
    if gpu == nil, let apart = request.withSizeApart {
      gpu = table.gpu(meantBy: apart.name)
      if gpu != nil { request = apart }
    }
    guard var gpu else { throw UnknownGPU(name: request.name, nearest: table.nearest(to: request.name)) }
    guard let bytes = request.memoryBytes else { return gpu }
    gpu.memoryBytes = bytes
    let isMade = gpu.gpu.memorySizesBytes.contains { abs(Double($0 - bytes)) <= Double($0) * 0.08 }
    gpu.assumption =
      isMade || gpu.gpu.isUnified
      ? nil : "\(gpu.gpu.name) with \(ByteSize.text(bytes)), which its maker does not sell: its own bandwidth"
    gpu.isMemoryNamed = true
    return gpu
  }

  private static func isArm(_ gpu: GPUFact) -> Bool { ["soc", "jetson"].contains(gpu.segment) }

  private static func mainMemory(
    total: Int?, cores: Int?, bandwidth: Double?, unified: NamedGPU?, assumptions: inout [String]
  ) -> Memory {
    let bytes: Int
    if let total {
      bytes = total
    } else if let unified, unified.isMemoryNamed, let size = unified.memoryBytes {
      bytes = size
    } else if let unified, unified.gpu.isUnified, let size = unified.namedOrLargestMemory {
      // Firmware keeps a part for itself.
      bytes = unified.gpu.vendor == "nvidia" ? Int(Double(size) * Reserve.visibleShareOfBoards) : size
      assumptions.append("\(ByteSize.text(size)) of memory, the most a machine with \(unified.gpu.name) has")
    } else if let unified, unified.gpu.bandwidthBytesPerSecond != nil {
      bytes = defaultUnifiedMemoryBytes
      assumptions.append("\(ByteSize.text(bytes)) of memory")
    } else {
      bytes = defaultMainMemoryBytes
      assumptions.append("\(ByteSize.text(bytes)) of main memory")
    }
    let rate: Double
    if let bandwidth {
      rate = bandwidth
    } else if let own = unified?.gpu.bandwidthBytesPerSecond {
      rate = own
    } else if let usual = unified?.gpu.usualMemory {
      rate = usual.bandwidthBytesPerSecond
      assumptions.append("memory as machines with it mostly have, \(usual.name) (\(Self.gigabytes(rate)) GB/s)")
    } else if bytes > largestDesktopMemoryBytes || (cores ?? 0) > mostDesktopCores {
      rate = serverMemoryBandwidth
      assumptions.append("main memory of eight channels of DDR4-3200 (204.8 GB/s)")
    } else {
      rate = defaultMemoryBandwidth
      assumptions.append("main memory of two channels of DDR4-3200 (51.2 GB/s)")
    }
    return memory(total: bytes, bandwidth: rate)
  }

  private static func gigabytes(_ rate: Double) -> String {
    ByteSize.decimal(rate / 1e9, places: (rate / 1e9).rounded() == rate / 1e9 ? 0 : 1)
  }

  static func memory(total bytes: Int, bandwidth rate: Double) -> Memory {
    let available = bytes - Reserve.idleSystemBytes(total: bytes)
    var memory = Memory()
    (memory.totalBytes, memory.availableBytes, memory.swapBytes) = (.known(bytes), .known(available), .known(0))
    memory.budgetBytes = .known(max(0, available - Reserve.mainMemoryBytes(total: bytes)))
    memory.bandwidthBytesPerSecond = .known(rate)
    memory.modules = .unknown(reason: simulated)
    return memory
  }

  private static func processor(cores: Int?, isArm: Bool, isServer: Bool, assumptions: inout [String]) -> CPU {
    if cores == nil { assumptions.append("a processor of \(defaultCores) cores") }
    let count = cores ?? defaultCores
    let isa =
      isArm
      ? ["asimd", "asimddp", "fphp"]
      : ["avx", "avx2"] + (isServer ? ["avx512_vnni", "avx512f"] : []) + ["f16c", "fma", "sse4_2"]
    assumptions.append(
      isArm
        ? "NEON with dot products"
        : isServer ? "AVX-512 with VNNI, as servers with such memory have" : "AVX2 without AVX-512")
    var cpu = CPU()
    (cpu.vendor, cpu.model, cpu.isa) = (.unknown(reason: simulated), .unknown(reason: simulated), isa)
    (cpu.packages, cpu.cores, cpu.threads, cpu.usableThreads) = (.known(1), .known(count), .known(count), .known(count))
    (cpu.performanceCores, cpu.efficiencyCores) = (.known(count), .known(0))
    return cpu
  }

  static func accelerator(_ named: NamedGPU, index: Int, memory: Memory) -> Accelerator {
    let gpu = named.gpu
    let vendor = Accelerator.Vendor(rawValue: gpu.vendor) ?? .other
    let backends = BackendSupport.backends(vendor: vendor, target: gpu.computeTarget, architecture: gpu.architecture)
    let kind: Accelerator.MemoryKind =
      gpu.isUnified ? (gpu.bandwidthBytesPerSecond == nil ? .shared : .unified) : .dedicated
    var (total, budget): (Known<Int>, Known<Int>)
    if kind == .dedicated {
      total = Known(named.reportedMemoryBytes, otherwise: "the GPU table has no memory size for \(gpu.name)")
      budget = total.map { max(0, $0 - Reserve.deviceBytes) }
    } else {
      // CUDA takes what there is of unified memory; other drivers lend a share.
      let share = vendor == .nvidia ? 1 : Reserve.unifiedShare
      total = memory.totalBytes.map { Int(Double($0) * share) }
      budget = .known(max(0, min(total.value ?? 0, memory.budgetBytes.value ?? 0)))
    }
    let bandwidth =
      kind == .dedicated
      ? Known(gpu.bandwidthBytesPerSecond, otherwise: "the GPU table has no bandwidth for \(gpu.name)")
      : memory.bandwidthBytesPerSecond
    var device = Accelerator(id: "gpu\(index)", vendor: vendor)
    (device.name, device.driver, device.memoryKind) = (.known(gpu.name), .unknown(reason: simulated), .known(kind))
    (device.factID, device.pciID) = (gpu.id, gpu.pciIDs.first)
    (device.memoryTotalBytes, device.memoryFreeBytes, device.budgetBytes) = (total, total, budget)
    device.bandwidthBytesPerSecond = bandwidth
    device.computeTarget = Known(gpu.computeTarget, otherwise: "the GPU table has none for \(gpu.name)")
    (device.backends, device.isUsable) = (backends, !backends.isEmpty)
    device.reason =
      backends.isEmpty
      ? "no runtime plimsoll knows can use it" : BackendSupport.remark(vendor: vendor, target: gpu.computeTarget)
    device.sources = ["bandwidth_bytes_per_second": "gpu table", "memory_total_bytes": "gpu table"]
    return device
  }
}

extension NamedGPU {
  /// What the driver reports of the memory size named.
  fileprivate var reportedMemoryBytes: Int? {
    guard let memoryBytes, let usable = gpu.usableMemoryBytes else { return memoryBytes }
    // One product with several sizes: what is usable is of the size that is a little more.
    return usable <= memoryBytes && Double(usable) > 0.9 * Double(memoryBytes) ? usable : memoryBytes
  }

  /// The memory size named, or the largest that a unified product is made with.
  fileprivate var namedOrLargestMemory: Int? {
    guard gpu.memorySizesBytes.count > 1, memoryBytes == gpu.memorySizesBytes.min(), assumption != nil else {
      return memoryBytes
    }
    return gpu.memorySizesBytes.max()
  }
}

import Base
import Machines
import Memory
import Models
import TestSupport

@testable import Speed

/// One row of what `catalog/tools/fit_speed.py` computed: a device, what a model asks of it, and the speeds.
struct ScriptSpeed {
  var name: String
  var generation: String?
  var rates: DeviceRates?
  var share: DeviceShare
  var depth: Int
  var workload: Workload
  var decode: Double
  var prefill: Double

  static func all() throws -> [ScriptSpeed] {
    let bytes = try Files.bytes(ProjectFolder.path + "/Tests/SpeedTests/Fixtures/speeds-of-the-script.json")
    return try JSONNode(parsing: bytes).elements().map { try ScriptSpeed($0) }
  }

  private init(_ node: JSONNode) throws(JSONShapeError) {
    let backendName = try node.required("backend")
    guard let backend = Backend(rawValue: try backendName.string()) else { throw backendName.mismatch("a back end") }
    generation = try node.optional("generation")?.string()
    name = "\(backend) \(generation ?? node.pointer)"
    rates = backend == .cpu ? try Self.processor(node) : try Self.gpu(node)
    share = try Self.share(node, backend)
    depth = try node.required("depth").integer()
    workload = try Self.workload(node)
    decode = try node.required("decode").number()
    prefill = try node.required("prefill").number()
  }

  /// What a model asks of a device.
  static func share(_ node: JSONNode, _ backend: Backend) throws(JSONShapeError) -> DeviceShare {
    let work = try node.required("work")
    return DeviceShare(
      id: "device", backend: backend, memory: MemoryDemand(), budgetBytes: 0,
      layers: try work.required("layers").integer(),
      work: try DeviceWork(work))
  }

  static func workload(_ node: JSONNode) throws(JSONShapeError) -> Workload {
    Workload(
      flashAttention: try node.optional("flash_attention")?.bool() ?? true,
      promptTokens: try node.required("prompt").integer())
  }

  static func gpu(_ node: JSONNode) throws(JSONShapeError) -> DeviceRates? {
    let backend = Backend(rawValue: try node.required("backend").string())
    let generation = try node.optional("generation")?.string()
    guard let constants = backend.flatMap({ SpeedConstants.builtIn.gpu($0, generation: generation) }) else {
      return nil
    }
    return AcceleratorRates.rates(
      bandwidth: try node.required("bandwidth").number(), operations: try node.required("fp32").number(),
      isProfessional: try node.required("is_professional").bool(), constants: constants)
  }

  static func processor(_ node: JSONNode) throws(JSONShapeError) -> DeviceRates? {
    guard let constants = SpeedConstants.builtIn.processor else { return nil }
    guard let kernels = try node.optional("kernels") else {
      var instructionSets: [String] = []
      for name in try node.required("instruction_sets").elements() { instructionSets.append(try name.string()) }
      let cores = try node.required("cores").integer()
      guard let bandwidth = try node.optional("bandwidth_gbs")?.number() else {
        let assumed = AssumedMemory(cpuModel: nil, packages: 1, cores: cores, constants.modelled)
        return ProcessorRates.modelled(cores: cores, instructionSets: instructionSets, assumed: assumed, constants)
      }
      return ProcessorRates.modelled(
        cores: cores, instructionSets: instructionSets, bandwidth: bandwidth * 1e9, constants)
    }
    let read = spread(try node.required("read_gbs").number())
    let set = try node.optional("kernel_set")?.string() ?? "avx512vnni"
    var measured: [Measurements.Kernel] = []
    for (format, rates) in try kernels.members() {
      for (phase, rate) in zip(Measurements.Kernel.Phase.allCases, try rates.elements()) {
        measured.append(
          Measurements.Kernel(
            name: "\(format)_\(set)", quantization: format, phase: phase, bytesPerSecond: spread(try rate.number()),
            operationsPerSecond: spread(try rate.number())))
      }
    }
    var cpu = Measurements.CPU(
      threads: try node.required("threads").integer(), memoryReadBytesPerSecond: read,
      singleThreadReadBytesPerSecond: read, kernels: measured, isNoisy: false)
    for figure in try node.optional("attention")?.elements() ?? [] {
      let parts = try figure.elements()
      cpu.attention.append(
        Measurements.Attention(
          headWidth: try parts[0].integer(), sharingHeads: try parts[1].integer(),
          cellsPerSecond: spread(try parts[2].number() * 1e-3)))
    }
    return ProcessorRates.measured(cpu, constants)
  }

  private static func spread(_ billions: Double) -> Spread {
    Spread(median: billions * 1e9, low: billions * 1e9, high: billions * 1e9)
  }
}

extension DeviceWork {
  /// As `fit --explain --json` writes it; what it leaves out is zero.
  fileprivate init(_ node: JSONNode) throws(JSONShapeError) {
    self.init()
    let (operations, batches, heads) = (
      try node.required("multiply_adds_per_token"), try node.required("weight_bytes_per_batch"),
      try node.optional("head_multiply_adds")
    )
    for ((name, bytes), ((_, multiplyAdds), (_, batch))) in zip(
      try node.required("weight_bytes_per_token").members(), zip(try operations.members(), try batches.members()))
    {
      guard let type = TensorType(rawValue: name.uppercased()) else { throw bytes.mismatch("a format as key") }
      let head = try heads?.members().first { $0.key == name }?.node.integer()
      add(
        Weights(
          type: type, bytesPerToken: try bytes.integer(), multiplyAddsPerToken: try multiplyAdds.integer(),
          headMultiplyAdds: head ?? 0, bytesPerBatch: try batch.integer()))
    }
    func amount(_ name: String) throws(JSONShapeError) -> Int { try node.optional(name)?.integer() ?? 0 }
    cacheBytesPerContextToken = try amount("cache_bytes_per_context_token")
    windowCacheBytesPerContextToken = try amount("window_cache_bytes_per_context_token")
    attentionMultiplyAddsPerContextToken = try amount("attention_multiply_adds_per_context_token")
    windowAttentionMultiplyAddsPerContextToken = try amount("window_attention_multiply_adds_per_context_token")
    queryRowsPerContextToken = try amount("query_rows_per_context_token")
    windowQueryRowsPerContextToken = try amount("window_query_rows_per_context_token")
    keyRowsPerContextToken = try amount("key_rows_per_context_token")
    windowKeyRowsPerContextToken = try amount("window_key_rows_per_context_token")
    windowTokens = try amount("window_tokens")
    recurrentBytesPerToken = try amount("recurrent_bytes_per_token")
    recurrentLayers = try amount("recurrent_layers")
    expertLayers = try amount("expert_layers")
  }
}

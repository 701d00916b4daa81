import Base

/// What is known of a runtime of language models: what it needs, in what state its project is, how it is asked.
package struct RuntimeFacts: Sendable, Equatable {
  package enum Status: String, Sendable, CaseIterable { case active, maintenance, dormant, archived }
  package enum GPUNeed: String, Sendable, CaseIterable { case required, optional, none }

  /// Short name, such as `llama.cpp` or `tensorrt-llm`.
  package let id: String
  package let name: String
  /// The project on GitHub.
  package let repository: String
  package let status: Status
  /// The day on which the status began, where it is not active.
  package let statusSince: String?
  package let bestFor: String
  /// What it loads: `gguf`, `ollama`, `safetensors`, `mlx`.
  package let formats: [Artefact.Format]
  /// Operating systems, such as `linux` and `macos`.
  package let systems: [String]
  /// Processors: `x86_64`, `aarch64`.
  package let architectures: [String]
  package let gpu: GPUNeed
  /// Makers of GPUs that it uses: `nvidia`, `amd`, `intel`, `apple`.
  package let vendors: [String]
  /// NVIDIA's compute capability below which nothing runs.
  package let computeCapability: Double?
  /// The same for a format of weights, such as `fp8`.
  let computeCapabilities: [String: Double]
  package let minimumDriver: String?
  let minimumCUDA: String?
  package let minimumGlibc: String?
  /// How it takes memory, in a sentence.
  package let memoryRule: String?
  /// Names of its programs on the path.
  package let binaries: [String]
  /// Shapes of its API, such as `openai` and `ollama`, the usual one first.
  package let api: [String]
  package let port: Int
  /// Other ports on which it listens by default, in some version or mode.
  package let otherPorts: [Int]
  /// The words that start it, before a model's name.
  package let command: String?
  /// What a plan sets → the environment variable that sets it.
  package let environment: [String: String]
  /// What a plan sets (`context`, `gpu_layers`, `kv_cache_type`, …) → the flag or key that sets it.
  package let flags: [String: String]
  /// llama.cpp's types of cache → the runtime's words for the nearest of its own.
  package let cacheTypes: [String: String]
  package let notes: [String]
  package let asOf: String
  package let source: String

  init(_ node: JSONNode) throws(JSONShapeError) {
    id = try node.required("id").string()
    name = try node.required("name").string()
    repository = try node.required("repository").string()
    status = try node.required("status").word(Status.self)
    statusSince = try node.optional("status_since")?.string()
    bestFor = try node.required("best_for").string()
    formats = try node.list("formats") { format throws(JSONShapeError) in try format.word(Artefact.Format.self) }
    systems = try node.strings("systems")
    architectures = try node.strings("architectures")
    gpu = try node.required("gpu").word(GPUNeed.self)
    vendors = try node.strings("vendors")
    computeCapability = try node.optional("compute_capability")?.number()
    computeCapabilities = try node.table("compute_capabilities") { value throws(JSONShapeError) in try value.number() }
    minimumDriver = try node.optional("minimum_driver")?.string()
    minimumCUDA = try node.optional("minimum_cuda")?.string()
    minimumGlibc = try node.optional("minimum_glibc")?.string()
    memoryRule = try node.optional("memory_rule")?.string()
    binaries = try node.strings("binaries")
    api = try node.strings("api")
    port = try node.required("port").integer(in: 1...65_535)
    otherPorts = try node.list("other_ports") { port throws(JSONShapeError) in try port.integer(in: 1...65_535) }
    command = try node.optional("command")?.string()
    environment = try node.table("environment") { value throws(JSONShapeError) in try value.string() }
    flags = try node.table("flags") { value throws(JSONShapeError) in try value.string() }
    cacheTypes = try node.table("cache_types") { value throws(JSONShapeError) in try value.string() }
    notes = try node.strings("notes")
    asOf = try node.required("as_of").string()
    source = try node.required("source").string()
  }
}

extension JSONNode {
  /// The members of the object at `key`; missing is an empty table.
  fileprivate func table<Value>(
    _ key: String, of value: (JSONNode) throws(JSONShapeError) -> Value
  ) throws(JSONShapeError) -> [String: Value] {
    var result: [String: Value] = [:]
    guard let object = try optional(key) else { return result }
    for (name, node) in try object.members() { result[name] = try value(node) }
    return result
  }
}

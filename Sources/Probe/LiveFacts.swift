import Base
import Glibc
import Machines

/// What only a live process can know, as one value that a recording keeps.
struct LiveFacts: Equatable {
  /// The kernel's name for the instruction set.
  var architecture: String?
  /// Threads that this process may run on.
  var affinity: CPUList?
  /// How the hypervisor calls itself; nil without one or when the processor does not tell.
  var hypervisorSignature: String?
  /// The register states that the process may use, as bits of XCR0; nil when the processor does not tell.
  var enabledStates: Int?
  /// Variables that the probe looks at, and no others.
  var environment: [String: String] = [:]
  /// Free bytes by path, home written as `~`.
  var freeBytes: [String: Int] = [:]
  /// Ports on which somebody listens, of those that runtimes use; nil when the kernel does not answer.
  var listeningPorts: [Int]?
  /// Programs found on the search path.
  var programs: [String] = []

  /// Where a recording keeps it.
  static let path = "/plimsoll/facts.json"

  /// Variables that change what models may use or where they are kept.
  static let variables: Set<String> = [
    "CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "GPU_DEVICE_ORDINAL",
    "GGML_VK_VISIBLE_DEVICES", "ONEAPI_DEVICE_SELECTOR", "ZE_AFFINITY_MASK", "OLLAMA_HOST", "OLLAMA_MODELS",
    "OLLAMA_NUM_PARALLEL", "OLLAMA_CONTEXT_LENGTH", "LLAMA_CACHE", "HF_HOME", "HF_HUB_CACHE",
    "HUGGINGFACE_HUB_CACHE", "XDG_CACHE_HOME", "container", "WSL_DISTRO_NAME", "KUBERNETES_SERVICE_HOST",
  ]

  /// The facts of this very process.
  static func live(environment: [String: String], places: [String], home: String?) -> LiveFacts {
    var facts = LiveFacts()
    facts.architecture = machineName()
    facts.affinity = Affinity.ownThreads().map { CPUList(Set($0)) }
    facts.hypervisorSignature = Processor.hypervisorSignature()
    facts.enabledStates = Processor.enabledStates()
    facts.environment = environment.filter { variables.contains($0.key) }.mapValues { withoutHome($0, home) }
    for place in places {
      if let bytes = FreeSpace.bytes(at: expanded(place, home)) { facts.freeBytes[place] = bytes }
    }
    // Other ports are nobody's business.
    let port = (OllamaServer(environment["OLLAMA_HOST"] ?? "") ?? OllamaServer()).port
    facts.listeningPorts = ListeningPorts.own().map { $0.filter { $0 == port } }
    facts.programs = RuntimePrograms.installed(path: environment["PATH"] ?? "")
    return facts
  }

  /// `~` for the home folder, so that no user name is printed or recorded.
  static func withoutHome(_ path: String, _ home: String?) -> String {
    guard let home, home.count > 1, path.hasPrefix(home) else { return path }
    let rest = path.dropFirst(home.count)
    return rest.isEmpty || rest.hasPrefix("/") ? "~" + rest : path
  }

  static func expanded(_ path: String, _ home: String?) -> String {
    guard let home, path.hasPrefix("~") else { return path }
    return home + path.dropFirst()
  }

  private static func machineName() -> String? {
    var name = utsname()
    guard uname(&name) == 0 else { return nil }
    return withUnsafeBytes(of: &name.machine) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

extension LiveFacts {
  /// The facts as a recording keeps them.
  var document: JSONValue {
    .object([
      "architecture": architecture.map(JSONValue.string), "affinity": affinity.map { .string($0.text) },
      "hypervisor_signature": hypervisorSignature.map(JSONValue.string),
      "enabled_states": enabledStates.map(JSONValue.integer),
      "environment": .object(
        environment.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }),
      "free_bytes": .object(freeBytes.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .integer($0.value)) }),
      "listening_ports": listeningPorts.map { .array($0.map(JSONValue.integer)) },
      "programs": .array(programs.map(JSONValue.string)),
    ])
  }

  /// The facts of a recording; a foreign tree has none.
  init(recordedIn root: SystemRoot) {
    self.init()
    guard let bytes = try? root.bytes(Self.path).get(), let value = try? JSONParser.parse(bytes) else { return }
    self.init(document: value)
  }

  /// Reads what `document` wrote.
  init(document value: JSONValue) {
    self.init()
    architecture = value["architecture"]?.string
    affinity = value["affinity"]?.string.flatMap { CPUList($0) }
    hypervisorSignature = value["hypervisor_signature"]?.string
    enabledStates = value["enabled_states"]?.integer.flatMap { $0 > 0 ? $0 : nil }
    for member in value["environment"]?.members ?? [] {
      if let text = member.value.string, Self.variables.contains(member.key) { environment[member.key] = text }
    }
    for member in value["free_bytes"]?.members ?? [] {
      if let bytes = member.value.integer, bytes >= 0 { freeBytes[member.key] = bytes }
    }
    listeningPorts = value["listening_ports"]?.array.map { $0.compactMap(\.integer) }
    programs = (value["programs"]?.array ?? []).compactMap(\.string)
  }
}

import Base
import Documents
import Machines

/// What is missing on this machine, what that costs, and what mends it.
struct Diagnosis {
  typealias Finding = DoctorFinding

  /// What the machine itself does not tell.
  struct Circumstances {
    /// Nodes under `/dev/dri` and `/dev/kfd` that this user may not open.
    var closedDeviceNodes: [String] = []
    /// Whether a benchmark is kept, and whether it was disturbed; nil when there is none.
    var benchmarkIsDisturbed: Bool?
    /// What loading the catalogue warned of, its age among it.
    var catalogWarnings: [String] = []
    var isRoot = false
    /// Whether a client library of HTTP is there.
    var hasCurl = true
  }

  /// The oldest Ollama that starts llama-server and so takes its options from the environment.
  static let ollamaWithServerOptions = [0, 30]

  let machine: Machine
  let circumstances: Circumstances

  /// Everything that is missing, what matters most first.
  var findings: [Finding] {
    let all =
      [closedNodes, vulkan, nvml, limit, memoryModules, benchmark, curl, ollama].compactMap { $0 } + unusable + catalog
    return DoctorFinding.Severity.allCases.flatMap { severity in all.filter { $0.severity == severity } }
  }

  private func gap(_ subject: String) -> String? { machine.gaps.first { $0.subject == subject }?.reason }

  private var closedNodes: Finding? {
    guard let node = circumstances.closedDeviceNodes.first else { return nil }
    return Finding(
      subject: node, severity: .problem,
      text: "\(node) may not be opened by this user, so neither drivers nor runtimes can use the graphics card",
      remedy: "sudo usermod -aG render,video \"$USER\"")
  }

  private var vulkan: Finding? {
    guard let reason = gap("vulkan"), machine.accelerators.contains(where: { $0.vendor != .nvidia }) else {
      return nil
    }
    return Finding(
      subject: "vulkan", severity: .warning,
      text:
        "Vulkan did not answer (\(reason)), so free memory and features of graphics cards are told from facts alone",
      remedy: "sudo apt-get install libvulkan1 mesa-vulkan-drivers")
  }

  private var nvml: Finding? {
    guard machine.accelerators.contains(where: { $0.vendor == .nvidia }), let reason = gap("nvml") else { return nil }
    return Finding(
      subject: "nvml", severity: .problem,
      text: "NVIDIA's library did not answer (\(reason)), so free memory is unknown and CUDA will not run",
      remedy: "sudo apt-get install nvidia-driver")
  }

  private var unusable: [Finding] {
    machine.accelerators.filter { !$0.isUsable }.map { device in
      Finding(
        subject: "accelerators.\(device.id)", severity: .note,
        text: "\(device.name.value ?? device.id) is not used: \(device.reason ?? "the reason is not known")",
        remedy: nil)
    }
  }

  private var limit: Finding? {
    guard case .known(let bytes?) = machine.memory.limitBytes, let total = machine.memory.totalBytes.value,
      bytes < total
    else { return nil }
    let place = machine.memory.limitSource.map { " (\($0))" } ?? ""
    return Finding(
      subject: "memory.limit_bytes", severity: .note,
      text: "this process may take \(ByteSize.text(bytes)) of the machine's \(ByteSize.text(total))\(place); "
        + "models are chosen for that",
      remedy: nil)
  }

  private var memoryModules: Finding? {
    guard let reason = machine.memory.bandwidthBytesPerSecond.reason, circumstances.benchmarkIsDisturbed == nil else {
      return nil
    }
    return Finding(
      subject: "memory.bandwidth_bytes_per_second", severity: .warning,
      text: "the memory's speed is neither told (\(reason)) nor measured, so speeds are assumed",
      remedy: circumstances.isRoot ? "plimsoll bench" : "sudo plimsoll hardware --verbose")
  }

  private var benchmark: Finding? {
    switch circumstances.benchmarkIsDisturbed {
    case nil:
      Finding(
        subject: "benchmark", severity: .note, text: "this machine has not been measured yet, so speeds are modelled",
        remedy: "plimsoll bench")
    case true?:
      Finding(
        subject: "benchmark", severity: .warning,
        text: "the kept measurement was disturbed by other programs, so speeds have wide bands",
        remedy: "plimsoll bench")
    case false?: nil
    }
  }

  private var curl: Finding? {
    guard !circumstances.hasCurl else { return nil }
    return Finding(
      subject: "libcurl", severity: .warning,
      text: "libcurl.so.4 is not there, so 'plimsoll pull' cannot reach a server",
      remedy: "sudo apt-get install libcurl4")
  }

  private var ollama: Finding? {
    guard let runtime = machine.runtimes.first(where: { $0.name == "ollama" }), let version = runtime.version.value
    else { return nil }
    let numbers = version.split(separator: ".").compactMap { Int($0.prefix { $0.isNumber }) }
    guard numbers.count >= 2, numbers.prefix(2).lexicographicallyPrecedes(Self.ollamaWithServerOptions) else {
      return nil
    }
    return Finding(
      subject: "runtimes.ollama", severity: .warning,
      text: "Ollama \(version) cannot keep experts in main memory; 0.30 and later can",
      remedy: "curl -fsSL https://ollama.com/install.sh | sh")
  }

  private var catalog: [Finding] {
    circumstances.catalogWarnings.map { Finding(subject: "catalog", severity: .warning, text: $0, remedy: nil) }
  }
}

import Base
import Documents
import Models

extension EmitFormat {
  static let ollama = EmitFormat(
    "ollama", .runtimes, "A Modelfile, and its server's environment for a shell, for systemd and for Compose."
  ) { (plan) throws(EmitRefusal) in
    _ = try plan.runtime("ollama")
    guard let source = plan.ollamaSource else { throw .noArtefact(kind: "tag or file that Ollama takes") }
    let environment = plan.ollamaEnvironment
    let assignments = environment.map { ("Environment", SystemdUnit.assignment($0, $1)) }
    let files = [
      Draft.File("Modelfile", .text(plan.modelfile(source))),
      Draft.File("ollama.env.sh", .text(Shell.exports(environment))),
      Draft.File(
        "ollama.service.d/plimsoll.conf", .text(SystemdUnit.text([("Service", assignments)]))),
      Draft.File("compose.yaml", .yaml(plan.ollamaCompose)),
    ]
    var draft = Draft(notes: ["run it with: ollama create \(plan.alias) -f Modelfile && ollama run \(plan.alias)"])
    draft.files = files
    return draft
  }
}

extension EmitPlan {
  /// What a Modelfile starts from.
  var ollamaSource: String? { file ?? fit.ollamaName }

  /// What Ollama's server must have in its environment, sorted by name.
  var ollamaEnvironment: [(String, String)] {
    row.command.environment.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  fileprivate func modelfile(_ source: String) -> String {
    var parameters: [(String, String)] = []
    if !model.capabilities.contains(.embedding) { parameters.append(("num_ctx", String(fit.workload.context))) }
    if !isWholeOnCards { parameters.append(("num_gpu", settings[.gpuLayers] ?? "0")) }
    if let batch = settings[.microBatch] { parameters.append(("num_batch", batch)) }
    // One number for reading and writing.
    if let threads = settings[.promptThreads] ?? settings[.threads] { parameters.append(("num_thread", threads)) }
    return "FROM \(source.printable)\n" + parameters.map { "PARAMETER \($0) \($1)\n" }.joined()
  }

  fileprivate var ollamaCompose: JSONValue {
    .having([
      "services": .having([
        "ollama": .having([
          "image": .string(isAMD ? "ollama/ollama:rocm" : "ollama/ollama"),
          "restart": "unless-stopped", "ports": ["127.0.0.1:11434:11434"], "volumes": ["ollama:/root/.ollama"],
          "environment": .object(ollamaEnvironment.map { JSONValue.Member($0.0, .string($0.1)) }),
          "deploy": composeResources, "devices": composeDevices,
        ])
      ]),
      "volumes": .having(["ollama": .having([:])]),
    ])
  }

  var isAMD: Bool { machine.accelerators.contains { $0.isUsable && $0.vendor == .amd } && !isNVIDIA }
  var isNVIDIA: Bool { machine.accelerators.contains { $0.isUsable && $0.vendor == .nvidia } }

  /// The cards of a container in Compose: NVIDIA's by reservation.
  var composeResources: JSONValue? {
    guard isNVIDIA else { return nil }
    let cards = machine.accelerators.count { $0.isUsable && $0.vendor == .nvidia }
    let device = JSONValue.having(["driver": "nvidia", "count": .integer(cards), "capabilities": ["gpu"]])
    return .having(["resources": .having(["reservations": .having(["devices": [device]])])])
  }

  /// Others' by device nodes.
  var composeDevices: JSONValue? {
    guard !isNVIDIA, machine.accelerators.contains(where: \.isUsable) else { return nil }
    return .array((isAMD ? ["/dev/kfd", "/dev/dri"] : ["/dev/dri"]).map(JSONValue.string))
  }
}

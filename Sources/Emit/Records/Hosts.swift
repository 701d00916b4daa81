import Base
import Machines
import Models

extension EmitFormat {
  static let ansible = EmitFormat(
    "ansible", .records, "A fact file: what the host carries, read as ansible_local.plimsoll."
  ) { (plan) throws(EmitRefusal) in
    let facts: JSONValue = .having([
      "fingerprint": .string(plan.machine.fingerprint), "model": .string(plan.model.id),
      "quantization": .string(plan.fit.quantization), "context": .integer(plan.fit.workload.context),
      "placement": .string(plan.fit.placement.mode.rawValue), "memory_bytes": .integer(plan.fit.memory.totalBytes),
      "tokens_per_second": plan.row.speed.map { .number(JSONValue.rounded($0.decodeTokensPerSecond.estimate)) }
        ?? .null,
      "command": plan.row.command.first.map(JSONValue.string) ?? .null,
      "environment": .object(plan.ollamaEnvironment.map { JSONValue.Member($0.0, .string($0.1)) }),
    ])
    return Draft(
      Draft.File("plimsoll.fact", .json(facts)), notes: ["put it into /etc/ansible/facts.d/, not executable"])
  }

  static let systemd = EmitFormat(
    "systemd", .records,
    "A unit that serves the model with llama-server, confined, with the plan's memory as its limit."
  ) { (plan) throws(EmitRefusal) in
    var words = try plan.llamaServer()
    // Units take absolute paths.
    words[0] = "/usr/local/bin/llama-server"
    let limit = try plan.container().memoryBytes / ByteSize.mebibyte
    var service = [
      ("Type", "exec"), ("ExecStart", SystemdUnit.command(words)), ("DynamicUser", "yes"),
      ("CacheDirectory", "plimsoll"), ("Environment", SystemdUnit.assignment("LLAMA_CACHE", "/var/cache/plimsoll")),
      ("EnvironmentFile", "-/etc/plimsoll/server.env"), ("MemoryMax", "\(limit)M"), ("Restart", "on-failure"),
      ("RestartSec", "5"), ("NoNewPrivileges", "yes"), ("ProtectSystem", "strict"), ("ProtectHome", "yes"),
      ("PrivateTmp", "yes"),
    ]
    if plan.machine.accelerators.contains(where: \.isUsable) { service.append(("SupplementaryGroups", "video render")) }
    return Draft(
      Draft.File(
        "plimsoll-\(plan.label).service",
        .text(
          SystemdUnit.text([
            (
              "Unit",
              [
                ("Description", "\(plan.model.name.printable.replacing("%", with: "%%")) by llama-server"),
                ("After", "network-online.target"), ("Wants", "network-online.target"),
              ]
            ),
            ("Service", service), ("Install", [("WantedBy", "multi-user.target")]),
          ]))),
      notes: ["HF_TOKEN and LLAMA_API_KEY belong into /etc/plimsoll/server.env, readable by root alone"])
  }
}

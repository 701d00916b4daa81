import Base
import Documents
import Machines
import Memory
import Models
import Serving

extension EmitFormat {
  static let ray = spread(
    "ray", "Ray's head and workers on several hosts (--hosts), and vLLM over them."
  ) { (plan) throws(EmitRefusal) in
    let serving = try plan.servedSpan()
    guard let lines = SpanCommands.ray(serving.row, names: plan.hosts, settings: serving.settings) else {
      throw .noArtefact(kind: "checkpoint")
    }
    var draft = Draft(lines, last: "vllm", notes: serving.notes)
    draft.files.append(Draft.File("placement_group.json", .bareJSON(plan.placementGroup(serving.row))))
    draft.take(serving, of: plan.model)
    return draft
  }

  static let llamaRPC = spread(
    "llama-rpc", "llama.cpp's RPC servers on several hosts (--hosts), and llama-server with the layers of each."
  ) { (plan) throws(EmitRefusal) in
    let span = try plan.llamaSpan()
    let machines = plan.hosts.map { _ in plan.machine }
    guard
      let lines = SpanCommands.llama(span, model: plan.model, names: plan.hosts, machines: machines, file: plan.file)
    else { throw .noArtefact(kind: "GGUF file") }
    var draft = Draft(
      lines, last: "llama-server",
      notes: [
        "the RPC servers check nobody's identity: let only the head reach port \(SpanCommands.rpcPort)",
        "every llama.cpp must be of the same version, built with -DGGML_RPC=ON; older builds say rpc-server",
      ])
    let fit = span.spread.fit
    let layers = span.spread.layers.map(String.init).joined(separator: " + ")
    draft.plan =
      "\(plan.model.name) \(fit.quantization), context \(fit.workload.context), \(layers) layers over "
      + "\(plan.hosts.count) hosts"
    draft.prediction = span.speed.map {
      ProvenanceSentences.prediction($0, promptTokens: span.spread.fit.workload.promptTokens)
    }
    return draft
  }

  static let leaderWorkerSet = spread(
    "leaderworkerset", "Kubernetes' LeaderWorkerSet that runs vLLM on Ray over several nodes (--hosts), and a Service."
  ) { (plan) throws(EmitRefusal) in
    let serving = try plan.servedSpan()
    guard let lines = SpanCommands.ray(serving.row, names: plan.hosts, settings: serving.settings),
      let serve = lines.last
    else { throw .noArtefact(kind: "checkpoint") }
    let cards = serving.row.split.gpus / max(1, plan.hosts.count)
    let start = ["ray", "start", "--head", "--port=\(SpanCommands.rayPort)", "--num-gpus=\(cards)"]
    // Kubernetes puts the leader's name in the environment, and a container ends with its first command.
    let join = "ray start --block --address=$LWS_LEADER_ADDRESS:\(SpanCommands.rayPort) --num-gpus=\(cards)"
    let leader = plan.podTemplate(serving, command: "\(ShellWord.line(start)) && \(ShellWord.line(serve.words))")
    let workers = plan.podTemplate(serving, command: join, isLeader: false)
    let labels: JSONValue = .having(["app.kubernetes.io/name": .string(plan.label), "role": "leader"])
    let set = plan.manifest(
      "leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet",
      .having([
        "replicas": 1,
        "leaderWorkerTemplate": .having([
          "size": .integer(plan.hosts.count), "restartPolicy": "RecreateGroupOnPodRestart",
          "leaderTemplate": .having(["metadata": .having(["labels": labels]), "spec": leader]),
          "workerTemplate": .having(["spec": workers]),
        ]),
      ]))
    let service = plan.manifest(
      "v1", "Service",
      .having([
        "selector": labels, "ports": [.having(["name": "http", "port": .integer(serving.port), "targetPort": "http"])],
      ]))
    var draft = Draft(
      Draft.File("leaderworkerset.yaml", .text([set, service].map(YAML.text).joined(separator: "---\n"))),
      notes: serving.notes + ["the controller must be there: github.com/kubernetes-sigs/lws"])
    draft.take(serving, of: plan.model)
    return draft
  }

  /// What several hosts run together, which one alone need not hold.
  private static func spread(
    _ name: String, _ meaning: String, draft: @escaping @Sendable (EmitPlan) throws(EmitRefusal) -> Draft
  ) -> EmitFormat {
    EmitFormat(name, .clusters, meaning, isOverHosts: true) { (plan) throws(EmitRefusal) in
      guard plan.hosts.count > 1 else { throw .lacks("second host: name them with --hosts a,b") }
      guard !plan.model.capabilities.contains(.embedding) else { throw .writesNothing }
      return try draft(plan)
    }
  }
}

extension Draft {
  /// A script for each line but the last that a host is to type, and one for the last.
  fileprivate init(_ lines: [SpanCommands.Line], last: String, notes: [String]) {
    let files = lines.enumerated().map { place, line -> File in
      let name = line.words.prefix(2).joined(separator: "-")
      let isLast = place == lines.count - 1
      let program = isLast ? last : name.hasPrefix("ray") ? "ray" : "rpc-server"
      return File("\(Self.fileName(line.host))-\(program).sh", .script([line.words]))
    }
    self.init(notes: notes + ["run them in this order: " + files.map(\.path).joined(separator: ", ")])
    self.files = files
  }

  private static func fileName(_ host: String) -> String {
    String(host.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") ? $0 : "-" })
  }
}

extension EmitPlan {
  /// The way of vLLM over the hosts in which each user gets most.
  fileprivate func servedSpan() throws(EmitRefusal) -> ServingDraft {
    let facts = try runtime("vllm")
    let request = servingRequest
    var choice = fit.workload
    (choice.context, choice.parallel) = (0, 1)
    let rows = planner.acrossNodes(
      of: model, request, .vllm,
      CapacityPlanner.Choice(
        engines: [.vllm], checkpoint: checkpoint, workload: choice, needsUnits: checkpoint == nil))
    let fitting = rows.filter { $0.load != nil && $0.checkpoint.repository != nil }
    let best = fitting.max {
      ($0.load?.tokensPerSecondPerUser.estimate ?? 0) < ($1.load?.tokensPerSecondPerUser.estimate ?? 0)
    }
    guard let row = best else {
      let reason = rows.first.flatMap { CapacitySentences.reason($0, request) }
      throw .notServed(engine: facts.name, reason: reason ?? "no checkpoint of this model runs on these hosts")
    }
    return try serving(row, request, as: "vllm", facts, host: "0.0.0.0")
  }

  fileprivate func llamaSpan() throws(EmitRefusal) -> LlamaSpan {
    _ = try runtime("llama.cpp")
    guard let quantization = Quantization.named(fit.quantization) else { throw .noArtefact(kind: "GGUF file") }
    let hosts = hosts.map { SpanHost(name: $0, machine: machine) }
    let planner = LlamaSpanPlanner(hosts: hosts, link: link, plans: PlanCache())
    var workload = fit.workload
    workload.reservation = .llamaServer
    guard let span = planner.span(model, quantization, workload) else {
      throw .lacks("GGUF recipe of this model, or memory that the hosts lend")
    }
    guard span.spread.verdict != .tooLarge else {
      throw .lacks("room: \(hosts.count) hosts lack \(ByteSize.text(-min(0, span.spread.headroomBytes))) for it")
    }
    return span
  }

  /// What vLLM asks Ray for: a bundle with a card for each worker, in the order of its stages.
  fileprivate func placementGroup(_ row: CapacityRow) -> JSONValue {
    .having([
      "strategy": "PACK",
      "bundles": .array(Array(repeating: .having(["GPU": 1]), count: row.split.gpus)),
    ])
  }

  /// A pod of the group.
  fileprivate func podTemplate(_ serving: ServingDraft, command: String, isLeader: Bool = true) -> JSONValue {
    .having([
      "containers": [
        .having([
          "name": "vllm", "image": "vllm/vllm-openai:latest",
          "command": ["sh", "-c", .string(command)],
          "env": [.hubToken],
          "ports": isLeader ? [.having(["name": "http", "containerPort": .integer(serving.port)])] : nil,
          "readinessProbe": isLeader
            ? .having(["httpGet": .having(["path": "/health", "port": "http"]), "periodSeconds": 10]) : nil,
          "resources": engineResources(serving),
          "volumeMounts": [.having(["name": "shm", "mountPath": "/dev/shm"])],
        ])
      ],
      // The cards of a node exchange through shared memory.
      "volumes": [.having(["name": "shm", "emptyDir": .having(["medium": "Memory", "sizeLimit": "15Gi"])])],
    ])
  }
}

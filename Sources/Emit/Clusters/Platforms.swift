import Base
import Documents
import Machines
import Models

extension EmitFormat {
  static let kserve = served(
    "kserve", "KServe's InferenceService with the checkpoint and vLLM's arguments."
  ) { (plan, serving) throws(EmitRefusal) in
    let spec: JSONValue = .having([
      "predictor": .having([
        "model": .having([
          "modelFormat": .having(["name": "huggingface"]),
          "args": .array(
            ["--model_name=\(plan.alias)", "--backend=vllm"].map(JSONValue.string)
              + serving.flags.map { flag in
                .string(flag.value.isEmpty ? flag.name : "\(flag.name)=\(flag.value)")
              }),
          "storageUri": .string("hf://" + (serving.row.checkpoint.repository ?? "")),
          "resources": plan.engineResources(serving),
        ])
      ])
    ])
    return Draft(
      Draft.File("inference-service.yaml", .yaml(plan.manifest("serving.kserve.io/v1beta1", "InferenceService", spec))))
  }

  static let kaito = served(
    "kaito", "KAITO's Workspace that runs vLLM with the checkpoint on nodes that have the cards."
  ) { (plan, serving) throws(EmitRefusal) in
    // The Workspace has no spec: resource and inference stand beside the metadata.
    let whole = plan.manifest("kaito.sh/v1beta1", "Workspace", .null)
    let members = (whole.members ?? []).filter { $0.key != "spec" }
    let container: JSONValue = .having([
      "name": "vllm", "image": "vllm/vllm-openai:latest",
      "args": .array(serving.words.dropFirst(2).map(JSONValue.string)),
      "ports": [.having(["containerPort": .integer(serving.port)])], "resources": plan.engineResources(serving),
    ])
    return Draft(
      Draft.File(
        "workspace.yaml",
        .yaml(
          .object(
            members + [
              JSONValue.Member(
                "resource",
                .having([
                  "count": .integer(serving.row.split.nodes),
                  "labelSelector": .having(["matchLabels": .having(["apps": .string(plan.label)])]),
                ])),
              JSONValue.Member(
                "inference", .having(["template": .having(["spec": .having(["containers": [container]])])])),
            ]))),
      notes: ["label the nodes that may run it: kubectl label node NAME apps=\(plan.label)"])
  }

  static let rayServe = served(
    "ray-serve", "Ray Serve's application: build_openai_app with the checkpoint and vLLM's engine arguments."
  ) { (plan, serving) throws(EmitRefusal) in
    let card = plan.machine.accelerators.first(where: \.isUsable)?.name.value ?? ""
    let kinds = ["H200", "H100", "A100", "L40S", "L4", "A10G", "T4", "V100", "MI300X"]
    let configuration: JSONValue = .having([
      "model_loading_config": .having([
        "model_id": .string(plan.alias), "model_source": serving.row.checkpoint.repository.map(JSONValue.string),
      ]),
      "accelerator_type": kinds.first { card.contains($0) }.map(JSONValue.string),
      "engine_kwargs": .object(
        serving.flags.map { flag in
          let name = flag.name.drop { $0 == "-" }.replacing("-", with: "_")
          let number = Int(flag.value).map(JSONValue.integer) ?? Double(flag.value).map(JSONValue.number)
          return JSONValue.Member(String(name), flag.value.isEmpty ? true : number ?? .string(flag.value))
        }),
      "deployment_config": .having([
        "max_ongoing_requests": serving.settings[.sequences].flatMap(Int.init).map(JSONValue.integer),
        "autoscaling_config": .having(["min_replicas": 1, "max_replicas": .integer(serving.row.split.replicas)]),
      ]),
    ])
    let tree: JSONValue = .having([
      "proxy_location": "EveryNode", "http_options": .having(["host": "127.0.0.1", "port": 8000]),
      "applications": [
        .having([
          "name": .string(plan.label), "route_prefix": "/", "import_path": "ray.serve.llm:build_openai_app",
          "args": .having(["llm_configs": [configuration]]),
        ])
      ],
    ])
    return Draft(
      Draft.File("serve.yaml", .yaml(tree)), notes: ["start it with: serve run serve.yaml (pip install 'ray[llm]')"])
  }

  /// What vLLM serves under another's control.
  private static func served(
    _ name: String, _ meaning: String,
    draft: @escaping @Sendable (EmitPlan, ServingDraft) throws(EmitRefusal) -> Draft
  ) -> EmitFormat {
    EmitFormat(name, .clusters, meaning) { (plan) throws(EmitRefusal) in
      let serving = try plan.serving(.vllm, as: "vllm", host: "0.0.0.0")
      var draft = try draft(plan, serving)
      draft.take(serving, of: plan.model)
      draft.notes += serving.notes
      return draft
    }
  }
}

extension ServingDraft {
  /// vLLM's flags without where it listens, which the platform sets, and without the replicas, which it makes.
  fileprivate var flags: [(name: String, value: String)] {
    let names = RuntimeFacts.flags(of: "vllm")
    let others: Set<RunSettings.Key> = [.host, .port, .alias, .dataParallel]
    return settings.list.filter { !others.contains($0.key) }.compactMap { key, value in
      names[key.rawValue].map { ($0, value) }
    }
  }
}

extension EmitPlan {
  /// The cards of one replica, and main memory to load a shard through.
  func engineResources(_ serving: ServingDraft) -> JSONValue {
    let split = serving.row.split
    let cards = max(1, split.gpus / max(1, split.replicas * max(1, split.nodes)))
    let vendor = machine.accelerators.first(where: \.isUsable)?.vendor
    let name = vendor == .amd ? "amd.com/gpu" : vendor == .intel ? "gpu.intel.com/i915" : "nvidia.com/gpu"
    let bytes = (serving.row.memory?.weightsBytes ?? 0) / max(1, split.replicas) / max(1, cards) + 8 * ByteSize.gibibyte
    let amounts: JSONValue = .object([
      JSONValue.Member(name, .integer(cards)),
      JSONValue.Member("memory", .string("\(bytes / ByteSize.gibibyte)Gi")), JSONValue.Member("cpu", "4"),
    ])
    return .having(["requests": amounts, "limits": amounts])
  }
}

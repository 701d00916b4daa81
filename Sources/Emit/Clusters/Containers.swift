import Base
import Machines
import Memory

extension EmitFormat {
  static let compose = EmitFormat(
    "docker-compose", .clusters, "llama-server in a container, with its cards, memory limit and health check."
  ) { (plan) throws(EmitRefusal) in
    let server = try plan.container()
    let tree: JSONValue = .having([
      "services": .having([
        plan.label: .having([
          "image": .string(server.image), "restart": "unless-stopped", "command": .array(server.arguments),
          "ports": [.string("127.0.0.1:\(server.port):\(server.port)")], "volumes": ["models:/models"],
          "environment": .having(["LLAMA_CACHE": "/models", "HF_TOKEN": "${HF_TOKEN:-}"]),
          "mem_limit": .integer(server.memoryBytes),
          "deploy": plan.composeResources, "devices": plan.composeDevices,
          "healthcheck": .having([
            "test": ["CMD", "curl", "-fsS", .string("http://127.0.0.1:\(server.port)/health")], "interval": "10s",
            "timeout": "5s", "retries": 3, "start_period": "600s",
          ]),
        ])
      ]),
      "volumes": .having(["models": .having([:])]),
    ])
    return Draft(Draft.File("compose.yaml", .yaml(tree)))
  }

  static let kubernetes = EmitFormat(
    "kubernetes", .clusters,
    "A Deployment with requests and limits from the plan, a Service and a volume for the weights."
  ) { (plan) throws(EmitRefusal) in
    let server = try plan.container()
    let probe: JSONValue = .having(["httpGet": .having(["path": "/health", "port": "http"])])
    let resources = plan.podResources(server.memoryBytes)
    let container: JSONValue = .having([
      "name": "server", "image": .string(server.image), "args": .array(server.arguments),
      "ports": [.having(["name": "http", "containerPort": .integer(server.port)])],
      "env": [
        .having(["name": "LLAMA_CACHE", "value": "/models"]),
        .hubToken,
      ],
      "resources": resources, "volumeMounts": [.having(["name": "models", "mountPath": "/models"])],
      "startupProbe": .having([
        "httpGet": .having(["path": "/health", "port": "http"]), "periodSeconds": 10, "failureThreshold": 180,
      ]), "readinessProbe": probe, "livenessProbe": probe,
    ])
    let labels: JSONValue = .having(["app.kubernetes.io/name": .string(plan.label)])
    let deployment = plan.manifest(
      "apps/v1", "Deployment",
      .having([
        // Two would need the card twice.
        "replicas": 1, "strategy": .having(["type": "Recreate"]), "selector": .having(["matchLabels": labels]),
        "template": .having([
          "metadata": .having(["labels": labels]),
          "spec": .having([
            "containers": [container],
            "volumes": [
              .having([
                "name": "models", "persistentVolumeClaim": .having(["claimName": .string(plan.label + "-models")]),
              ])
            ],
          ]),
        ]),
      ]))
    let service = plan.manifest(
      "v1", "Service",
      .having([
        "selector": labels, "ports": [.having(["name": "http", "port": .integer(server.port), "targetPort": "http"])],
      ]))
    let gibibytes = max(1, (plan.fit.downloadBytes * 5 / 4 + ByteSize.gibibyte - 1) / ByteSize.gibibyte)
    let claim = plan.manifest(
      "v1", "PersistentVolumeClaim", name: plan.label + "-models",
      .having([
        "accessModes": ["ReadWriteOnce"],
        "resources": .having(["requests": .having(["storage": .string("\(gibibytes)Gi")])]),
      ]))
    return Draft(
      Draft.File("kubernetes.yaml", .text([claim, deployment, service].map(YAML.text).joined(separator: "---\n"))))
  }
}

/// llama-server in a container.
struct ServerContainer {
  var image: String
  /// The words after the image's own program.
  var arguments: [JSONValue]
  var port: Int
  /// Main memory that it needs.
  var memoryBytes: Int
}

extension EmitPlan {
  func container() throws(EmitRefusal) -> ServerContainer {
    guard file == nil else { throw .lacks("published file: a container would not see this one") }
    let words = try llamaServer(host: "0.0.0.0")
    let tags: [Backend: String] = [
      .cuda: "server-cuda", .rocm: "server-rocm", .vulkan: "server-vulkan", .sycl: "server-intel",
    ]
    let backend = fit.placement.devices.first { $0.backend != .cpu }?.backend
    // Beside the weights the server keeps earlier prompts, with their checkpoints, and maps the file.
    let main = fit.placement.devices.first { $0.backend == .cpu }?.bytes ?? 0
    let kept = max(Reservation.llamaServer.promptCacheBytes, fit.promptCacheBytes)
    return ServerContainer(
      image: "ghcr.io/ggml-org/llama.cpp:" + (backend.flatMap { tags[$0] } ?? "server"),
      arguments: words.dropFirst().map(JSONValue.string), port: try runtime("llama.cpp").port,
      memoryBytes: (main + kept) / ByteSize.mebibyte * ByteSize.mebibyte + ByteSize.gibibyte)
  }

  /// A name as Kubernetes takes it.
  var label: String {
    let letters = alias.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let name = String(letters).split(separator: "-").joined(separator: "-").prefix(50)
    return name.isEmpty ? "model" : (name.first?.isNumber ?? false ? "m-" : "") + name
  }

  /// An object of Kubernetes.
  func manifest(_ api: String, _ kind: String, name: String? = nil, _ spec: JSONValue) -> JSONValue {
    .having([
      "apiVersion": .string(api), "kind": .string(kind),
      "metadata": .having([
        "name": .string(name ?? label),
        "annotations": .having([
          "plimsoll/fingerprint": .string(machine.fingerprint), "plimsoll/version": .string(version),
        ]),
      ]), "spec": spec,
    ])
  }

  /// The name of cards as a resource, and how many the plan uses; nil without one.
  var cardResource: (name: String, count: Int)? {
    let used = Set(fit.placement.devices.map(\.id))
    let cards = machine.accelerators.filter { used.contains($0.id) }
    guard let first = cards.first else { return nil }
    let names: [Accelerator.Vendor: String] = [
      .nvidia: "nvidia.com/gpu", .amd: "amd.com/gpu", .intel: "gpu.intel.com/i915",
    ]
    return names[first.vendor].map { ($0, cards.count) }
  }

  /// Requests and limits of a pod.
  func podResources(_ bytes: Int) -> JSONValue {
    let memory = JSONValue.string("\((bytes + ByteSize.mebibyte - 1) / ByteSize.mebibyte)Mi")
    let threads = settings[.threads].map(JSONValue.string) ?? "2"
    func amounts(_ cpu: JSONValue?) -> JSONValue {
      .object(
        [
          cpu.map { JSONValue.Member("cpu", $0) }, JSONValue.Member("memory", memory),
          cardResource.map { JSONValue.Member($0.name, .integer($0.count)) },
        ].compactMap(\.self))
    }
    return .having(["requests": amounts(threads), "limits": amounts(nil)])
  }
}

extension JSONValue {
  /// The Hub's token in a container's environment, from a secret that need not be there.
  static let hubToken: JSONValue = .having([
    "name": "HF_TOKEN",
    "valueFrom": .having(["secretKeyRef": .having(["name": "huggingface", "key": "token", "optional": true])]),
  ])
}

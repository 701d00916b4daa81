import Base
import Documents
import Models

extension EmitFormat {
  static let lmStudio = EmitFormat(
    "lmstudio", .runtimes, "LM Studio's `lms`: fetch the file, load it with the plan's context, start the server."
  ) { (plan) throws(EmitRefusal) in
    let facts = try plan.runtime("lmstudio")
    let file = try plan.wholeFile()
    var settings = plan.settings
    let layers = settings[.gpuLayers].flatMap(Int.init) ?? 0
    settings[.gpuLayers] = nil
    settings[.alias] = plan.alias
    let share = plan.isWholeOnCards ? "max" : layers == 0 ? "off" : plan.gpuShare(layers)
    let said = try settings.said(by: facts)
    return Draft(
      Draft.File(
        "lmstudio.sh",
        .script([
          ["lms", "get", "https://huggingface.co/\(file.repository)@\(file.label)", "--yes"],
          ["lms", "load", "\(file.repository)/\(file.fileName)", "--gpu", share] + said.words + ["--yes"],
          ["lms", "server", "start", "--port", String(facts.port)],
        ])), notes: said.notes)
  }

  static let jan = EmitFormat(
    "jan", .runtimes, "Jan's `jan serve` with the file; it fits layers and context itself."
  ) { (plan) throws(EmitRefusal) in
    let facts = try plan.runtime("jan")
    let fetched = try plan.fetched()
    // The command line has a port of its own.
    let port = facts.otherPorts.first ?? facts.port
    let start = ["jan", "serve", "--model-path", fetched.path, "--port", String(port)]
    return Draft(
      Draft.File("jan.sh", .script(fetched.commands + [start])),
      notes: ["Jan sets layers and context by itself: the plan shows what fits, not what it will choose"])
  }

  static let localAI = EmitFormat(
    "localai", .runtimes, "LocalAI's model file: placement, context, cache, and where to fetch the weights."
  ) { (plan) throws(EmitRefusal) in
    let facts = try plan.runtime("localai")
    let file = try plan.wholeFile()
    var settings = plan.settings
    settings[.alias] = plan.alias
    let unsaid = settings.list.map(\.key).filter { facts.flags[$0.rawValue] == nil && settings.needsSaying($0) }
    let notes = try facts.notes(unsaid: unsaid)
    let own = settings.list.compactMap { key, value in
      facts.flags[key.rawValue].map { JSONValue.Member($0, Int(value).map(JSONValue.integer) ?? .string(value)) }
    }
    let fixed: JSONValue = .having([
      "backend": "llama-cpp", "f16": true, "mmap": .bool(settings[.loadMode] == nil),
      "embeddings": plan.model.capabilities.contains(.embedding) ? true : nil,
      "parameters": .having(["model": .string(file.fileName)]),
      "download_files": [
        .having([
          "filename": .string(file.fileName),
          "uri": .string("huggingface://\(file.repository)/\(file.file ?? file.fileName)"),
          "sha256": file.sha256.map(JSONValue.string),
        ])
      ],
    ])
    return Draft(Draft.File("\(plan.alias).yaml", .yaml(.object(own + (fixed.members ?? [])))), notes: notes)
  }

  static let mlx = EmitFormat(
    "mlx", .runtimes, "mlx_lm.server with the largest published MLX checkpoint that fits."
  ) { (plan) throws(EmitRefusal) in
    let facts = try plan.runtime("mlx")
    guard !plan.model.capabilities.contains(.embedding) else { throw .writesNothing }
    let beside = plan.fit.memory.totalBytes - plan.fit.memory.weightsBytes
    let budget = plan.fit.placement.accelerators.reduce(0) { $0 + $1.budgetBytes }
    let fitting = plan.model.artefacts.filter { artefact in
      artefact.format == .mlx && artefact.bytes.map { $0 + beside <= budget } ?? false
    }
    guard let best = fitting.max(by: { ($0.bytes ?? 0) < ($1.bytes ?? 0) }) else {
      throw .noArtefact(kind: "MLX checkpoint that fits")
    }
    var settings = RunSettings()
    (settings[.host], settings[.port]) = ("127.0.0.1", String(facts.port))
    var draft = Draft(
      script: "mlx.sh", ["mlx_lm.server", "--model", best.repository] + settings.words(facts.flags).words,
      notes: plan.machine.accelerators.contains { $0.vendor == .apple }
        ? [] : facts.notes + ["install it with: pip install 'mlx[cuda12]' mlx-lm"])
    draft.plan =
      "\(plan.model.name) MLX \(best.label), \(best.bytes.map(ByteSize.text) ?? "size not known") of weights"
    return draft
  }
}

extension EmitPlan {
  /// The part of the layers that lie on the card, in hundredths; the output layer counts as one.
  fileprivate func gpuShare(_ layers: Int) -> String {
    let all = max(1, (model.architecture?.layerCount ?? layers) + 1)
    return ByteSize.decimal(Double(layers * 100 / all) / 100, places: 2)
  }
}

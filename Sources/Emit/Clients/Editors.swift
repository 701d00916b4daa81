import Base
import Models

extension EmitFormat {
  static let aider = EmitFormat(
    "aider", .clients, "Aider's configuration with the model's context and settings."
  ) { (plan) throws(EmitRefusal) in
    let reach = try plan.chatReach()
    let name = reach.litellm
    let weak = JSONValue.string(name)
    let configuration: JSONValue = .having([
      "model": .string(name), "weak-model": weak, "editor-model": weak,
      "model-settings-file": ".aider.model.settings.yml", "model-metadata-file": ".aider.model.metadata.json",
      "map-tokens": .integer(min(4096, reach.context / 8)), "max-chat-history-tokens": .integer(reach.context / 4),
      "timeout": .integer(plan.tiers[0].answerSeconds), "check-update": false, "analytics-disable": true,
      "set-env": reach.isOllama
        ? [.string("OLLAMA_API_BASE=\(reach.root)")] : [.string("OPENAI_API_BASE=\(reach.address)")],
    ])
    let settings: JSONValue = [
      .having([
        "name": .string(name), "edit_format": "diff", "weak_model_name": weak, "use_repo_map": true,
        "extra_params": reach.isOllama ? .having(["num_ctx": .integer(reach.context)]) : nil,
      ])
    ]
    let metadata: JSONValue = .having([
      name: .having([
        "max_tokens": .integer(reach.context), "max_input_tokens": .integer(reach.context),
        "max_output_tokens": .integer(reach.context / 2), "input_cost_per_token": 0, "output_cost_per_token": 0,
        "litellm_provider": reach.isOllama ? "ollama_chat" : "openai", "mode": "chat",
      ])
    ])
    return Draft(
      Draft.File(".aider.conf.yml", .yaml(configuration)), Draft.File(".aider.model.settings.yml", .yaml(settings)),
      Draft.File(".aider.model.metadata.json", .bareJSON(metadata)),
      notes: [
        reach.isOllama
          ? "nothing else is needed"
          : "set OPENAI_API_KEY in the environment to what the server takes (any word without a key)",
        ".aider.model.metadata.json takes no keys of others, so it does not say what it rests on",
      ])
  }

  static let continueDev = EmitFormat(
    "continue", .clients, "Continue's config.yaml: chat, autocompletion and embeddings.", hasNeighbours: true
  ) { (plan) throws(EmitRefusal) in
    _ = try plan.chatReach()
    func entry(_ tier: Tier, _ roles: [String]) -> JSONValue {
      .having([
        "name": .string(tier.model.name), "provider": tier.reach.isOllama ? "ollama" : "openai",
        "model": .string(tier.reach.name),
        "apiBase": .string(tier.reach.isOllama ? tier.reach.root : tier.reach.address),
        "apiKey": tier.reach.keyVariable.map { "${{ secrets.\($0) }}" }, "roles": .array(roles.map(JSONValue.string)),
        "defaultCompletionOptions": roles == ["embed"]
          ? nil
          : .having(["contextLength": .integer(tier.reach.context), "maxTokens": .integer(tier.reach.context / 4)]),
      ])
    }
    var models = [
      entry(
        plan.tiers[0], plan.tiers.count > 1 ? ["chat", "edit", "apply"] : ["chat", "edit", "apply", "autocomplete"])
    ]
    models += plan.tiers.dropFirst().map { entry($0, ["autocomplete"]) }
    if let embedder = plan.embedder { models.append(entry(embedder, ["embed"])) }
    let tree: JSONValue = .having([
      "name": "plimsoll", "version": "1.0.0", "schema": "v1", "models": .array(models),
    ])
    return Draft(Draft.File(".continue/config.yaml", .yaml(tree)))
  }

  static let zed = EmitFormat("zed", .clients, "Zed's settings.json, with comments.") { (plan) throws(EmitRefusal) in
    let reach = try plan.chatReach()
    let model = plan.model
    let provider: JSONValue
    if reach.isOllama {
      provider = .having([
        "ollama": .having([
          "api_url": .string(reach.root),
          "available_models": [
            .having([
              "name": .string(reach.name), "display_name": .string(model.name), "max_tokens": .integer(reach.context),
              "supports_tools": .bool(model.capabilities.contains(.tools)),
              "supports_thinking": .bool(model.capabilities.contains(.reasoning)),
              "supports_images": .bool(model.capabilities.contains(.vision)),
            ])
          ],
        ])
      ])
    } else {
      provider = .having([
        "openai_compatible": .having([
          "plimsoll": .having([
            "api_url": .string(reach.address),
            "available_models": [
              .having([
                "name": .string(reach.name), "display_name": .string(model.name), "max_tokens": .integer(reach.context),
                "capabilities": .having([
                  "tools": .bool(model.capabilities.contains(.tools)),
                  "images": .bool(model.capabilities.contains(.vision)),
                ]),
              ])
            ],
          ])
        ])
      ])
    }
    let tree: JSONValue = .having([
      "language_models": provider,
      "agent": .having([
        "default_model": .having(["provider": reach.isOllama ? "ollama" : "plimsoll", "model": .string(reach.name)])
      ]),
    ])
    return Draft(
      Draft.File(".zed/settings.json", .text(JSONWriter.text(tree), comment: "//")),
      notes: reach.isOllama ? [] : ["Zed takes the key from PLIMSOLL_API_KEY or its own dialogue"])
  }

  static let cline = EmitFormat(
    "cline", .clients, "What Cline's settings take; Cline has no file of its own for them."
  ) { (plan) throws(EmitRefusal) in
    let reach = try plan.chatReach()
    let tree: JSONValue =
      reach.isOllama
      ? .having([
        "actModeApiProvider": "ollama", "planModeApiProvider": "ollama", "ollamaBaseUrl": .string(reach.root),
        "actModeOllamaModelId": .string(reach.name), "planModeOllamaModelId": .string(reach.name),
        "ollamaApiOptionsCtxNum": .string(String(reach.context)),
        "requestTimeoutMs": .integer(plan.tiers[0].answerSeconds * 1000),
      ])
      : .having([
        "actModeApiProvider": "openai", "planModeApiProvider": "openai", "openAiBaseUrl": .string(reach.address),
        "actModeOpenAiModelId": .string(reach.name), "planModeOpenAiModelId": .string(reach.name),
        "requestTimeoutMs": .integer(plan.tiers[0].answerSeconds * 1000),
      ])
    var notes = ["enter these in Cline's settings: no file of it is documented"]
    if reach.context < 32768 {
      notes.append("Cline's prompts are long: a context of 32k and more is advised (--context 32k)")
    }
    return Draft(Draft.File("cline-settings.json", .json(tree)), notes: notes)
  }
}

extension EmitPlan {
  /// How the model is reached; a failure for one that writes nothing.
  func chatReach() throws(EmitRefusal) -> Reach {
    guard !model.capabilities.contains(.embedding) else { throw .writesNothing }
    guard address != nil || row.command.first != nil else { throw .noArtefact(kind: "file or tag") }
    return reach
  }
}

import Base
import Memory

extension EmitFormat {
  static let openWebUI = EmitFormat(
    "open-webui", .clients, "Open WebUI's environment, and a Compose file that starts it beside the model."
  ) { (plan) throws(EmitRefusal) in
    let reach = try plan.chatReach()
    // Inside its container the machine has another name.
    let address = reach.isOllama ? reach.root : reach.address
    let inside = address.replacing("127.0.0.1", with: "host.docker.internal")
    let variables: [(String, String)] =
      (reach.isOllama
        ? [("ENABLE_OPENAI_API", "false"), ("OLLAMA_BASE_URL", address)]
        : [("ENABLE_OLLAMA_API", "false"), ("OPENAI_API_BASE_URL", address)]) + [("DEFAULT_MODELS", reach.name)]
    let tree: JSONValue = .having([
      "services": .having([
        "open-webui": .having([
          "image": "ghcr.io/open-webui/open-webui:main", "restart": "unless-stopped", "ports": ["127.0.0.1:3000:8080"],
          "extra_hosts": ["host.docker.internal:host-gateway"], "volumes": ["open-webui:/app/backend/data"],
          "environment": .object(
            variables.map { JSONValue.Member($0.0, .string($0.1 == address ? inside : $0.1)) }
              + [JSONValue.Member("WEBUI_SECRET_KEY", "${WEBUI_SECRET_KEY:?set it in the environment}")]),
        ])
      ]),
      "volumes": .having(["open-webui": .having([:])]),
    ])
    return Draft(
      Draft.File("open-webui.env.sh", .text(Shell.exports(variables))), Draft.File("compose.yaml", .yaml(tree)),
      notes: ["settings made in Open WebUI win over the environment after its first start"])
  }

  static let openRouter = EmitFormat(
    "openrouter", .clients, "An OpenRouter preset with the model's quantization, price and privacy limits.",
    hasNeighbours: true
  ) { (plan) throws(EmitRefusal) in
    guard let price = plan.neighbours.sameModel else { throw .lacks("host of this model on OpenRouter that is known") }
    let bits = plan.fit.bitsPerWeight
    let names = ["fp16", "bf16"] + (bits < 9 ? ["fp8", "int8"] : []) + (bits < 5 ? ["fp4", "int4"] : [])
    let tree: JSONValue = .having([
      "model": .string(price.model),
      "provider": .having([
        "allow_fallbacks": true, "require_parameters": true, "data_collection": "deny", "zdr": true,
        "quantizations": .array(names.map(JSONValue.string)), "sort": "price",
        "max_price": .having(["prompt": .number(price.input * 1.25), "completion": .number(price.output * 1.25)]),
      ]),
      "messages": [],
    ])
    return Draft(
      Draft.File("openrouter-preset.json", .bareJSON(tree)),
      notes: [
        "curl https://openrouter.ai/api/v1/presets/plimsoll/chat/completions -H \"Authorization: Bearer $OPENROUTER_API_KEY\" "
          + "-H 'Content-Type: application/json' -d @openrouter-preset.json",
        "then ask for the model '@preset/plimsoll'; the file is a request, so it does not say what it rests on",
      ])
  }
}

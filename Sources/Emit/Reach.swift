import Base
import Documents
import Models
import Speed

/// How clients reach a model: an address that speaks OpenAI's API, and the name under which it is offered there.
struct Reach: Sendable {
  /// With `/v1`.
  var address: String
  var name: String
  var isOllama: Bool
  /// Where the key lies; nil: none is needed.
  var keyVariable: String?
  var context: Int

  /// The address without `/v1`, as Ollama's own API has it.
  var root: String { address.hasSuffix("/v1") ? String(address.dropLast(3)) : address }

  /// As LiteLLM and Aider name it.
  var litellm: String { (isOllama ? "ollama_chat/" : "openai/") + name }

  /// The address as LiteLLM takes it for that name.
  var litellmBase: String { isOllama ? root : address }
}

/// Places among the servers of one machine.
enum ServerPlace: Int { case main, fast, embedding }

extension EmitPlan {
  /// The model itself.
  var reach: Reach {
    guard var address else { return Self.reach(model, row, .main, alias: alias) }
    while address.hasSuffix("/") { address.removeLast() }
    if !address.hasSuffix("/v1") { address += "/v1" }
    return Reach(
      address: address, name: alias, isOllama: false, keyVariable: "PLIMSOLL_API_KEY", context: fit.workload.context)
  }

  /// A model of this machine: in Ollama where that is what would be started, otherwise in a llama-server of its own.
  static func reach(_ model: Model, _ row: FitRow, _ place: ServerPlace, alias: String) -> Reach {
    let context = row.fit.workload.context
    if let ollama = row.command.ollama, row.command.first == ollama, let name = row.fit.ollamaName {
      return Reach(address: "http://127.0.0.1:11434/v1", name: name, isOllama: true, context: context)
    }
    let port = (RuntimeList.known?.runtime(named: "llama.cpp")?.port ?? 8080) + place.rawValue
    return Reach(address: "http://127.0.0.1:\(port)/v1", name: alias, isOllama: false, context: context)
  }

  /// Every model that this machine serves: name of the tier, the model, its row, how it is reached.
  var tiers: [Tier] {
    var tiers = [Tier(name: "local-best", model: model, row: row, reach: reach)]
    if let fast = neighbours.fast {
      let reach = Self.reach(fast.model, fast.row, .fast, alias: fast.model.id)
      tiers.append(Tier(name: "local-fast", model: fast.model, row: fast.row, reach: reach))
    }
    return tiers
  }

  var embedder: Tier? {
    neighbours.embedding.map {
      let reach = Self.reach($0.model, $0.row, .embedding, alias: $0.model.id)
      return Tier(name: "embedding", model: $0.model, row: $0.row, reach: reach)
    }
  }
}

/// A model of this machine under a name that says what it is for.
struct Tier {
  var name: String
  @Shared var model: Model
  @Shared var row: FitRow
  var reach: Reach

  /// How long a client waits for the first token before it goes elsewhere: twice what the slow end of the band takes.
  var firstTokenSeconds: Int {
    max(2, Int((2 * (row.speed?.timeToFirstTokenSeconds.high ?? 30)).rounded(.up)))
  }

  /// The same for a whole answer.
  var answerSeconds: Int {
    firstTokenSeconds + max(10, Int((row.candidate?.answerSeconds.high ?? 120).rounded(.up)))
  }
}

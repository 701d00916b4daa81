import Base
import Documents
import Economics
import Models

extension EmitFormat {
  static let litellm = EmitFormat(
    "litellm", .gateways, "LiteLLM's proxy: local and hosted tiers, fallbacks, waits, prices, budgets; --pattern.",
    hasNeighbours: true
  ) { (plan) throws(EmitRefusal) in
    guard !plan.model.capabilities.contains(.embedding) else { throw .writesNothing }
    guard !plan.hosted.isEmpty else { throw .lacks("hosted model that LiteLLM reaches; --api names one") }
    let pattern = plan.neighbours.pattern ?? .tiered
    let proxy = LiteLLMProxy(plan: plan, pattern: pattern)
    var draft = Draft(
      Draft.File("litellm.yaml", .yaml(proxy.tree)), Draft.File("semantic-cache.yaml", .yaml(proxy.cache)),
      Draft.File("pii-guardrail.yaml", .yaml(.having(["guardrails": [LiteLLMProxy.guardrail]]))),
      notes: [
        "keys come from the environment: \(proxy.variables.joined(separator: ", "))",
        "with Redis (REDIS_HOST, REDIS_PORT, REDIS_PASSWORD), 'include: [semantic-cache.yaml]' answers questions that "
          + "were asked before",
        "with Presidio (PRESIDIO_ANALYZER_API_BASE, PRESIDIO_ANONYMIZER_API_BASE), 'include: [pii-guardrail.yaml]' masks "
          + "personal data",
      ])
    if plan.tiers.count == 1, plan.address == nil {
      draft.notes.append("no model that is faster by a third fits beside this one: there is one local tier")
    }
    if pattern == .privacySplit {
      draft.notes.append(
        "requests tagged 'private', or not at all, never leave; those tagged 'public' do. LiteLLM 1.110 overlooks tags "
          + "beside a guardrail: with pii-guardrail.yaml everything stays")
    }
    if let hook = proxy.hook { draft.files.append(Draft.File("plimsoll_hook.py", .python(hook))) }
    return draft
  }
}

extension EmitPlan {
  /// Hosted models that a gateway reaches.
  var hosted: [Hosted] {
    neighbours.hosted.enumerated().compactMap { index, price in
      GatewayList.known?[price.provider].map {
        Hosted(name: index == 0 ? "cloud" : "cloud-\(index + 1)", price: price, gateway: $0)
      }
    }
  }
}

/// A hosted model under the name of a tier.
struct Hosted {
  var name: String
  var price: HostedPrice
  var gateway: GatewayList.Gateway

  /// As LiteLLM names it.
  var litellm: String { "\(gateway.litellm)/\(price.model)" }
}

/// The configuration of LiteLLM's proxy for a way to share the work.
private struct LiteLLMProxy {
  let plan: EmitPlan
  let pattern: Decision.Pattern

  /// The names under which requests come in are `assistant` and those of the tiers.
  private static let group = "assistant"

  private var tiers: [Tier] { plan.tiers }
  private var isSplit: Bool { pattern == .privacySplit }
  /// The local tiers, the one that answers first in front.
  private var order: [Tier] { pattern == .speculative ? tiers.reversed() : tiers }

  var variables: [String] {
    (["LITELLM_MASTER_KEY"] + plan.hosted.map(\.gateway.keyVariable) + tiers.compactMap(\.reach.keyVariable)).unique
  }

  var tree: JSONValue {
    var models = tiers.map { local($0, as: $0.name) } + plan.hosted.map { hosted($0, as: $0.name) }
    if isSplit, let local = order.first, let cloud = plan.hosted.first {
      // One name for both: tags alone decide, and nothing falls back to the other side.
      models = [self.local(local, as: Self.group), hosted(cloud, as: Self.group)]
    }
    if let embedder = plan.embedder { models.append(local(embedder, as: "embedding")) }
    return .having([
      "model_list": .array(models),
      "litellm_settings": .having([
        "drop_params": true, "turn_off_message_logging": true,
        "callbacks": hook == nil ? nil : ["plimsoll_hook.handler"],
      ]),
      "router_settings": .having([
        "routing_strategy": "simple-shuffle", "num_retries": 0, "allowed_fails": 2, "cooldown_time": 30,
        "enable_tag_filtering": isSplit ? true : nil,
        "model_group_alias": isSplit ? nil : .having([Self.group: (order.first?.name).map(JSONValue.string)]),
        "fallbacks": isSplit ? nil : .array(fallbacks),
        "context_window_fallbacks": isSplit ? nil : .array(longer),
      ]),
      "general_settings": .having(["master_key": "os.environ/LITELLM_MASTER_KEY"]),
    ])
  }

  private func local(_ tier: Tier, as name: String) -> JSONValue {
    let isEmbedding = tier.name == "embedding"
    let reach = tier.reach
    return .having([
      "model_name": .string(name),
      "litellm_params": .having([
        "model": .string(isEmbedding ? (reach.isOllama ? "ollama/" : "openai/") + reach.name : reach.litellm),
        "api_base": .string(reach.litellmBase),
        "api_key": .string(reach.keyVariable.map { "os.environ/\($0)" } ?? "none"),
        "timeout": .integer(tier.answerSeconds), "stream_timeout": .integer(tier.firstTokenSeconds),
        "max_parallel_requests": isEmbedding ? nil : .integer(tier.row.fit.workload.parallel),
        // A request without a tag goes to those with the tag `default`.
        "tags": isSplit && !isEmbedding ? ["private", "default"] : nil,
        "input_cost_per_token": 0, "output_cost_per_token": 0,
      ]),
      "model_info": .having([
        "id": .string("\(name)-\(tier.model.id)"), "mode": isEmbedding ? "embedding" : "chat",
        "max_input_tokens": .integer(reach.context), "max_tokens": .integer(reach.context),
      ]),
    ])
  }

  private func hosted(_ hosted: Hosted, as name: String) -> JSONValue {
    let price = hosted.price
    return .having([
      "model_name": .string(name),
      "litellm_params": .having([
        "model": .string(hosted.litellm), "api_key": .string("os.environ/\(hosted.gateway.keyVariable)"),
        "timeout": 120, "stream_timeout": 30, "tags": isSplit ? ["public"] : nil,
        // Budgets and tags in one group keep tagged requests from the hosted model.
        "max_budget": isSplit ? nil : .number(plan.neighbours.dailyBudgetUSD),
        "budget_duration": isSplit ? nil : "1d",
        "input_cost_per_token": .number(JSONValue.rounded(price.input / 1e6)),
        "output_cost_per_token": .number(JSONValue.rounded(price.output / 1e6)),
        "cache_read_input_token_cost": price.cachedInput.map { .number(JSONValue.rounded($0 / 1e6)) },
      ]),
      "model_info": .having([
        "id": .string("\(name)-\(price.model)"), "mode": "chat",
        "max_input_tokens": price.contextTokens.map(JSONValue.integer),
      ]),
    ])
  }

  /// Each model's way out: those behind it.
  private var fallbacks: [JSONValue] {
    let chain = order.map(\.name) + plan.hosted.map(\.name)
    // LiteLLM looks a way out up under the name that was asked for.
    let assistant = JSONValue.having([Self.group: .array(chain.dropFirst().map(JSONValue.string))])
    return [assistant]
      + chain.indices.dropLast().map { index in
        .having([chain[index]: .array(chain[(index + 1)...].map(JSONValue.string))])
      }
  }

  /// What does not fit a local context goes to a longer one.
  private var longer: [JSONValue] {
    let cloud = JSONValue.array(plan.hosted.map { .string($0.name) })
    return ([Self.group] + order.map(\.name)).map { .having([$0: cloud]) }
  }

  /// Personal data is masked on the way to any model, and put back into the answer.
  static var guardrail: JSONValue {
    .having([
      "guardrail_name": "mask-personal-data",
      "litellm_params": .having([
        "guardrail": "presidio", "mode": "pre_call", "default_on": true, "output_parse_pii": true,
        "pii_entities_config": .having([
          "PERSON": "MASK", "EMAIL_ADDRESS": "MASK", "PHONE_NUMBER": "MASK", "CREDIT_CARD": "BLOCK",
          "IBAN_CODE": "MASK",
          "US_SSN": "BLOCK",
        ]),
      ]),
    ])
  }

  /// Answers to questions that mean the same as earlier ones.
  var cache: JSONValue {
    .having([
      "litellm_settings": .having([
        "drop_params": true, "turn_off_message_logging": true, "cache": true,
        "callbacks": hook == nil ? nil : ["plimsoll_hook.handler"],
        "cache_params": .having([
          "type": "redis-semantic", "host": "os.environ/REDIS_HOST", "port": "os.environ/REDIS_PORT",
          "password": "os.environ/REDIS_PASSWORD", "similarity_threshold": .number(0.92), "ttl": 86400,
          "redis_semantic_cache_embedding_model": "embedding",
        ]),
      ])
    ])
  }

  /// The judge behind a local answer; nil where the router alone does it.
  var hook: String? {
    guard pattern == .cascade || pattern == .speculative, let local = order.first, let cloud = plan.hosted.first else {
      return nil
    }
    return LiteLLMHook.text(
      local: [Self.group, local.name], cloud: cloud.name, isSpeculative: pattern == .speculative)
  }
}

extension Array where Element == String {
  /// Each once, in their order.
  fileprivate var unique: [String] {
    reduce(into: []) { list, element in if !list.contains(element) { list.append(element) } }
  }
}

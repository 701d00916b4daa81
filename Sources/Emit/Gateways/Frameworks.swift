import Base

extension EmitFormat {
  static let langchain = EmitFormat(
    "langchain", .gateways, "A Python module: the local model first, the others behind it, and the embedding model.",
    hasNeighbours: true
  ) { (plan) throws(EmitRefusal) in
    Draft(
      Draft.File("plimsoll_langchain.py", .python(Frameworks.langchain(try plan.framework()))), notes: plan.keyNotes)
  }

  static let llamaindex = EmitFormat(
    "llamaindex", .gateways, "The same for LlamaIndex, as its settings.", hasNeighbours: true
  ) { (plan) throws(EmitRefusal) in
    Draft(
      Draft.File("plimsoll_llamaindex.py", .python(Frameworks.llamaIndex(try plan.framework()))), notes: plan.keyNotes)
  }
}

extension EmitPlan {
  fileprivate var keyNotes: [String] {
    hosted.isEmpty ? [] : ["keys of hosted models come from the environment; one that is not set leaves its model out"]
  }

  /// The models in order and the embedding model, as the modules' table.
  fileprivate func framework() throws(EmitRefusal) -> JSONValue {
    guard !model.capabilities.contains(.embedding) else { throw .writesNothing }
    let local = tiers.map { tier in
      entry(
        tier.name, tier.reach.name, tier.reach.address, tier.reach.keyVariable, tier.answerSeconds, tier.reach.context)
    }
    let others = hosted.map { hosted in
      entry(
        hosted.name, hosted.price.model, hosted.gateway.base, hosted.gateway.keyVariable, 120,
        hosted.price.contextTokens)
    }
    let embedder = embedder.map { tier in
      entry(tier.name, tier.reach.name, tier.reach.address, nil, tier.answerSeconds, tier.reach.context)
    }
    return .having(["models": .array(local + others), "embedding": embedder ?? .null])
  }

  private func entry(
    _ name: String, _ model: String, _ address: String, _ key: String?, _ seconds: Int, _ context: Int?
  ) -> JSONValue {
    .having([
      "name": .string(name), "model": .string(model), "base_url": .string(address),
      "key": key.map(JSONValue.string) ?? .null,
      "timeout": .integer(seconds), "context": context.map(JSONValue.integer) ?? .null,
    ])
  }
}

/// Python modules that differ in the classes they make.
private enum Frameworks {
  static func langchain(_ table: JSONValue) -> String {
    module(
      table, imports: "from langchain_openai import ChatOpenAI, OpenAIEmbeddings",
      chat:
        "ChatOpenAI(model=entry[\"model\"], base_url=entry[\"base_url\"], api_key=key(entry), timeout=entry[\"timeout\"], max_retries=0)",
      embedding:
        "OpenAIEmbeddings(model=entry[\"model\"], base_url=entry[\"base_url\"], api_key=key(entry), check_embedding_ctx_length=False)",
      end: """
        def router():
            \"\"\"The first model that answers: local ones before hosted ones.\"\"\"
            first, *others = [chat(entry) for entry in usable()]
            return first.with_fallbacks(others)
        """)
  }

  static func llamaIndex(_ table: JSONValue) -> String {
    module(
      table,
      imports: """
        from llama_index.core import Settings
        from llama_index.embeddings.openai_like import OpenAILikeEmbedding
        from llama_index.llms.openai_like import OpenAILike
        """,
      chat:
        "OpenAILike(model=entry[\"model\"], api_base=entry[\"base_url\"], api_key=key(entry), timeout=entry[\"timeout\"], context_window=entry[\"context\"] or 128000, is_chat_model=True, max_retries=0)",
      embedding:
        "OpenAILikeEmbedding(model_name=entry[\"model\"], api_base=entry[\"base_url\"], api_key=key(entry), max_retries=0)",
      end: """
        def complete(prompt):
            \"\"\"The first model that answers: local ones before hosted ones.\"\"\"
            for entry in usable():
                try:
                    return chat(entry).complete(prompt)
                except Exception as error:
                    last = error
            raise last


        def configure():
            Settings.llm = chat(usable()[0])
            if CONFIG["embedding"]:
                Settings.embed_model = embedding()
        """)
  }

  private static func module(
    _ table: JSONValue, imports: String, chat: String, embedding: String, end: String
  ) -> String {
    """
    import os

    \(imports)

    CONFIG = \(PythonText.literal(table))


    def key(entry):
        return os.environ.get(entry["key"], "none") if entry["key"] else "none"


    def usable():
        \"\"\"Models that need no key, or whose key is set.\"\"\"
        return [entry for entry in CONFIG["models"] if not entry["key"] or entry["key"] in os.environ or entry["name"].startswith("local")]


    def chat(entry):
        return \(chat)


    def embedding():
        entry = CONFIG["embedding"]
        return \(embedding)


    \(end)

    """
  }
}

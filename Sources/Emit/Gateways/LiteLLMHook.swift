import Base

/// The module that LiteLLM's proxy calls with each answer of a local model.
enum LiteLLMHook {
  static func text(local: [String], cloud: String, isSpeculative: Bool) -> String {
    let judge = isSpeculative ? speculative : cascade
    return """
      from litellm.integrations.custom_logger import CustomLogger

      LOCAL = \(JSONWriter.line(.array(local.map(JSONValue.string))))
      CLOUD = \(JSONWriter.line(.string(cloud)))


      async def hosted(messages):
          from litellm.proxy import proxy_server
          return await proxy_server.llm_router.acompletion(model=CLOUD, messages=messages)

      \(judge)

      class Hook(CustomLogger):
          async def async_post_call_success_hook(self, data, user_api_key_dict, response):
              if data.get("model") not in LOCAL or not getattr(response, "choices", None):
                  return response
              # Tools are called by whoever asked: such an answer is not a draft.
              if response.choices[0].message.tool_calls:
                  return response
              return await judged(data["messages"], response)


      handler = Hook()

      """
  }

  /// Own model first; what a check does not accept goes out.
  private static let cascade = """
    def accepted(response):
        choice = response.choices[0]
        text = (choice.message.content or "").strip()
        doubts = ("i don't know", "i do not know", "i'm not sure", "i am not sure", "escalate")
        return choice.finish_reason == "stop" and text and not any(doubt in text.lower() for doubt in doubts)


    async def judged(messages, response):
        return response if accepted(response) else await hosted(messages)


    """

  /// A draft of one's own, which the hosted model accepts with one word or replaces.
  private static let speculative = """
    VERDICT = "Judge the draft above. Answer with the one word SAME if it is right and complete, otherwise with the right answer alone."


    async def judged(messages, response):
        draft = response.choices[0].message.content or ""
        asked = messages + [{"role": "assistant", "content": draft}, {"role": "user", "content": VERDICT}]
        verdict = await hosted(asked)
        text = (verdict.choices[0].message.content or "").strip()
        return response if text.strip(".").upper() == "SAME" else verdict


    """
}

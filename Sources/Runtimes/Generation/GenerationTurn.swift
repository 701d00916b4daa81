/// One answer of a runtime, and how long its parts took, by its own word or by the clock.
package struct GenerationTurn: Sendable, Equatable {
  package var promptTokens: Int
  package var generatedTokens: Int
  /// Until the model was ready; nil where the runtime does not tell.
  package var loadSeconds: Double?
  /// From the request to the first token, without the time to load.
  package var timeToFirstTokenSeconds: Double?
  package var prefillTokensPerSecond: Double?
  package var decodeTokensPerSecond: Double?

  package init(
    promptTokens: Int, generatedTokens: Int, loadSeconds: Double? = nil, timeToFirstTokenSeconds: Double? = nil,
    prefillTokensPerSecond: Double? = nil, decodeTokensPerSecond: Double? = nil
  ) {
    self.promptTokens = promptTokens
    self.generatedTokens = generatedTokens
    self.loadSeconds = loadSeconds
    self.timeToFirstTokenSeconds = timeToFirstTokenSeconds
    self.prefillTokensPerSecond = prefillTokensPerSecond
    self.decodeTokensPerSecond = decodeTokensPerSecond
  }
}

/// What a runtime is asked to write.
package struct GenerationRequest: Sendable {
  /// The model by the runtime's name.
  package var model: String
  package var prompt: String
  /// Tokens to write.
  package var tokens: Int
  /// Context to load the model with, where the request decides that.
  package var context: Int

  package init(model: String, prompt: String, tokens: Int, context: Int) {
    (self.model, self.prompt, self.tokens, self.context) = (model, prompt, tokens, context)
  }
}

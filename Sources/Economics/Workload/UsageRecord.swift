/// One request, or several of one kind, as a log of usage has them.
package struct UsageRecord: Sendable, Equatable {
  /// Seconds since 1970; nil where the log does not say.
  package var time: Double?
  package var model: String?
  /// Tokens of all its requests together, cached ones included.
  package var inputTokens: Int
  package var cachedTokens: Int
  package var outputTokens: Int
  /// How many requests it stands for.
  package var requests: Int
  /// What it was for, where the log has a word for that.
  package var feature: String?
  /// From sending to the last token.
  package var latencySeconds: Double?
  /// From sending to the first token.
  package var firstTokenSeconds: Double?
  /// Time in which tokens were written; nil where it is not told apart.
  package var decodeSeconds: Double?
  /// Before the work began: in a queue, or while the model was loaded.
  var waitSeconds: Double?

  package init(
    time: Double? = nil, model: String? = nil, inputTokens: Int, cachedTokens: Int = 0, outputTokens: Int,
    requests: Int = 1, feature: String? = nil
  ) {
    (self.time, self.model) = (time, model)
    (self.inputTokens, self.cachedTokens, self.outputTokens) = (inputTokens, cachedTokens, outputTokens)
    (self.requests, self.feature) = (requests, feature)
  }
}

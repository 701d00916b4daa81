import Memory
import Models

/// What a use case usually asks of a model.
package struct UsualTask: Sendable {
  /// Tokens that are read, thought and written.
  package let promptTokens: Int
  let thinkingTokens: Double
  package let answerTokens: Double
  /// Points of quality that answering without thinking costs a model that can think.
  let worthOfThinking: Double
  /// How often the prompt is read; a text to embed is cut into pieces.
  var pieces = 1

  package static func of(_ useCase: UseCase) -> UsualTask {
    switch useCase {
    case .general: UsualTask(promptTokens: 512, thinkingTokens: 2000, answerTokens: 400, worthOfThinking: 7)
    // An agent sends the files it has read.
    case .coding: UsualTask(promptTokens: 8000, thinkingTokens: 3000, answerTokens: 1000, worthOfThinking: 8)
    case .reasoning: UsualTask(promptTokens: 512, thinkingTokens: 4000, answerTokens: 500, worthOfThinking: 15)
    // Some ten passages that were found.
    case .rag: UsualTask(promptTokens: 8000, thinkingTokens: 600, answerTokens: 400, worthOfThinking: 3)
    case .summarization: UsualTask(promptTokens: 8000, thinkingTokens: 600, answerTokens: 600, worthOfThinking: 3)
    case .vision: UsualTask(promptTokens: 1024, thinkingTokens: 800, answerTokens: 300, worthOfThinking: 5)
    // A report of a hundred pieces.
    case .embedding: UsualTask(promptTokens: 512, thinkingTokens: 0, answerTokens: 0, worthOfThinking: 0, pieces: 100)
    }
  }

  /// The wait that nobody minds, in seconds: as long as the answer takes to read.
  ///
  /// What is embedded is not read; its wait is that of a chat.
  var comfortableSeconds: Double {
    (answerTokens > 0 ? answerTokens : Self.of(.general).answerTokens) / RankingRules.readingTokensPerSecond
  }

  /// The context that the task needs, in tokens: whole kibitokens, and not less than the usual 8,192.
  package var contextTokens: Int {
    let tokens = promptTokens + Int(thinkingTokens + answerTokens)
    return max(Workload().context, (tokens + 1023) / 1024 * 1024)
  }
}

import Base
import Bench
import Documents
import Memory
import Runtimes

/// Asks a runtime several times and takes medians.
struct Verification {
  let runtime: RuntimeUnderTest
  /// Whether a part of the model is planned on accelerators.
  let isOnAccelerator: Bool
  /// Where progress is told; nil: nowhere.
  let console: Console?

  struct Result {
    var figures: VerifyAnswer.Measured
    var isDisturbed: Bool
    /// The context that the runtime loaded the model with, where it tells.
    var loadedContext: Int?
  }

  func run(_ model: String, _ workload: Workload, tokens: Int, turns: Int) throws -> Result {
    var (seen, short): ([GenerationTurn], [GenerationTurn]) = ([], [])
    var loadSeconds: Double?
    var others = 0
    // The first turn loads the model, and is not counted.
    for number in 0...turns {
      tell(number == 0 ? "loading \(model) …" : "turn \(number) of \(turns) …")
      if number > 0 { others += Self.othersRunning() }
      func turn(_ promptTokens: Int, _ number: Int) throws -> GenerationTurn {
        try runtime.generate(
          GenerationRequest(
            model: model, prompt: VerificationPrompt.text(tokens: promptTokens, turn: number), tokens: tokens,
            context: workload.context))
      }
      let long = try turn(workload.promptTokens, number)
      if number == 0 {
        loadSeconds = long.loadSeconds
        continue
      }
      seen.append(long)
      // In turns with the long ones, so that what drifts moves both.
      if workload.promptTokens > Self.deepTokens { short.append(try turn(Self.startTokens, turns + number)) }
    }
    tell("")
    let memory = try runtime.memory(of: model, isOnAccelerator: isOnAccelerator)
    var figures = VerifyAnswer.Measured(
      promptTokens: seen.last?.promptTokens ?? 0, generatedTokens: seen.last?.generatedTokens ?? 0)
    (figures.memoryBytes, figures.vramBytes, figures.loadSeconds) = (memory.total, memory.vram, loadSeconds)
    figures.unknownMemoryReason = memory.unknownReason
    figures.timeToFirstTokenSeconds = Self.median(seen.compactMap(\.timeToFirstTokenSeconds))
    figures.prefillTokensPerSecond = Self.median(seen.compactMap(\.prefillTokensPerSecond))
    let decode = seen.compactMap(\.decodeTokensPerSecond)
    figures.decodeTokensPerSecond = Self.median(decode)
    figures.startPromptTokens = short.last?.promptTokens
    figures.depthTokens = Self.depth(seen.last, asked: workload.promptTokens)
    figures.startDepthTokens = short.last.map { Self.depth($0, asked: Self.startTokens) }
    figures.startDecodeTokensPerSecond = Self.median(short.compactMap(\.decodeTokensPerSecond))
    let spread = (decode.max() ?? 1) / max(decode.min() ?? 1, .leastNonzeroMagnitude)
    let steadySpread = isOnAccelerator ? Self.steadySpread.cards : Self.steadySpread.processors
    return Result(
      figures: figures, isDisturbed: others >= turns || spread > steadySpread, loadedContext: memory.context)
  }

  /// A prompt that leaves the cache nearly empty, and one that is long enough to tell another speed beside it; tokens.
  private static let (startTokens, deepTokens) = (16, 64)
  /// Turns of an undisturbed machine differ by less, the fastest over the slowest: on cards, and on processors, whose turns differ by a
  /// tenth (docs/validation.md).
  private static let steadySpread = (cards: 1.2, processors: 1.4)

  /// Tasks that want to run between two turns: the fewest of some looks, as the server's own threads spin a little after an answer.
  private static func othersRunning() -> Int {
    var fewest = Int.max
    for _ in 0..<5 where fewest > 0 {
      _ = Interrupts.sleep(seconds: 0.04)
      fewest = min(fewest, Disturbance.othersRunning ?? 0)
    }
    return fewest
  }

  /// Tokens in the cache while an answer is written, on average; a server that does not count the prompt read what was asked.
  private static func depth(_ turn: GenerationTurn?, asked: Int) -> Int {
    guard let turn else { return asked }
    return (turn.promptTokens > 0 ? turn.promptTokens : asked) + turn.generatedTokens / 2
  }

  private static func median(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    return sorted.isEmpty ? nil : sorted[sorted.count / 2]
  }

  private func tell(_ text: String) {
    guard let console, console.messagesAreTerminal else { return }
    console.replaceLine(with: text)
  }
}

/// A text of about so many tokens whose beginning no earlier one had.
enum VerificationPrompt {
  /// Words that common tokenizers keep whole.
  private static let words = [
    "the", "ship", "that", "came", "from", "north", "with", "wood", "and", "salt", "was", "old", "but", "strong",
    "each", "man", "on", "board", "knew", "his", "place", "when", "wind", "rose", "over", "sea", "they", "would",
    "look", "for", "land", "by",
  ]

  static func text(tokens: Int, turn: Int) -> String {
    var state = UInt64(truncatingIfNeeded: turn &+ 1) &* 0x9E37_79B9_7F4A_7C15
    return (0..<max(1, tokens)).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return words[Int(state >> 33) % words.count]
    }.joined(separator: " ")
  }
}

import Base
import Documents
import Options

/// A model on its way to this machine.
struct TUIPull: Sendable {
  var name: String
  /// What has been said, the newest last.
  var lines: [String] = []
  var completedBytes: Int?
  var totalBytes: Int?
  var bytesPerSecond: Double?
  /// Asked to end.
  var isEnding = false
  /// How it ended; nil while it goes on.
  var code: Int32?

  /// More than a screen holds.
  private static let mostLines = 200

  mutating func take(_ document: JSONValue) {
    if let total = document["total_bytes"]?.integer {
      totalBytes = total
      completedBytes = document["completed_bytes"]?.integer
      bytesPerSecond = document["bytes_per_second"]?.number
    } else if let text = TUISentences.pulled(document) {
      lines = (lines + text.split(separator: "\n").map(\.printable)).suffix(Self.mostLines)
    }
  }

  /// The command line that fetches a row's file for Ollama, or into the cache that llama.cpp reads.
  static func words(_ row: TUIRow, _ question: TUIQuestion, isForOllama: Bool) -> [String] {
    var question = question
    // Of the question only what shapes the fetched model.
    question.settings.removeAll { !["context"].contains($0.name) || !isForOllama }
    question.given.removeAll { $0.name != "catalog" }
    let file = row.quantization.isEmpty ? [] : [GivenOption("quant", row.quantization)]
    return question.words(
      ["pull"], file + (isForOllama ? [] : [GivenOption("runtime", "llama.cpp")]), arguments: [row.id])
  }
}

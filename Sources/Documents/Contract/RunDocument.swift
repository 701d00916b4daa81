import Base
import Models

/// A model that answers.
package struct RunAnswer: Sendable {
  package var model: Model
  package var quantization: String
  package var runtime: String
  package var endpoint: String
  /// The server's process where it was started for this; nil for one that ran before.
  package var processIdentifier: Int?
  /// The words that started it; none for one that ran before.
  package var words: [String]
  /// From the start, or the request to load, until it answered.
  package var readySeconds: Double
  package var memoryBytes: Int

  package init(
    model: Model, quantization: String, runtime: String, endpoint: String, processIdentifier: Int?, words: [String],
    readySeconds: Double, memoryBytes: Int
  ) {
    (self.model, self.quantization, self.runtime, self.endpoint) = (model, quantization, runtime, endpoint)
    (self.processIdentifier, self.words) = (processIdentifier, words)
    (self.readySeconds, self.memoryBytes) = (readySeconds, memoryBytes)
  }
}

extension Contract {
  package static let run = Document<RunAnswer>("run", command: "plimsoll run") {
    Field("model", Tables.model.codec, "The model.") { $0.model }
    Field("quantization", .text, "Its quantization.") { $0.quantization }
    Field("runtime", .text, "What runs it.") { $0.runtime }
    Field("endpoint", .text, "Where it answers.") { $0.endpoint }
    Field("process_id", optional: .count, "The server's process; null where one that ran before was asked.") {
      $0.processIdentifier
    }
    Field("command", .list(.text), "The words that started it; none where one that ran before was asked.") {
      $0.words
    }
    Field("ready_seconds", .rounded(.seconds), "Until it answered.") { $0.readySeconds }
    Field("predicted_memory_bytes", .bytes, "What the plan says that it takes over all pools.") { $0.memoryBytes }
  }
}

/// The same for a person.
package enum RunText {
  package static func page(_ answer: RunAnswer, style: TextStyle) -> String {
    let name = style.bold(TextStyle.plain(answer.model.name)) + " \(answer.quantization)"
    return name + " answers at \(TextStyle.plain(answer.endpoint)) after \(Amounts.seconds(answer.readySeconds))\n"
      + "  \(TextStyle.plain(answer.endpoint))/v1 for programs that speak OpenAI's interface; Ctrl-C ends it\n"
  }
}

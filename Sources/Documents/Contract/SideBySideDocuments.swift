import Base
import Memory
import Models
import Ranking

/// First picks side by side, with what is to be said of them.
package typealias SideBySideAnswer = (lines: [SideBySide.Line], remarks: [String])

extension Contract {
  package static let compare = sideBySide("compare", command: "plimsoll compare FIRST SECOND")
  package static let useCases = sideBySide("use-cases", command: "plimsoll recommend --use-case all")

  private static func sideBySide(_ name: String, command: String) -> Document<SideBySideAnswer> {
    Document(
      name, command: command, rows: "rows",
      columns: [
        "for": "for", "model": "model", "quantization": "quantization", "quality": "quality",
        "decode": "decode_tokens_per_second", "first token": "time_to_first_token_seconds", "memory": "total_bytes",
        "held back by": "gate",
      ]
    ) {
      Field("rows", .list(Tables.sideBySide.codec), "A row for each.") { $0.lines }
      Field("remarks", .list(.text), "What is to be said of them.") { $0.remarks }
    }
  }
}

extension Tables {
  static let sideBySide = Table<SideBySide.Line>("side_by_side", "A first pick, or what holds it back.") {
    Field("for", .text, "The use case, or the model that was named.") { $0.name }
    Field("model", optional: .text, "The model's id.") { $0.pick?.model.id ?? $0.miss?.model.id }
    Field("quantization", optional: .text, "The quantization.") { ($0.pick ?? $0.withoutGates)?.fit.quantization }
    Field("quality", optional: .rounded(), "On a scale to 100.") { ($0.pick ?? $0.withoutGates)?.utility.quality }
    Field("decode_tokens_per_second", optional: .rounded(.tokensPerSecond), "Tokens written, estimated.") {
      ($0.pick ?? $0.withoutGates)?.speed.decodeTokensPerSecond.estimate
    }
    Field("time_to_first_token_seconds", optional: .rounded(.seconds), "Estimated.") {
      ($0.pick ?? $0.withoutGates)?.speed.timeToFirstTokenSeconds.estimate
    }
    Field("total_bytes", optional: .bytes, "Memory over all pools.") {
      ($0.pick ?? $0.withoutGates)?.fit.memory.totalBytes
    }
    Field("gate", optional: .word, "The gate that the best model held back fails.") { $0.miss?.gate }
    Field("needed", optional: .text, "What the gate asks for.") { $0.miss?.shortfall.needed }
    Field("available", optional: .text, "What there is.") { $0.miss?.shortfall.available }
    Field("remedy", optional: .text, "What would let it pass.") { $0.miss?.remedyText }
  }
}

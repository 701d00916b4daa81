import Base
import Machines
import Models

/// One model on one machine; `recommended` is the quantization of the row that the ranking would take.
package typealias FitAnswer = (model: Model, rows: [FitRow], recommended: String?, machine: Machine)

extension Contract {
  package static let fit = Document<FitAnswer>(
    "fit", command: "plimsoll fit MODEL", rows: "rows",
    columns: [
      "quantization": "quantization", "bits": "bits_per_weight", "memory": "memory.total_bytes",
      "weights": "memory.weights_bytes", "KV cache": "memory.kv_cache_bytes", "where": "placement.mode",
      "verdict": "verdict", "headroom": "headroom_bytes", "decode": "speed.decode_tokens_per_second",
      "first token": "speed.time_to_first_token_seconds",
    ],
    overview: [
      "model": "model.name", "parameters": "model.parameters", "licence": "model.license",
      "recommended": "recommended_quantization",
    ]
  ) {
    Field("model", Tables.model.codec, "The model.") { $0.model }
    Field("rows", .list(Tables.row.codec), "A row for each quantization.") { $0.rows }
    Field(
      "recommended_quantization", optional: .text, "The row's that the ranking would take; null when none fits."
    ) { $0.recommended }
    Field("machine", Tables.machine.codec, "The machine.") { $0.machine }
    Tables.gaps { $0.machine }
  }
}

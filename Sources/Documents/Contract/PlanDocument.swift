import Base
import Memory
import Models
import Ranking

/// What to buy for a model.
package typealias PlanAnswer = (model: Model, plan: HardwarePlan)

extension Contract {
  package static let plan = Document<PlanAnswer>(
    "plan", command: "plimsoll plan MODEL", rows: "options",
    columns: [
      "GPU": "gpu", "count": "gpu_count", "its memory": "gpu_memory_bytes", "main memory": "ram_bytes",
      "needs": "total_bytes", "decode": "decode_tokens_per_second", "first token": "time_to_first_token_seconds",
      "price": "price_usd",
    ],
    overview: ["model": "model.name"]
  ) {
    Field("model", Tables.model.codec, "The model.") { $0.model }
    Field("reason", optional: .text, "Why there is no option.") { PlanText.reason($0.plan, $0.model) }
    Field("options", .list(Tables.planOption.codec), "Hardware that runs it, cheapest first.") { $0.plan.options }
  }
}

extension Tables {
  static let planOption = Table<HardwarePlan.Option>("plan_option", "Hardware that runs the model.") {
    Field("gpu", optional: .text, "The card, or the chip whose graphics share its memory; null without one.") {
      $0.gpu
    }
    Field("gpu_count", .count, "How many cards.") { $0.gpuCount }
    Field("gpu_memory_bytes", .bytes, "Memory of one card.") { $0.gpuMemoryBytes }
    Field("ram_bytes", .bytes, "Main memory.") { $0.mainMemoryBytes }
    Field("memory_bandwidth_bytes_per_second", .number(.bytesPerSecond), "Main memory's that is assumed.") {
      $0.mainMemoryBandwidth
    }
    Field("price_usd", optional: .number(.dollars), "Price of the cards together; null when not known.") {
      $0.priceUSD
    }
    Field("price_kind", optional: .word, "Which price that is.") { $0.price?.kind }
    Field("price_as_of", optional: .text, "The day, month or year of that price.") { $0.price?.asOf }
    Field("price_source", optional: .text, "Where it is from; null for launch prices of the table of GPUs.") {
      $0.price?.source
    }
    Field("quantization", .text, "The quantization.") { $0.fit.quantization }
    Field("total_bytes", .bytes, "Memory that the model needs over all pools.") { $0.fit.memory.totalBytes }
    Field("decode_tokens_per_second", .rounded(.tokensPerSecond), "Tokens written, estimated.") {
      $0.speed.decodeTokensPerSecond.estimate
    }
    Field("time_to_first_token_seconds", .rounded(.seconds), "Estimated.") {
      $0.speed.timeToFirstTokenSeconds.estimate
    }
  }
}

import Base
import Machines
import Models
import Ranking
import Serving

/// What to buy so that a model serves a load.
package struct ServingPlanAnswer: Sendable {
  package var model: Model
  package var request: ServingRequest
  package var plan: ServingPlan

  package init(model: Model, request: ServingRequest, plan: ServingPlan) {
    (self.model, self.request, self.plan) = (model, request, plan)
  }
}

extension Contract {
  package static let servingPlan = Document<ServingPlanAnswer>(
    "plan-users", command: "plimsoll plan MODEL --users N", rows: "options",
    columns: [
      "GPU": "gpu", "count": "gpu_count", "machines": "machines", "engine": "serves.engine",
      "weights": "serves.checkpoint.label", "each user": "serves.tokens_per_second_per_user",
      "first token": "serves.time_to_first_token_seconds.p95", "price": "price_usd",
    ],
    overview: ["model": "model.name", "users": "request.users"]
  ) {
    Field("model", Tables.model.codec, "The model.") { $0.model }
    Field("request", Tables.servingRequest.codec, "What is asked.") { $0.request }
    Field("reason", optional: .text, "Why there is no option.") { ServingPlanText.reason($0) }
    Field("options", .list(Tables.servingPlanOption.codec), "Hardware that serves it, cheapest first.") { answer in
      answer.plan.options.map { ServingPlanOption(option: $0, model: answer.model) }
    }
  }
}

/// An option, and the model that it is for.
struct ServingPlanOption: Sendable {
  var option: ServingPlan.Option
  @Shared var model: Model

  var described: DescribedCapacity {
    DescribedCapacity(
      row: option.row,
      answer: CapacityAnswer(
        model: model, file: nil, request: option.request, rows: [option.row], machine: Machine(origin: .live)))
  }
}

extension Tables {
  static let servingPlanOption = Table<ServingPlanOption>("serving_plan_option", "Hardware that serves the load.") {
    Field("gpu", optional: .text, "The card, or the chip whose graphics share its memory.") { $0.option.gpu }
    Field("gpu_count", .count, "Cards in each machine.") { $0.option.gpuCount }
    Field("machines", .count, "Machines alike behind a balancer.") { $0.option.machines }
    Field("gpu_memory_bytes", .bytes, "Memory of one card.") { $0.option.gpuMemoryBytes }
    Field("ram_bytes", .bytes, "Main memory of each machine.") { $0.option.mainMemoryBytes }
    Field(
      "price_usd", optional: .number(.dollars), "Price of all cards together, at launch or used; null when not known."
    ) {
      $0.option.priceUSD
    }
    Field("quantization", .text, "What is loaded.") { $0.option.row.checkpoint.label }
    Field("decode_tokens_per_second", optional: .rounded(.tokensPerSecond), "What each user reads, estimated.") {
      $0.option.row.load?.tokensPerSecondPerUser.estimate
    }
    Field("time_to_first_token_seconds", optional: .rounded(.seconds), "One request in twenty waits longer.") {
      $0.option.row.load?.timeToFirstToken?.p95
    }
    Field("serves", capacityRow.codec, "How one machine serves its part of the load.") { $0.described }
  }
}

import Base
import Machines
import Memory
import Models
import Ranking

/// Writes the ranked answer as the JSON documents have it.
package enum RecommendationWriter {
  /// The document `plimsoll.scan/1` or `plimsoll.recommend/1`.
  package static func document(
    name: String, machine: Machine, measurements: Measurements?, workload: Workload, wishes: Wishes,
    recommendation: Recommendation, commands: [RunCommand], version: String
  ) -> JSONValue {
    Document.named(
      name, version: version,
      [
        JSONValue.Member("machine", MachineWriter.machine(machine)),
        JSONValue.Member("benchmark", measurements.map(BenchWriter.members) ?? .null),
        JSONValue.Member("request", request(workload, wishes)),
        JSONValue.Member(
          "recommendations",
          .array(zip(recommendation.picks, commands).map { pick(pick: $0, command: $1, useCase: wishes.useCase) })),
        JSONValue.Member("rejected", rejected(recommendation)),
        JSONValue.Member("gaps", MachineWriter.gaps(machine)),
      ])
  }

  private static func request(_ workload: Workload, _ wishes: Wishes) -> JSONValue {
    .object([
      "use_case": .string(wishes.useCase.rawValue), "context": .integer(workload.context),
      "parallel": .integer(workload.parallel), "kv_cache_type": .string(workload.keyCacheType.rawValue.lowercased()),
      "kv_cache_type_v": .string(workload.valueCacheType.rawValue.lowercased()),
      "ubatch": .integer(workload.microBatch), "flash_attention": .bool(workload.flashAttention),
      "prompt": .integer(workload.promptTokens), "backend": .string(workload.backend?.rawValue),
      "min_speed": .number(wishes.minimumTokensPerSecond),
      "max_ttft": .number(wishes.maximumTimeToFirstTokenSeconds), "license": .string(wishes.license.rawValue),
      "quantizations": .strings(wishes.quantizations), "limit": .integer(wishes.limit),
      "memory_budget_bytes": .integer(workload.memoryBudgetBytes),
      "vram_budget_bytes": .integer(workload.vramBudgetBytes),
    ])
  }

  private static func pick(pick: Pick, command: RunCommand, useCase: UseCase) -> JSONValue {
    let row = FitWriter.row(FitRow(fit: pick.fit, speed: pick.speed, command: command))
    return .object(
      // The row stands under its own name and, for short queries, its keys beside it.
      (row.members ?? []) + [
        JSONValue.Member("row", row), JSONValue.Member("rank", .integer(pick.rank)),
        JSONValue.Member("model", FitWriter.model(pick.model)),
        JSONValue.Member(
          "quality",
          .object([
            "score": .number(JSONValue.rounded(pick.quality)), "use_case": .string(useCase.rawValue),
            "uncertainty": .number(JSONValue.rounded(pick.expected.uncertainty)),
            "sources": .strings(pick.expected.sources),
          ])), JSONValue.Member("score", .number(JSONValue.rounded(pick.score))),
        JSONValue.Member("pareto", .bool(pick.isOnParetoFront)), JSONValue.Member("label", .string(pick.labelText)),
        JSONValue.Member("also", .strings(pick.alsoIDs)), JSONValue.Member("reasons", .strings(pick.reasons)),
        JSONValue.Member("warnings", .strings(pick.warnings)),
      ])
  }

  private static func rejected(_ recommendation: Recommendation) -> JSONValue {
    .object([
      "count": .integer(recommendation.rejectedCount),
      "by_gate": .object(
        Gate.allCases.compactMap { gate in
          recommendation.rejectedByGate[gate].map { JSONValue.Member(gate.rawValue, .integer($0)) }
        }),
      "nearest": .array(
        recommendation.nearest.map { miss in
          .object([
            "model": .string(miss.model.id), "name": .string(miss.model.name),
            "quantization": .string(miss.quantization), "gate": .string(miss.gate.rawValue),
            "needed": .string(miss.shortfall.needed), "available": .string(miss.shortfall.available),
            "remedy": .string(miss.remedyText),
          ])
        }),
    ])
  }
}

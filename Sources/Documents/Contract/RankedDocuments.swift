import Base
import Machines
import Memory
import Models
import Ranking

/// The ranked answer with everything it rests on; the commands are those of its picks.
package typealias RankedAnswer = (
  machine: Machine, measurements: Measurements?, workload: Workload, wishes: Wishes, recommendation: Recommendation,
  commands: [RunCommand]
)

extension Contract {
  package static let scan = ranked("scan")
  package static let recommend = ranked("recommend")

  private static func ranked(_ name: String) -> Document<RankedAnswer> {
    Document(
      name, command: "plimsoll \(name)", rows: "recommendations",
      columns: [
        "rank": "rank", "model": "model.name", "quantization": "row.quantization", "quality": "quality.score",
        "decode": "row.speed.decode_tokens_per_second", "first token": "row.speed.time_to_first_token_seconds",
        "memory": "row.memory.total_bytes", "where": "row.placement.mode", "best at": "label",
      ],
      overview: [
        "processor": "machine.cpu.model", "memory for models": "machine.memory.budget_bytes",
        "use case": "request.use_case", "context": "request.context", "models held back": "rejected.count",
      ]
    ) {
      Field("machine", Tables.machine.codec, "The machine.") { $0.machine }
      Field("benchmark", optional: Tables.benchmark.codec, "Its measurements; null when it was not measured.") {
        $0.measurements
      }
      Field("request", Tables.request.codec, "What was asked.") { ($0.workload, $0.wishes) }
      Field("recommendations", .list(Tables.pick.codec), "The picks, the best first.") { answer in
        zip(answer.recommendation.picks, answer.commands).map { ($0, $1, answer.wishes.useCase) }
      }
      Field("rejected", Tables.rejected.codec, "What the gates held back.") { $0.recommendation }
      Tables.gaps { $0.machine }
    }
  }
}

extension Tables {
  static let request = Table<(workload: Workload, wishes: Wishes)>("request", "What was asked, defaults put in.") {
    Field("use_case", .word, "What the model is for.") { $0.wishes.useCase }
    Field("context", .tokens, "Context per sequence.") { $0.workload.context }
    Field("users", .count, "How many use it at once; speeds and waits are each one's.") { $0.wishes.users }
    Field("parallel", .count, "Parallel sequences.") { $0.workload.parallel }
    Field("kv_cache_type", .text, "Format of the cache's keys.") { $0.workload.keyCacheType.rawValue.lowercased() }
    Field("kv_cache_type_v", .text, "Format of its values.") { $0.workload.valueCacheType.rawValue.lowercased() }
    Field("ubatch", .tokens, "Prompt tokens computed at once.") { $0.workload.microBatch }
    Field("flash_attention", .flag, "Whether attention is computed in one kernel.") { $0.workload.flashAttention }
    Field("prompt", .tokens, "Prompt of the time to the first token.") { $0.workload.promptTokens }
    Field("backend", optional: .word, "The back end asked for.") { $0.workload.backend }
    Field("min_speed", optional: .number(.tokensPerSecond), "The decode gate asked for.") {
      $0.wishes.minimumTokensPerSecond
    }
    Field("max_ttft", optional: .number(.seconds), "The gate of the first token asked for.") {
      $0.wishes.maximumTimeToFirstTokenSeconds
    }
    Field("license", .word, "The licence gate.") { $0.wishes.license }
    Field("quantizations", .list(.text), "Only these; empty: all that make sense.") { $0.wishes.quantizations }
    Field("limit", .count, "How many to list.") { $0.wishes.limit }
    Field("memory_budget_bytes", optional: .bytes, "Main memory to use at most.") { $0.workload.memoryBudgetBytes }
    Field("vram_budget_bytes", optional: .bytes, "Memory to use at most on each accelerator.") {
      $0.workload.vramBudgetBytes
    }
  }

  static let pick = Table<(pick: Pick, command: RunCommand, useCase: UseCase)>("pick", "A model worth running.") {
    Field("rank", .count, "1 is the first.") { $0.pick.rank }
    Field("model", model.codec, "The model.") { $0.pick.model }
    Field("row", row.codec, "Its quantization on this machine, as in `fit`.") {
      FitRow(
        fit: $0.pick.fit, speed: $0.pick.speed, command: $0.command, candidate: $0.pick.candidate)
    }
    Field("quality", quality.codec, "How good it is for the use case.") { ($0.pick, $0.useCase) }
    Field("score", .rounded(), "What the order is by: utility.") { $0.pick.utility.points }
    Field("pareto", .flag, "Whether no other is both better and faster.") { $0.pick.isOnParetoFront }
    Field("label", optional: .text, "What it is best at.") { $0.pick.labelText }
    Field("also", .list(.text), "Variants of the same family and size that stand behind it.") { $0.pick.alsoIDs }
    Field("reasons", .list(.text), "Why it is here.") { $0.pick.reasons }
    Field("warnings", .list(.text), "What to know before running it.") {
      $0.pick.warnings + $0.command.warnings
    }
  }

  private static let quality = Table<(pick: Pick, useCase: UseCase)>("quality", "A pick's quality.") {
    Field("score", .rounded(), "On a scale to 100, less what the quantization and not thinking cost.") {
      $0.pick.utility.quality
    }
    Field("use_case", .word, "What for.") { $0.useCase }
    Field("uncertainty", .rounded(), "How far off it may be.") { $0.pick.utility.uncertainty }
    Field("sources", .list(.text), "What it rests on.") { $0.pick.utility.sources(of: $0.pick.model) }
  }

  static let rejected = Table<Recommendation>("rejected", "What the gates held back.") {
    Field("count", .count, "How many models.") { $0.rejectedCount }
    Field("by_gate", .map(.count), "How many at each gate.") { answer in
      Dictionary(uniqueKeysWithValues: answer.rejectedByGate.map { ($0.key.rawValue, $0.value) })
    }
    Field("outclassed", .count, "How many were not looked at closely, since none could be shown beside what passed.") {
      $0.outclassedCount
    }
    Field("nearest", .list(miss.codec), "Those that miss by least.") { $0.nearest }
  }

  private static let miss = Table<Rejection>("miss", "A model that a gate held back.") {
    Field("model", .text, "Its id.") { $0.model.id }
    Field("name", .text, "Its name.") { $0.model.name }
    Field("quantization", .text, "The quantization that comes nearest.") { $0.quantization }
    Field("gate", .word, "The gate.") { $0.gate }
    Field("needed", .text, "What the gate asks for.") { $0.shortfall.needed }
    Field("available", .text, "What there is.") { $0.shortfall.available }
    Field("remedy", optional: .text, "What would let it pass.") { $0.remedyText }
    Field("utility", optional: .rounded(), "What it would be worth then.") { $0.candidate?.utility.points }
  }
}

import Base
import Machines
import Models
import Serving

extension Tables {
  static let servingRequest = Table<ServingRequest>("serving_request", "A load and what each request must get.") {
    Field("users", optional: .count, "People who ask; null where the load is not made of them.") { $0.users }
    Field("rate_per_second", optional: .number, "Requests that arrive per second; null where it is not given.") {
      $0.ratePerSecond
    }
    Field("think_time_seconds", optional: .number(.seconds), "From an answer to the same user's next request.") {
      $0.thinkSeconds
    }
    Field("input_tokens", .tokens, "Tokens of a request.") { $0.inputTokens }
    Field("output_tokens", .tokens, "Tokens of an answer.") { $0.outputTokens }
    Field("target_ttft_seconds", optional: .number(.seconds), "Longest wait for the first token.") {
      $0.level.timeToFirstTokenSeconds
    }
    Field("target_tokens_per_second", optional: .number(.tokensPerSecond), "Slowest writing.") {
      $0.level.tokensPerSecond
    }
    Field("nodes", .count, "Machines alike.") { $0.nodes }
  }

  static let capacityRow = Table<DescribedCapacity>("capacity_row", "One engine, checkpoint and split under the load.")
  {
    Field("engine", .word, "The engine.") { $0.row.engine }
    Field("checkpoint", checkpoint.codec, "What it loads.") { $0.row.checkpoint }
    Field("gpus", .count, "Cards that are used, over all nodes; 0: the processor alone.") { $0.row.split.gpus }
    Field("tensor_parallel", .count, "Cards that share each layer.") { $0.row.split.tensorParallel }
    Field("expert_parallel", .count, "Cards among which whole experts are spread; 1: experts are split too.") {
      $0.row.split.expertParallel
    }
    Field("pipeline_parallel", .count, "Stages with a part of the layers each.") { $0.row.split.pipelineParallel }
    Field("replicas", .count, "Copies of the model, each with its own requests.") { $0.row.split.replicas }
    Field("nodes", .count, "Machines.") { $0.row.split.nodes }
    Field("memory", optional: servingMemory.codec, "Memory over all replicas; null where it does not run.") {
      $0.row.memory
    }
    Field("max_concurrency", optional: .count, "Requests of this length at once, over all replicas.") {
      $0.row.maxConcurrency
    }
    Field("concurrency", optional: .rounded(), "Requests at once on average under the load.") {
      $0.row.load?.state.concurrency
    }
    Field("output_tokens_per_second", optional: estimate(.tokensPerSecond), "Written in total.") {
      $0.row.load?.outputTokensPerSecond
    }
    Field("decode_tokens_per_second", optional: estimate(.tokensPerSecond), "Written while no prompt is computed.") {
      $0.row.load?.decodeTokensPerSecond
    }
    Field("requests_per_second", optional: estimate, "Answered.") { $0.row.load?.requestsPerSecond }
    Field("tokens_per_second_per_user", optional: estimate(.tokensPerSecond), "What each user reads; half see less.") {
      $0.row.load?.tokensPerSecondPerUser
    }
    Field("time_to_first_token_seconds", optional: percentiles.codec.measured(in: .seconds), "Null: ever more wait.") {
      $0.row.load?.timeToFirstToken
    }
    Field("time_per_token_seconds", optional: percentiles.codec.measured(in: .seconds), "Between a user's tokens.") {
      $0.row.load?.state.tokenSeconds
    }
    Field("utilisation", optional: .rounded(), "The load as a part of the most that is answered.") {
      $0.row.load?.state.utilisation
    }
    Field("largest", optional: largestLoad.codec, "The largest load that keeps the targets; null: none does.") {
      $0.row.load?.largest.map { Largest(requestsPerSecond: $0.requestsPerSecond, users: $0.users) }
    }
    Field("network_share", optional: .rounded(), "The network's part of each step.") { $0.row.load?.networkShare }
    Field("watts", optional: .rounded(), "Power of the cards by their data sheets; null where it is not known.") {
      $0.row.watts
    }
    Field("limit", optional: .word, "What bounds the throughput.") { $0.row.load?.limit }
    Field("verdict", .word, "Whether the load keeps the targets.") { $0.row.verdict }
    Field("reason", optional: .text, "Why not; null where it does.") {
      CapacitySentences.reason($0.row, $0.answer.request)
    }
    Field("command", optional: .text, "The command line that runs it; null where there is none.") { $0.command }
  }

  private static let checkpoint = Table<Checkpoint>("checkpoint", "A form in which the weights can be had.") {
    Field("format", .word, "What kind of runtime reads it.") { $0.format }
    Field("label", .text, "The quantization as its publisher calls it.") { $0.label }
    Field("repository", optional: .text, "Where it is published; null where no publisher is known.") { $0.repository }
    Field("bytes", optional: .bytes, "Its weights; null where it does not run.") { $0.bytes }
    Field("made_on_load", .flag, "The engine makes it of the 16-bit checkpoint while it loads.") { $0.isMadeOnLoad }
  }

  private static let servingMemory = Table<ServingMemory>("serving_memory", "Memory of a deployment.") {
    Field("weights_bytes", .bytes, "Weights, over all replicas.") { $0.weightsBytes }
    Field("kv_bytes_per_token", .bytes, "Cache of one token of one sequence.") { $0.cacheBytesPerToken }
    Field("kv_budget_bytes", .balance, "What is left for the cache.") { $0.cacheBudgetBytes }
    Field("overhead_bytes", .bytes, "Buffers and the runtime's own.") { $0.overheadBytes }
    Field("budget_bytes", .bytes, "What the engine may take.") { $0.budgetBytes }
  }

  private static let percentiles = Table<Percentiles>("percentiles", "What differs from request to request.") {
    Field("p50", .rounded(), "Half of the requests are below.") { $0.p50 }
    Field("p95", .rounded(), "One in twenty is above.") { $0.p95 }
  }

  private static let largestLoad = Table<Largest>("largest_load", "The largest load that keeps the targets.") {
    Field("requests_per_second", .rounded(), "Requests per second.") { $0.requestsPerSecond }
    Field("requests_per_hour", .rounded(), "Requests per hour.") { $0.requestsPerSecond * 3600 }
    Field("requests_per_month", .rounded(), "Requests in a month of 30 days.") { $0.requestsPerSecond * 2_592_000 }
    Field("users", optional: .count, "People; null where the load is a rate.") { $0.users }
  }

  private struct Largest: Sendable {
    var requestsPerSecond: Double
    var users: Int?
  }
}

extension ServingRequest {
  fileprivate var thinkSeconds: Double? {
    guard case .users(_, let think) = demand else { return nil }
    return think
  }
}

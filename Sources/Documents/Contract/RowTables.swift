import Base
import Memory
import Models
import Ranking
import Speed

extension Tables {
  /// One quantization of one model on one machine.
  static let row = Table<FitRow>("row", "One quantization of one model on one machine.") {
    Field("quantization", .text, "The recipe in llama.cpp's spelling, or a publisher's label.") { $0.fit.quantization }
    Field("bits_per_weight", .rounded(), "Weights' bits over weights.") { $0.fit.bitsPerWeight }
    Field("context", .tokens, "Context per sequence.") { $0.fit.workload.context }
    Field("kv_cache_type", .text, "Format of the cache; keys and values apart where they differ.") {
      $0.fit.workload.cacheTypes
    }
    Field("ollama_tag", optional: .text, "The published tag with exactly this quantization.") { $0.fit.ollamaTag }
    Field("artefact", optional: artefact.codec, "What the first command names; null where no file is known.") {
      $0.command.artefact
    }
    Field("runtime", .word, "Whose reservations `memory` counts.") { $0.fit.workload.reservation }
    Field("memory", rowDemand.codec, "What it needs over all memory pools.") { $0.fit }
    Field("placement", placement.codec, "Where its parts go.") { ($0.fit.placement, $0.explanation != nil) }
    Field("verdict", .word, "`tight` fits with less than the safety margin.") { $0.fit.verdict }
    Field("headroom_bytes", .balance, "The smallest budget less demand over all pools.") { $0.fit.headroomBytes }
    Field("largest_context", optional: .tokens, "The largest context that still fits.") { $0.fit.largestContext }
    Field("download_bytes", .bytes, "What is fetched to have it.") { $0.fit.downloadBytes }
    Field("notes", .list(.text), "Remarks.") { $0.notes }
    Field("speed", optional: speed.codec, "How fast it would run; null where that cannot be told.") { $0.speed }
    Field("utility", optional: .rounded(), "What an answer is worth, in points of quality.") {
      $0.candidate?.utility.points
    }
    Field("thinking", optional: .word, "Whether it thinks first; `off`: it could, but is worth more without.") {
      $0.candidate?.thinking
    }
    Field("answer_seconds", optional: estimate(.seconds), "From a usual question to the end of the answer.") {
      $0.candidate?.answerSeconds
    }
    Field("served", optional: served.codec, "A checkpoint for vLLM beside the file, on data-centre cards.") {
      $0.candidate?.served
    }
    Field("command", command.codec, "The command lines that run it.") { $0.command }
    Field("explanation", ifAny: .list(section.codec), "The sums behind the row, with `--explain`.") {
      row in row.explanation.map { ExplanationSection.all(row.fit, $0) }
    }
  }

  static let demand = Table<MemoryDemand>("memory_demand", "Memory by what takes it.") {
    Field("weights_bytes", .bytes, "Weights.") { $0.weightsBytes }
    Field("kv_cache_bytes", .bytes, "Keys and values of the context.") { $0.kvCacheBytes }
    Field("recurrent_bytes", .bytes, "State of recurrent layers.") { $0.recurrentBytes }
    Field("compute_bytes", .bytes, "Buffers of the computation.") { $0.computeBytes }
    Field("overhead_bytes", .bytes, "The runtime's own.") { $0.overheadBytes }
    Field("total_bytes", .bytes, "The sum.") { $0.totalBytes }
  }

  private static let rowDemand = Table<Fit>("row_memory", "Memory of a row by what takes it.") {
    demand.fields.map { $0.of(\.memory) }
    Field(
      "prompt_cache_bytes", .bytes,
      "What the server may keep of earlier prompts in main memory beside, at most, with its checkpoints."
    ) { $0.promptCacheBytes }
  }

  private static let speed = Table<Speed>("speed", "How fast a row would run.") {
    Field("decode_tokens_per_second", estimate(.tokensPerSecond), "Tokens written.") { $0.decodeTokensPerSecond }
    Field("prefill_tokens_per_second", estimate(.tokensPerSecond), "Tokens read.") { $0.prefillTokensPerSecond }
    Field("time_to_first_token_seconds", estimate(.seconds), "For the request's prompt, the model already loaded.") {
      $0.timeToFirstTokenSeconds
    }
    Field("basis", .word, "Whether the machine was measured.") { $0.basis }
    Field("basis_text", .text, "The same in words, with what no measurement speaks of.") { UnmeasuredText.sentence($0) }
    Field("unmeasured", .list(.text), "What no measurement speaks of; the band is wider for each.") {
      $0.unmeasured.map(UnmeasuredText.code)
    }
    Field(
      "assumed_memory_bandwidth_bytes_per_second", optional: .rounded(.bytesPerSecond),
      "What is taken for the bandwidth of main memory where nothing tells it."
    ) { UnmeasuredText.assumedMemory($0)?.bandwidthBytesPerSecond }
    Field("decode_depth_tokens", .tokens, "Tokens in the cache that the decode speed stands for.") { $0.depthTokens }
  }

  private static let served = Table<Served>("served", "A checkpoint as vLLM serves it to one person.") {
    Field("judged", .flag, "Whether utility, thinking and answer time are its: it is worth more than the file.") {
      $0.isJudged
    }
    Field("format", .text, "The format of its weights.") { $0.checkpoint.label }
    Field("repository", optional: .text, "Where it is published.") { $0.checkpoint.repository }
    Field("made_on_load", .flag, "Whether vLLM makes it of 16 bits while it loads.") { $0.checkpoint.isMadeOnLoad }
    Field("weights_bytes", optional: .bytes, "Its weights, on all cards of one copy.") { $0.weightsBytes }
    Field("gpus", .count, "Cards that one copy takes.") { $0.row.split.tensorParallel * $0.row.split.pipelineParallel }
    Field("decode_tokens_per_second", estimate(.tokensPerSecond), "Tokens written.") {
      $0.speed.decodeTokensPerSecond
    }
    Field("time_to_first_token_seconds", estimate(.seconds), "For the request's prompt.") {
      $0.speed.timeToFirstTokenSeconds
    }
  }

  private static let command = Table<RunCommand>("command", "Command lines; null where there is nothing to run.") {
    Field("first", optional: .text, "The one that realises the placement.") { $0.first }
    Field("ollama", optional: .text, "For Ollama.") { $0.ollama }
    Field("llama_cpp", optional: .text, "For llama.cpp.") { $0.llamaCpp }
    Field("vllm", optional: .text, "For vLLM, with a checkpoint of its own.") { $0.vllm }
    Field("environment", .map(.text), "Variables that Ollama's server needs for its command.") { $0.environment }
  }

  private static let section = Table<ExplanationSection>("section", "Sums that belong together.") {
    Field("title", .text, "What they are about.") { $0.title }
    Field("lines", .list(line.codec), "The sums.") { $0.lines }
  }

  private static let line = Table<ExplanationSection.Line>("line", "A sum with the numbers put in.") {
    Field("label", .text, "What.") { $0.label }
    Field("sum", .text, "How it is computed.") { $0.sum }
    Field("bytes", .bytes, "How much that is.") { $0.bytes }
  }
}

extension Workload {
  /// `f16`; keys and values apart where they differ.
  var cacheTypes: String {
    let (key, value) = (keyCacheType.rawValue.lowercased(), valueCacheType.rawValue.lowercased())
    return key == value ? key : "\(key)/\(value)"
  }
}

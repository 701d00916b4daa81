import Machines
import Memory
import Models
import Options

/// What the model is asked to do.
package struct WorkloadOptions: ParsableArguments {
  @Option(
    "tokens", help: "Context length per sequence. Default: 8192, or all that a model takes if that is less.",
    section: "Workload")
  package var context: TokenCount?

  @Option(
    "n", help: "Parallel sequences, each with a context of its own.", section: "Workload",
    check: { (1...4096).contains($0) ? nil : "a number from 1 to 4096" })
  package var parallel: Int = 1

  @Option(
    "switch", help: "One cache that all parallel sequences share, instead of equal parts.", section: "Workload")
  var kvUnified: Switch = .off

  @Option("type", help: "Format of the KV cache.", section: "Workload")
  var kvType: CacheTypeArgument = .f16

  @Option("type", help: "Format of the keys alone, where it differs from --kv-type.", section: "Workload")
  var kvTypeK: CacheTypeArgument?

  @Option("type", help: "Format of the values alone, where it differs from --kv-type.", section: "Workload")
  var kvTypeV: CacheTypeArgument?

  @Option(
    "n", help: "Prompt tokens that the runtime computes at once.", section: "Workload",
    check: { (1...65536).contains($0) ? nil : "a number from 1 to 65536" })
  package var ubatch: Int = 512

  @Option(
    "name",
    help: """
      Whose reservations are counted: llama.cpp's library, its server, or Ollama. Default: those of the command printed first. \
      For pull, what fetches.
      """,
    section: "Workload")
  package var runtime: RuntimeArgument?

  @Option("switch", help: "Flash attention.", section: "Workload")
  package var flashAttention: Switch = .on

  @Option(
    "tokens", help: "Prompt length for the time to first token. Default: 512, or the use case's.", section: "Workload")
  package var prompt: TokenCount?

  @Option("name", help: "The runtime's back end. Default: the best the accelerator has.", section: "Workload")
  package var backend: Backend?

  @Option("size", help: "Use at most this much main memory.", section: "Workload")
  package var memoryBudget: SizeArgument?

  @Option("size", help: "Use at most this much memory on each accelerator.", section: "Workload")
  var vramBudget: SizeArgument?

  package init() {}

  /// The context in tokens where none is asked for.
  static let usualContext = 8192

  /// The workload with everything in the calculator's terms.
  package var workload: Workload {
    var workload = Workload(
      context: context?.tokens ?? Self.usualContext, parallel: parallel, keyCacheType: (kvTypeK ?? kvType).type,
      valueCacheType: (kvTypeV ?? kvType).type, microBatch: ubatch, flashAttention: flashAttention == .on,
      promptTokens: prompt?.tokens ?? 512, backend: backend, memoryBudgetBytes: memoryBudget?.bytes,
      vramBudgetBytes: vramBudget?.bytes)
    workload.sharesCache = kvUnified == .on
    guard let runtime else { return workload.forFirstCommand }
    workload.reservation = runtime.reservation
    return workload
  }

  /// The workload for one model: a context that nobody asked for is no longer than the model's.
  func workload(of model: Model) -> Workload {
    var workload = workload
    let longest = ContextRule.longest(model)
    if context == nil, longest > 0 { workload.context = min(workload.context, longest) }
    return workload
  }
}

extension Backend: ArgumentValue {}

/// A runtime by one of its names.
package enum RuntimeArgument: String, CaseIterable, ArgumentValue {
  case library
  case llamaServer = "llama-server"
  case ollama
  /// The same as its server.
  case llamaCpp = "llama.cpp"
  /// Whatever reads checkpoints from a Hub's cache; nobody's reservations are known for it.
  case huggingFace = "huggingface"

  package var reservation: Reservation {
    switch self {
    case .library, .huggingFace: .library
    case .llamaServer, .llamaCpp: .llamaServer
    case .ollama: .ollama
    }
  }
}

/// The formats in which llama.cpp can keep its cache.
enum CacheTypeArgument: String, CaseIterable, ArgumentValue {
  case f32, f16, bf16, q8_0, q5_1, q5_0, q4_1, q4_0, iq4_nl

  var type: TensorType {
    switch self {
    case .f32: .f32
    case .f16: .f16
    case .bf16: .bf16
    case .q8_0: .q8_0
    case .q5_1: .q5_1
    case .q5_0: .q5_0
    case .q4_1: .q4_1
    case .q4_0: .q4_0
    case .iq4_nl: .iq4_NL
    }
  }
}

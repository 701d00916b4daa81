import Machines
import Models

/// What a model is asked to do, as far as memory and speed depend on it.
package struct Workload: Sendable, Equatable {
  /// Context length in tokens, per sequence.
  package var context: Int
  /// Parallel sequences; each has a context of its own.
  package var parallel: Int
  /// True: all sequences share one cache (llama.cpp's `--kv-unified`); false: each has its own part.
  package var sharesCache = false
  package var keyCacheType: TensorType
  package var valueCacheType: TensorType
  /// Tokens of a prompt that the runtime computes at once (llama.cpp's `--ubatch-size`).
  package var microBatch: Int
  package var flashAttention: Bool
  /// Whose reservations are counted: from when one is set, that one's.
  package var reservation: Reservation {
    get { counted }
    set { (counted, countsFirstCommand) = (newValue, false) }
  }
  private var counted = Reservation.library
  /// Whether a runtime takes larger micro-batches by itself: Ollama does where the whole model has room beside them.
  private(set) var growsMicroBatch = true
  /// Whether each row counts the reservations of the runtime whose command is printed first, as its placement decides.
  package private(set) var countsFirstCommand = false
  /// Prompt length for the time to first token.
  package var promptTokens: Int
  /// The back end asked for; nil: the best the accelerator has.
  package var backend: Backend?
  /// Main memory that may be used at most; nil: the machine's budget.
  package var memoryBudgetBytes: Int?
  /// Memory that may be used at most on each accelerator; nil: the accelerator's budget.
  package var vramBudgetBytes: Int?

  package init(
    context: Int = 8192, parallel: Int = 1, keyCacheType: TensorType = .f16, valueCacheType: TensorType = .f16,
    microBatch: Int = 512, flashAttention: Bool = true, promptTokens: Int = 512, backend: Backend? = nil,
    memoryBudgetBytes: Int? = nil, vramBudgetBytes: Int? = nil
  ) {
    self.context = context
    self.parallel = parallel
    self.keyCacheType = keyCacheType
    self.valueCacheType = valueCacheType
    self.microBatch = microBatch
    self.flashAttention = flashAttention
    self.promptTokens = promptTokens
    self.backend = backend
    self.memoryBudgetBytes = memoryBudgetBytes
    self.vramBudgetBytes = vramBudgetBytes
  }
}

extension Workload {
  /// The same, counted as the command that is printed first will reserve: a calculator knows which runtimes a machine has.
  package var forFirstCommand: Workload {
    var result = self
    (result.counted, result.countsFirstCommand) = (.llamaServer, true)
    return result
  }

  /// The same for the first command of a row that one runtime runs.
  func firstCommand(of runtime: Reservation) -> Workload {
    var result = self
    result.counted = runtime
    return result
  }

  /// The same with no larger micro-batches than are asked for.
  var withAskedMicroBatch: Workload {
    var result = self
    result.growsMicroBatch = false
    return result
  }

  /// Whether a model needs the same memory for both: all but what there is of it, and how long a prompt is timed.
  func needsAsMuch(as other: Workload) -> Bool {
    var same = other
    (same.memoryBudgetBytes, same.vramBudgetBytes) = (memoryBudgetBytes, vramBudgetBytes)
    (same.backend, same.promptTokens) = (backend, promptTokens)
    same.countsFirstCommand = countsFirstCommand
    return self == same
  }

  /// The same workload within bounds that no product overflows.
  var bounded: Workload {
    var result = self
    result.context = min(max(context, 1), 1 << 32)
    result.parallel = min(max(parallel, 1), 1 << 16)
    result.microBatch = min(max(microBatch, 1), 1 << 20)
    return result
  }
}

import Machines
import Models

/// What a model needs over all memory pools, in bytes.
package struct MemoryDemand: Sendable, Equatable {
  package var weightsBytes = 0
  package var kvCacheBytes = 0
  package var recurrentBytes = 0
  package var computeBytes = 0
  package var overheadBytes = 0

  package var totalBytes: Int {
    Saturating.add(
      Saturating.add(weightsBytes, kvCacheBytes),
      Saturating.add(recurrentBytes, Saturating.add(computeBytes, overheadBytes)))
  }

  package init(
    weightsBytes: Int = 0, kvCacheBytes: Int = 0, recurrentBytes: Int = 0, computeBytes: Int = 0,
    overheadBytes: Int = 0
  ) {
    self.weightsBytes = weightsBytes
    self.kvCacheBytes = kvCacheBytes
    self.recurrentBytes = recurrentBytes
    self.computeBytes = computeBytes
    self.overheadBytes = overheadBytes
  }
}

/// Where a model's parts go.
package struct Placement: Sendable, Equatable {
  package var mode: Mode
  /// Layers on accelerators, the output layer counted as one (llama.cpp's `--n-gpu-layers`).
  package var gpuLayers: Int
  /// Layers whose experts stay in main memory (llama.cpp's `--n-cpu-moe`).
  package var expertLayersInRAM: Int
  /// Whether every layer lies in parts on all cards, which compute it together (llama.cpp's `--split-mode tensor`).
  package var sharesLayers = false
  package var devices: [DeviceShare]
  /// What the processor works with where it writes faster with fewer threads than it has cores; nil where a runtime's usual
  /// choice is as good.
  package var threads: Threads?

  package init(mode: Mode, gpuLayers: Int = 0, expertLayersInRAM: Int = 0, devices: [DeviceShare] = []) {
    self.mode = mode
    self.gpuLayers = gpuLayers
    self.expertLayersInRAM = expertLayersInRAM
    self.devices = devices
  }

  /// The parts on accelerators.
  package var accelerators: [DeviceShare] { devices.filter { $0.backend != .cpu } }

  /// Threads of a processor (llama.cpp's `--threads` and `--threads-batch`).
  package struct Threads: Sendable, Equatable {
    package var writing: Int
    package var reading: Int

    package init(writing: Int, reading: Int) { (self.writing, self.reading) = (writing, reading) }
  }

  package enum Mode: String, Sendable, CaseIterable {
    case gpu
    case multiGPU = "multi-gpu"
    case expertOffload = "expert-offload"
    case partialOffload = "partial-offload"
    case cpu
    case none

    /// Whether nothing is kept from where the rest is.
    var isWhole: Bool { self == .gpu || self == .multiGPU || self == .cpu }
  }
}

/// One memory pool's part of a placement.
package struct DeviceShare: Sendable, Equatable {
  /// `cpu` for main memory, otherwise the accelerator's id.
  package var id: String
  package var backend: Backend
  /// What is taken from the pool.
  package var memory: MemoryDemand
  package var budgetBytes: Int
  /// Repeating layers computed here.
  package var layers: Int
  /// What one token costs on this device; the speed model's input.
  package var work: DeviceWork

  package var bytes: Int { memory.totalBytes }

  package init(
    id: String, backend: Backend, memory: MemoryDemand, budgetBytes: Int, layers: Int, work: DeviceWork = DeviceWork()
  ) {
    self.id = id
    self.backend = backend
    self.memory = memory
    self.budgetBytes = budgetBytes
    self.layers = layers
    self.work = work
  }
}

/// How well a row fits.
package enum Verdict: String, Sendable, CaseIterable {
  case fits
  /// Fits, but with less than the safety margin.
  case tight
  case tooLarge = "too-large"
}

/// One model at one quantization on one machine: demand, placement and verdict.
package struct Fit: Sendable, Equatable {
  /// The recipe in llama.cpp's spelling, such as `Q4_K_M`, or a publisher's label, such as `UD-Q4_K_XL`.
  package var quantization: String
  package var bitsPerWeight: Double
  package var workload: Workload
  /// What is published of this quantization; empty for a file of the user's own.
  package var published = PublishedFiles.Entry()
  package var memory: MemoryDemand
  package var placement: Placement
  package var verdict: Verdict
  /// The smallest budget less demand over all pools; negative when too large.
  package var headroomBytes: Int
  /// The largest context that still fits, in tokens; nil when even the smallest does not.
  package var largestContext: Int?
  /// Such as a window that this runtime does not save.
  package var notes: [FitNote]
  /// Of each checkpoint that a server keeps of a prompt; 0 where the cache can be cut back without.
  package var contextCheckpointBytes = 0
  /// Weights, tokenizer and metadata, as they are planned.
  private var plannedFileBytes: Int

  package init(
    quantization: String, bitsPerWeight: Double, workload: Workload, memory: MemoryDemand,
    placement: Placement, verdict: Verdict, headroomBytes: Int, largestContext: Int? = nil, notes: [FitNote] = [],
    plannedFileBytes: Int = 0, published: PublishedFiles.Entry = .init()
  ) {
    self.published = published
    self.quantization = quantization
    self.bitsPerWeight = bitsPerWeight
    self.workload = workload
    self.memory = memory
    self.placement = placement
    self.verdict = verdict
    self.headroomBytes = headroomBytes
    self.largestContext = largestContext
    self.notes = notes
    self.plannedFileBytes = plannedFileBytes
  }

  /// The published Ollama tag with exactly this quantization, if there is one.
  package var ollamaTag: String? { published.tag?.file }

  /// What is fetched to have it: the published file where its size is known exactly, the projector included where it holds
  /// that; otherwise what was planned.
  package var downloadBytes: Int {
    guard let file = published.file ?? published.tag ?? published.checkpoint, file.isSizeExact, let bytes = file.bytes
    else {
      return plannedFileBytes
    }
    return bytes
  }
}

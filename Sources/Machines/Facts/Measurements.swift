import Base

/// What the micro-benchmark measured on this machine.
package struct Measurements: Sendable, Equatable {
  package var cpu: CPU
  package var elapsedSeconds: Double
  /// True when the figures come from the cache and not from a run just now.
  package var isCached: Bool
  /// Runs of models on this machine, which correct what the model of speed predicts.
  package var calibration = Calibration()

  package init(cpu: CPU, elapsedSeconds: Double, isCached: Bool = false) {
    self.cpu = cpu
    self.elapsedSeconds = elapsedSeconds
    self.isCached = isCached
  }

  package struct CPU: Sendable, Equatable {
    /// Threads used for the figures of all usable threads.
    package var threads: Int
    /// Streaming read with all usable threads.
    package var memoryReadBytesPerSecond: Spread
    /// Streaming read with one thread.
    package var singleThreadReadBytesPerSecond: Spread
    /// Streaming read of each NUMA node's threads from its own memory; empty with fewer than two nodes.
    package var numaNodes: [NUMANode]
    package var kernels: [Kernel]
    /// Attention while decoding, by the width of heads and how many share their keys; empty where it was not measured.
    package var attention: [Attention] = []
    /// True when other programs or guests disturbed the run, or the samples spread far: the figures deserve little trust.
    package var isNoisy: Bool
    /// Share of the time that the hypervisor gave to others during the run; nil when the kernel does not say.
    package var stealShare: Double?
    /// Share of the time that the threads wanted to run and others had their processors; nil where nobody looked.
    package var waitShare: Double?
    /// How far off the memory's rates may be for what disturbed them: the standard deviation of their logarithm.
    package var bandwidthUncertainty = 0.0
    /// The same of the kernels' rates.
    package var kernelUncertainty = 0.0

    /// Whether threads that waited, or lost to the hypervisor, these shares of their time were let run as on a quiet machine.
    package static func hadItsTime(waitShare: Double, stealShare: Double?) -> Bool {
      max(waitShare, stealShare ?? 0) < 0.05
    }

    /// Whether no others took time from the run: where its samples spread all the same, the rates themselves come and go.
    package var hadItsTime: Bool {
      waitShare.map { Self.hadItsTime(waitShare: $0, stealShare: stealShare) } ?? false
    }

    /// Whether others disturbed the run: the figures are less sure than the bands of a quiet machine say.
    package var isDisturbed: Bool { isNoisy && !hadItsTime }

    package init(
      threads: Int, memoryReadBytesPerSecond: Spread, singleThreadReadBytesPerSecond: Spread, kernels: [Kernel],
      isNoisy: Bool, stealShare: Double? = nil, numaNodes: [NUMANode] = []
    ) {
      self.threads = threads
      self.memoryReadBytesPerSecond = memoryReadBytesPerSecond
      self.singleThreadReadBytesPerSecond = singleThreadReadBytesPerSecond
      self.numaNodes = numaNodes
      self.kernels = kernels
      self.isNoisy = isNoisy
      self.stealShare = stealShare
    }
  }

  /// Memory of one NUMA node, read by the node's own threads.
  package struct NUMANode: Sendable, Equatable {
    package var id: Int
    package var threads: Int
    package var memoryReadBytesPerSecond: Spread

    package init(id: Int, threads: Int, memoryReadBytesPerSecond: Spread) {
      self.id = id
      self.threads = threads
      self.memoryReadBytesPerSecond = memoryReadBytesPerSecond
    }
  }

  /// Attention of one token with a cache in halves, on all usable threads.
  package struct Attention: Sendable, Equatable {
    /// Numbers of a head's key, and of its value.
    package var headWidth: Int
    /// Query heads that read the same keys and values, one after another.
    package var sharingHeads: Int
    /// Cells of the cache that query heads see per second: a head's 2,000 cells count 2,000.
    package var cellsPerSecond: Spread

    package init(headWidth: Int, sharingHeads: Int, cellsPerSecond: Spread) {
      (self.headWidth, self.sharingHeads, self.cellsPerSecond) = (headWidth, sharingHeads, cellsPerSecond)
    }
  }

  /// One kernel on all usable threads.
  package struct Kernel: Sendable, Equatable {
    /// The implementation that ran, such as `q4_k_gemv_avx512vnni`.
    package var name: String
    /// The block format, in llama.cpp's upper-case spelling, such as `Q4_K` or `F32`.
    package var quantization: String
    package var phase: Phase
    /// Weight bytes processed per second.
    package var bytesPerSecond: Spread
    /// Arithmetic operations per second (a multiply-add counts two).
    package var operationsPerSecond: Spread

    package init(
      name: String, quantization: String, phase: Phase, bytesPerSecond: Spread, operationsPerSecond: Spread
    ) {
      self.name = name
      self.quantization = quantization
      self.phase = phase
      self.bytesPerSecond = bytesPerSecond
      self.operationsPerSecond = operationsPerSecond
    }

    package enum Phase: String, Sendable, CaseIterable { case decode, prefill }
  }
}

import Base
import Machines

extension Contract {
  package static let bench = Document<Measurements>(
    "bench", command: "plimsoll bench", rows: "cpu.kernels",
    columns: [
      "kernel": "name", "quantization": "quantization", "phase": "phase", "weights": "bytes_per_second",
      "operations per second": "operations_per_second",
    ],
    overview: [
      "threads": "cpu.threads", "memory read": "cpu.memory_read_bytes_per_second",
      "memory read, one thread": "cpu.single_thread_read_bytes_per_second", "noisy": "cpu.noisy",
      "elapsed": "elapsed_seconds",
    ]
  ) {
    Tables.benchmark.fields
    Field("gaps", .list(Tables.gap.codec), "What could not be measured, with the reason.") { _ in [] }
  }
}

extension Tables {
  /// What the micro-benchmark measured.
  static let benchmark = Table<Measurements>("benchmark", "What the micro-benchmark measured on this machine.") {
    Field("cpu", measuredCPU.codec, "The processors and their memory.") { $0.cpu }
    Field("accelerators", .list(measuredAccelerator.codec), "Accelerators; none is measured yet.") { _ in [] }
    Field("elapsed_seconds", .number(.seconds), "How long it took.") { $0.elapsedSeconds }
    Field("cached", .flag, "Whether the figures are kept ones and not of a run just now.") { $0.isCached }
  }

  private static let measuredAccelerator = Table<String>("measured_accelerator", "A measured accelerator.") {
    Field("id", .text, "Its id under `machine.accelerators`.") { $0 }
  }

  private static let measuredCPU = Table<Measurements.CPU>("measured_cpu", "Measured processors.") {
    Field("threads", .count, "Threads used for the figures of all usable threads.") { $0.threads }
    Field("memory_read_bytes_per_second", spread(.bytesPerSecond), "Streaming read with all usable threads.") {
      $0.memoryReadBytesPerSecond
    }
    Field("single_thread_read_bytes_per_second", spread(.bytesPerSecond), "Streaming read with one thread.") {
      $0.singleThreadReadBytesPerSecond
    }
    Field("numa_nodes", .list(measuredNode.codec), "Each node's own memory; empty with fewer than two nodes.") {
      $0.numaNodes
    }
    Field("kernels", .list(kernel.codec), "Kernels on all usable threads.") { $0.kernels }
    Field(
      "attention", .list(attention.codec),
      "Attention while decoding, which decides how much a filled cache slows it; empty where it was not measured."
    ) { $0.attention }
    Field("noisy", .flag, "Whether the samples spread so far that the figures deserve little trust.") { $0.isNoisy }
    Field("steal_share", optional: .number, "Share of the time that the hypervisor gave to others.") { $0.stealShare }
  }

  private static let measuredNode = Table<Measurements.NUMANode>(
    "measured_numa_node", "Memory of one NUMA node, read by the node's own threads."
  ) {
    Field("id", .count, "The kernel's number.") { $0.id }
    Field("threads", .count, "Threads used.") { $0.threads }
    Field("memory_read_bytes_per_second", spread(.bytesPerSecond), "Streaming read.") { $0.memoryReadBytesPerSecond }
  }

  private static let attention = Table<Measurements.Attention>(
    "measured_attention", "Attention of one token with a cache in F16, on all usable threads."
  ) {
    Field("head_width", .count, "Numbers of a head's key, and of its value.") { $0.headWidth }
    Field("sharing_heads", .count, "Query heads that read the same keys and values.") { $0.sharingHeads }
    Field("cells_per_second", spread.codec, "Cells of the cache that query heads see.") { $0.cellsPerSecond }
  }

  private static let kernel = Table<Measurements.Kernel>("kernel", "One kernel on all usable threads.") {
    Field("name", .text, "The implementation that ran, such as `q4_k_gemv_avx512vnni`.") { $0.name }
    Field("quantization", .text, "The block format, such as `Q4_K` or `F32`.") { $0.quantization }
    Field("phase", .word, "What it is needed for.") { $0.phase }
    Field("bytes_per_second", spread(.bytesPerSecond), "Weight bytes processed.") { $0.bytesPerSecond }
    Field("operations_per_second", spread.codec, "Arithmetic operations; a multiply-add counts two.") {
      $0.operationsPerSecond
    }
  }
}

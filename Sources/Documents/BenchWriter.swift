import Base
import Machines

/// Writes measurements as the JSON documents have them.
package enum BenchWriter {
  /// The document `plimsoll.bench/1`.
  package static func document(_ measurements: Measurements, gaps: [Gap], version: String) -> JSONValue {
    Document.named(
      "bench", version: version,
      (members(measurements).members ?? []) + [
        JSONValue.Member(
          "gaps", .array(gaps.map { .object(["subject": .string($0.subject), "reason": .string($0.reason)]) }))
      ])
  }

  /// The object that the scan document carries as `benchmark`.
  package static func members(_ measurements: Measurements) -> JSONValue {
    let cpu = measurements.cpu
    return .object([
      "cpu": .object([
        "threads": .integer(cpu.threads), "memory_read_bytes_per_second": .spread(cpu.memoryReadBytesPerSecond),
        "single_thread_read_bytes_per_second": .spread(cpu.singleThreadReadBytesPerSecond),
        "numa_nodes": .array(
          cpu.numaNodes.map { node in
            .object([
              "id": .integer(node.id), "threads": .integer(node.threads),
              "memory_read_bytes_per_second": .spread(node.memoryReadBytesPerSecond),
            ])
          }), "kernels": .array(cpu.kernels.map(kernel)), "noisy": .bool(cpu.isNoisy),
        "steal_share": .number(cpu.stealShare),
      ]), "accelerators": .array([]), "elapsed_seconds": .number(measurements.elapsedSeconds),
      "cached": .bool(measurements.isCached),
    ])
  }

  private static func kernel(_ kernel: Measurements.Kernel) -> JSONValue {
    .object([
      "name": .string(kernel.name), "quantization": .string(kernel.quantization),
      "phase": .string(kernel.phase.rawValue), "bytes_per_second": .spread(kernel.bytesPerSecond),
      "operations_per_second": .spread(kernel.operationsPerSecond),
    ])
  }
}

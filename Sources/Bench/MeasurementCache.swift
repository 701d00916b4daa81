import Base
import Machines

/// Keeps measurements between runs, by machine and version.
package struct MeasurementCache {
  /// The cache folder, such as `/home/me/.cache/plimsoll`; nil keeps nothing.
  package let folder: String?
  package let version: String

  package init(folder: String?, version: String) {
    self.folder = folder
    self.version = version
  }

  /// What the measurements depend on: another machine, kernel, version or limit measures anew.
  package static func key(_ machine: Machine, version: String) -> String {
    let cpu = machine.cpu
    #if DEBUG
      let build = "debug"  // kernels that are not optimized measure nothing that a release may use
    #else
      let build = "release"
    #endif
    let parts = [
      "plimsoll \(version) \(build)", cpu.model.value ?? "?", machine.os.kernel.value ?? "?",
      "\(cpu.packages.value ?? 0) packages", "\(cpu.cores.value ?? 0) cores", "\(cpu.threads.value ?? 0) threads",
      "\(cpu.usableThreads.value ?? 0) usable", "quota \(cpu.quotaProcessors ?? 0)",
      "\(machine.memory.totalBytes.value ?? 0) bytes",
    ]
    return parts.joined(separator: "; ")
  }

  /// The runs kept for the machine; empty when there are none that can be read, or the file is not the user's own.
  package func load(_ machine: Machine) -> MeasurementHistory {
    var history = MeasurementHistory()
    for run in file.runs(Self.key(machine, version: version)).compactMap(MeasurementsJSON.measurements) {
      history.add(run)
    }
    return history
  }

  /// Keeps runs; returns why it could not, or nil.
  package func save(_ history: MeasurementHistory, of machine: Machine) -> String? {
    file.keep(history.runs.map(MeasurementsJSON.value), Self.key(machine, version: version))
  }

  private var file: MachineFile { MachineFile(folder: folder, name: "benchmark.json") }
}

/// Measurements as the cache keeps them.
enum MeasurementsJSON {
  static func value(_ measurements: Measurements) -> JSONValue {
    let cpu = measurements.cpu
    return .object([
      "threads": .integer(cpu.threads), "read": spread(cpu.memoryReadBytesPerSecond),
      "read_one": spread(cpu.singleThreadReadBytesPerSecond), "noisy": .bool(cpu.isNoisy),
      "steal": cpu.stealShare.map(JSONValue.number), "wait": cpu.waitShare.map(JSONValue.number),
      "deviation": .array([.number(cpu.bandwidthUncertainty), .number(cpu.kernelUncertainty)]),
      "elapsed": .number(measurements.elapsedSeconds),
      "nodes": .array(
        cpu.numaNodes.map { node in
          .object([
            "id": .integer(node.id), "threads": .integer(node.threads), "read": spread(node.memoryReadBytesPerSecond),
          ])
        }),
      "attention": .array(
        cpu.attention.map { attention in
          .object([
            "width": .integer(attention.headWidth), "heads": .integer(attention.sharingHeads),
            "cells": spread(attention.cellsPerSecond),
          ])
        }),
      "kernels": .array(
        cpu.kernels.map { kernel in
          .object([
            "name": .string(kernel.name), "quantization": .string(kernel.quantization),
            "phase": .string(kernel.phase.rawValue), "bytes": spread(kernel.bytesPerSecond),
            "operations": spread(kernel.operationsPerSecond),
          ])
        }),
    ])
  }

  /// Nil for what no benchmark wrote.
  static func measurements(_ node: JSONNode) -> Measurements? { try? read(node) }

  private static func read(_ node: JSONNode) throws(JSONShapeError) -> Measurements {
    var kernels: [Measurements.Kernel] = []
    for item in try node.required("kernels").elements() {
      kernels.append(
        Measurements.Kernel(
          name: try item.required("name").string(), quantization: try item.required("quantization").string(),
          phase: try item.required("phase").word(Measurements.Kernel.Phase.self),
          bytesPerSecond: try spread(item.required("bytes")),
          operationsPerSecond: try spread(item.required("operations"))))
    }
    var cpu = Measurements.CPU(
      threads: try node.required("threads").integer(in: 1...1 << 16),
      memoryReadBytesPerSecond: try spread(node.required("read")),
      singleThreadReadBytesPerSecond: try spread(node.required("read_one")), kernels: kernels,
      isNoisy: try node.required("noisy").bool(), stealShare: try share(node.optional("steal")))
    cpu.waitShare = try share(node.optional("wait"))
    for item in try node.optional("nodes")?.elements() ?? [] {
      cpu.numaNodes.append(
        Measurements.NUMANode(
          id: try item.required("id").integer(), threads: try item.required("threads").integer(),
          memoryReadBytesPerSecond: try spread(item.required("read"))))
    }
    for item in try node.optional("attention")?.elements() ?? [] {
      cpu.attention.append(
        Measurements.Attention(
          headWidth: try item.required("width").integer(in: 1...1 << 12),
          sharingHeads: try item.required("heads").integer(in: 1...1 << 10),
          cellsPerSecond: try spread(item.required("cells"))))
    }
    (cpu.bandwidthUncertainty, cpu.kernelUncertainty) = try deviations(node.required("deviation"))
    let elapsed = try number(node.required("elapsed"), in: 0...60)
    return Measurements(cpu: cpu, elapsedSeconds: elapsed, isCached: true)
  }

  /// Whole rates: a digit behind the point is nothing, and takes longer to read.
  private static func spread(_ spread: Spread) -> JSONValue {
    .array([spread.median, spread.low, spread.high].map { .integer(Saturating.integer($0.rounded())) })
  }

  private static func spread(_ node: JSONNode) throws(JSONShapeError) -> Spread {
    let numbers = try node.elements()
    guard numbers.count == 3 else { throw node.mismatch("three rates") }
    // No processor reads or computes less, or more, than this.
    let (median, low, high) = (
      try number(numbers[0], in: 1e5...1e16), try number(numbers[1], in: 1e5...1e16),
      try number(numbers[2], in: 1e5...1e16)
    )
    guard low <= median, median <= high else { throw node.mismatch("a median between its bounds") }
    return Spread(median: median, low: low, high: high)
  }

  private static func deviations(_ node: JSONNode) throws(JSONShapeError) -> (Double, Double) {
    let numbers = try node.elements()
    guard numbers.count == 2 else { throw node.mismatch("two deviations") }
    return (try number(numbers[0], in: 0...2), try number(numbers[1], in: 0...2))
  }

  private static func share(_ node: JSONNode?) throws(JSONShapeError) -> Double? {
    guard let node else { return nil }
    return try number(node, in: 0...1)
  }

  private static func number(_ node: JSONNode, in range: ClosedRange<Double>) throws(JSONShapeError) -> Double {
    let number = try node.number()
    guard range.contains(number) else {
      throw node.mismatch("a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}

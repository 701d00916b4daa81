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

  static func measurements(_ value: JSONValue) -> Measurements? {
    guard let threads = value["threads"]?.integer, (1...1 << 16).contains(threads),
      let read = value["read"].flatMap(spread),
      let one = value["read_one"].flatMap(spread), let noisy = value["noisy"]?.bool,
      let elapsed = value["elapsed"]?.number, (0...60).contains(elapsed),
      let deviations = value["deviation"]?.array?.compactMap(\.number), deviations.count == 2,
      deviations.allSatisfy({ (0...2).contains($0) }), let list = value["kernels"]?.array
    else { return nil }
    var kernels: [Measurements.Kernel] = []
    for item in list {
      guard let name = item["name"]?.string, let quantization = item["quantization"]?.string,
        let phase = item["phase"]?.string.flatMap(Measurements.Kernel.Phase.init),
        let bytes = item["bytes"].flatMap(spread), let operations = item["operations"].flatMap(spread)
      else { return nil }
      kernels.append(
        Measurements.Kernel(
          name: name, quantization: quantization, phase: phase, bytesPerSecond: bytes, operationsPerSecond: operations))
    }
    var nodes: [Measurements.NUMANode] = []
    for item in value["nodes"]?.array ?? [] {
      guard let id = item["id"]?.integer, let threads = item["threads"]?.integer,
        let read = item["read"].flatMap(spread)
      else { return nil }
      nodes.append(Measurements.NUMANode(id: id, threads: threads, memoryReadBytesPerSecond: read))
    }
    var attention: [Measurements.Attention] = []
    for item in value["attention"]?.array ?? [] {
      guard let width = item["width"]?.integer, (1...1 << 12).contains(width), let heads = item["heads"]?.integer,
        (1...1 << 10).contains(heads), let cells = item["cells"].flatMap(spread)
      else { return nil }
      attention.append(Measurements.Attention(headWidth: width, sharingHeads: heads, cellsPerSecond: cells))
    }
    let shares = [value["steal"], value["wait"]].compactMap { $0?.number }
    guard shares.allSatisfy({ (0...1).contains($0) }) else { return nil }
    var cpu = Measurements.CPU(
      threads: threads, memoryReadBytesPerSecond: read, singleThreadReadBytesPerSecond: one, kernels: kernels,
      isNoisy: noisy, stealShare: value["steal"]?.number, numaNodes: nodes)
    (cpu.waitShare, cpu.attention) = (value["wait"]?.number, attention)
    (cpu.bandwidthUncertainty, cpu.kernelUncertainty) = (deviations[0], deviations[1])
    return Measurements(cpu: cpu, elapsedSeconds: elapsed, isCached: true)
  }

  private static func spread(_ spread: Spread) -> JSONValue {
    .array([.number(spread.median), .number(spread.low), .number(spread.high)])
  }

  private static func spread(_ value: JSONValue) -> Spread? {
    let numbers = (value.array ?? []).compactMap(\.number)
    // No processor reads or computes less, or more, than this.
    guard numbers.count == 3, numbers.allSatisfy({ (1e5...1e16).contains($0) }), numbers[1] <= numbers[0],
      numbers[0] <= numbers[2]
    else { return nil }
    return Spread(median: numbers[0], low: numbers[1], high: numbers[2])
  }
}

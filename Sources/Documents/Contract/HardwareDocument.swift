import Base
import Machines

extension Contract {
  package static let hardware = Document<Machine>(
    "hardware", command: "plimsoll hardware", rows: "machine.accelerators",
    columns: [
      "accelerator": "name", "id": "id", "driver": "driver", "memory": "memory_total_bytes",
      "for models": "budget_bytes", "bandwidth": "bandwidth_bytes_per_second", "back ends": "backends",
      "usable": "usable",
    ],
    overview: [
      "system": "machine.os.name", "kernel": "machine.os.kernel", "architecture": "machine.os.architecture",
      "processor": "machine.cpu.model", "cores": "machine.cpu.cores", "usable threads": "machine.cpu.usable_threads",
      "memory": "machine.memory.total_bytes", "memory for models": "machine.memory.budget_bytes",
      "memory bandwidth": "machine.memory.bandwidth_bytes_per_second",
    ]
  ) {
    Field("machine", Tables.machine.codec, "The machine.") { $0 }
    Tables.gaps { $0 }
  }
}

/// Collects what is unknown about a machine: the unknown fields of its parts, then the probe's own gaps.
enum MachineGaps {
  static func all(_ machine: Machine) -> [Gap] {
    var gaps = Tables.machine.gaps(machine)
    for gap in machine.gaps where !gaps.contains(gap) { gaps.append(gap) }
    return gaps
  }
}

/// Reads a machine back from a document that carries one (`--machine FILE`).
package enum MachineReader {
  /// Documents that carry one.
  package static let schemas = [Contract.hardware.shape, Contract.scan.shape, Contract.recommend.shape].map(\.schema)

  /// The machine of the document; what is null takes its reason from the document's gaps.
  package static func machine(_ root: JSONNode) throws(JSONShapeError) -> Machine {
    let schema = try root.required("schema").string()
    guard schemas.contains(schema) else {
      throw try root.required("schema").complaint("\"plimsoll.hardware/1\", not \"\(schema)\"")
    }
    var gaps: [Gap] = []
    for gap in try root.optional("gaps")?.elements() ?? [] {
      gaps.append(try Tables.gap.read(gap, Reasons([]), from: Gap()))
    }
    var machine = try Tables.machine.read(
      root.required("machine"), Reasons(gaps), from: Machine(origin: .document))
    let own = Set(MachineGaps.all(machine))
    machine.gaps = gaps.filter { !own.contains($0) }
    return machine
  }
}

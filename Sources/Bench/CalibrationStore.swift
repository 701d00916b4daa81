import Base
import Machines

/// Verified runs of this machine, kept from one command to the next.
package struct CalibrationStore {
  private let file: MachineFile

  /// A store in the cache folder; nil where there is none.
  package init(folder: String?) { file = MachineFile(folder: folder, name: "calibration.json") }

  /// What the runs belong to: the processor and the accelerators, nothing personal.
  package static func key(_ machine: Machine) -> String {
    let cards = machine.accelerators.map { $0.name.value ?? $0.id }.sorted()
    return ([machine.cpu.model.value ?? "?", "\(machine.cpu.usableThreads.value ?? 0) threads"] + cards)
      .joined(separator: "; ")
  }

  /// The runs kept for the machine; none when there are none that can be read, or the file is not the user's own.
  package func load(_ machine: Machine) -> Calibration {
    Calibration(entries: file.runs(Self.key(machine)).compactMap { CalibrationJSON.entry($0.value) })
  }

  /// Keeps runs; returns why it could not, or nil.
  package func save(_ calibration: Calibration, of machine: Machine) -> String? {
    file.keep(calibration.entries.map(CalibrationJSON.value), Self.key(machine))
  }
}

/// Runs as the store keeps them.
enum CalibrationJSON {
  static func value(_ entry: Calibration.Entry) -> JSONValue {
    .object([
      "runtime": .string(entry.runtime), "backend": .string(entry.backend.rawValue), "mixture": .bool(entry.isMixture),
      "model": .string(entry.model), "quantization": .string(entry.quantization),
      "decode": number(entry.decodeRatio), "start_decode": number(entry.startDecodeRatio),
      "depth_share": number(entry.depthShare), "prefill": number(entry.prefillRatio),
      "memory": number(entry.memoryRatio), "disturbed": .bool(entry.isDisturbed), "day": .string(entry.day),
    ])
  }

  private static func number(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }

  static func entry(_ value: JSONValue) -> Calibration.Entry? {
    guard let runtime = value["runtime"]?.string, let backend = value["backend"]?.string.flatMap(Backend.init),
      let mixture = value["mixture"]?.bool, let model = value["model"]?.string,
      let quantization = value["quantization"]?.string, let disturbed = value["disturbed"]?.bool,
      let day = value["day"]?.string
    else { return nil }
    func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
      value[key]?.number.flatMap { range.contains($0) ? $0 : nil }
    }
    func ratio(_ key: String) -> Double? { number(key, in: Calibration.Entry.ratios) }
    return Calibration.Entry(
      runtime: runtime, backend: backend, isMixture: mixture, model: model, quantization: quantization,
      decodeRatio: ratio("decode"), startDecodeRatio: ratio("start_decode"),
      depthShare: number("depth_share", in: Calibration.Entry.shares),
      prefillRatio: ratio("prefill"), memoryRatio: ratio("memory"),
      isDisturbed: disturbed, day: day)
  }
}

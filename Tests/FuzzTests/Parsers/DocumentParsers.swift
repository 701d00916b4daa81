import Base
import Machines
import Memory
import Models

@testable import Bench
@testable import Documents
@testable import Probe

/// JSON, and the documents that are read back: machines, what drivers told, what was measured.
extension ForeignParser {
  static let documents = [
    ForeignParser(
      "json",
      texts: [
        #"{"a": [1, -2.5e3, true, null, "\u00e9\ud83d\ude00 x"], "b": {"c/d~e": 9223372036854775807}, "f": 1e-400}"#,
        "[[[[[[[[1]]]]]]]]", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
      ]
    ) { text in
      guard let node = try? JSONNode(parsing: text) else { return }
      let value = node.value
      let written = JSONWriter.text(value)
      guard let again = try? JSONParser.parse(written) else { throw Finding(description: "what is written is no JSON") }
      try demand(JSONWriter.text(again) == written, "what is written reads as something else")
      for member in (try? node.members()) ?? [] { _ = member.node.pointer + String(member.node.line) }
      _ = node.nearest(to: "/b/c~1d~0e/0")
    },
    ForeignParser("machine-document", texts: [hardware], rounds: 5_000) { text in
      guard let node = try? JSONNode(parsing: text), let machine = try? MachineReader.machine(node) else { return }
      let written = JSONWriter.text(Contract.hardware.json(machine, version: "1"))
      guard let again = try? MachineReader.machine(JSONNode(parsing: written)) else {
        throw Finding(description: "what is written is no machine")
      }
      try demand(JSONWriter.text(Contract.hardware.json(again, version: "1")) == written, "it reads as another machine")
      guard let model else { throw Finding(description: "no model") }
      let fits = FitCalculator(machine: machine).fits(of: model, quantizations: ["Q4_K_M"], workload: Workload())
      for fit in fits { try demand(fit.memory.totalBytes > 0, "\(fit.memory)") }
      _ = HardwareText.page(machine, style: TextStyle(usesColor: false, usesUnicode: true, width: 80), isVerbose: true)
    },
    ForeignParser(
      "driver-report",
      texts: [
        #"{"schema": "plimsoll.drivers/1", "nvml": {"driver_version": "550.54", "devices": [{"index": 0, "name": "RTX 4090", "memory_total_bytes": 25757220864, "memory_free_bytes": 24000000000, "pci_address": "00000000:01:00.0", "memory_clock_hz": 10501000000, "bus_width_bits": 384, "mig": [{"name": "1g.10gb", "memory_total_bytes": 10200547328}]}]}}"#,
        #"{"vulkan": {"devices": [{"name": "AMD Radeon", "vendor_id": 4098, "device_id": 29772, "type": "discrete", "heaps": [{"bytes": 25753026560, "device_local": true, "budget_bytes": 24000000000}], "pci_address": "0000:03:00.0", "extensions": ["VK_KHR_cooperative_matrix"]}]}}"#,
      ]
    ) { text in
      guard let report = (try? JSONParser.parse(text)).flatMap({ DriverReport(document: $0) }) else { return }
      try demand(report.nvml.devices.allSatisfy { ($0.memoryTotalBytes ?? 0) >= 0 }, "negative memory")
    },
    ForeignParser(
      "live-facts",
      texts: [
        #"{"affinity":"0-3","architecture":"x86_64","enabled_states":7,"environment":{"HF_HOME":"~/x"},"free_bytes":{"~":1}}"#
      ]
    ) { text in
      guard let value = try? JSONParser.parse(text) else { return }
      try demand(LiveFacts(document: value).freeBytes.values.allSatisfy { $0 >= 0 }, "negative free space")
    },
    ForeignParser(
      "kept-measurements",
      texts: [
        #"{"threads": 2, "read": [3e10, 2.9e10, 3.1e10], "read_one": [2e10, 1.9e10, 2.1e10], "noisy": false, "steal": 0.01, "wait": 0, "deviation": [0.05, 0.1], "elapsed": 0.46, "nodes": [{"id": 0, "threads": 2, "read": [3e10, 2.9e10, 3.1e10]}], "kernels": [{"name": "Q4_K decode", "quantization": "Q4_K", "phase": "decode", "bytes": [3e10, 2.9e10, 3.1e10], "operations": [6e10, 5e10, 7e10]}]}"#,
        #"{"runtime": "ollama", "backend": "cuda", "decode_ratio": 1.1, "prefill_ratio": 0.9, "memory_ratio": 1}"#,
      ]
    ) { text in
      guard let node = try? JSONNode(parsing: text) else { return }
      _ = CalibrationJSON.entry(node.value)
      guard let run = MeasurementsJSON.measurements(node) else { return }
      var history = MeasurementHistory()
      for _ in 0..<3 { history.add(run) }
      guard let mean = history.measurements else { return }
      try demand(mean.cpu.memoryReadBytesPerSecond.median.isFinite, "no finite rate")
    },
  ]

  private static let model = try? Catalog.builtIn().model(id: "qwen3-8b")

  /// The document of a simulated machine with two cards.
  private static let hardware: String = {
    let machine = try? SimulatedMachine.machine(gpus: ["RTX 3060 12GB", "RX 7900 XTX"], ramBytes: 64 << 30)
    return machine.map { JSONWriter.text(Contract.hardware.json($0, version: "1")) } ?? ""
  }()
}

import Base

/// Gauges in Prometheus's text format.
struct PrometheusText {
  /// What the whole of it carries.
  let labels: [String: String]
  private(set) var text = ""

  init(labels: [String: String] = [:]) { self.labels = labels }

  /// Adds a gauge under `plimsoll_`; samples without a value, and gauges without samples, are left out.
  mutating func add(_ name: String, _ help: String, _ samples: [(labels: [String: String], value: Double?)]) {
    let known = samples.compactMap { sample in sample.value.map { (sample.labels, $0) } }
    guard !known.isEmpty else { return }
    text += "# HELP plimsoll_\(name) \(help)\n# TYPE plimsoll_\(name) gauge\n"
    for (own, value) in known {
      let all = labels.merging(own) { _, own in own }.sorted { $0.key < $1.key }
      let pairs = all.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
      text += "plimsoll_\(name){\(pairs)} \(JSONWriter.line(.number(value)))\n"
    }
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}

import Base

/// Figures in Prometheus's text format.
package struct PrometheusText {
  package enum Kind: String { case gauge, counter, histogram }
  package typealias Sample = (labels: [String: String], value: Double?)

  /// What the whole of it carries.
  private let labels: [String: String]
  package private(set) var text = ""

  package init(labels: [String: String] = [:]) { self.labels = labels }

  /// Adds a figure under `plimsoll_`; samples without a value, and figures without samples, are left out.
  package mutating func add(_ name: String, _ help: String, _ samples: [Sample], kind: Kind = .gauge) {
    let known = samples.compactMap { sample in sample.value.map { (sample.labels, $0) } }
    guard !known.isEmpty else { return }
    head(name, help, kind)
    for (own, value) in known { line(name, own, value) }
  }

  /// Adds a histogram under `plimsoll_`: how many were at most each bound, above the one before, and their sum.
  package mutating func add(
    _ name: String, _ help: String,
    histograms: [(labels: [String: String], bounds: [Double], counts: [Int], sum: Double)]
  ) {
    guard !histograms.isEmpty else { return }
    head(name, help, .histogram)
    for histogram in histograms {
      var total = 0
      for (bound, count) in zip(histogram.bounds.map { JSONWriter.line(.number($0)) } + ["+Inf"], histogram.counts) {
        total += count
        line(name + "_bucket", histogram.labels.merging(["le": bound]) { $1 }, Double(total))
      }
      line(name + "_sum", histogram.labels, histogram.sum)
      line(name + "_count", histogram.labels, Double(total))
    }
  }

  private mutating func head(_ name: String, _ help: String, _ kind: Kind) {
    text += "# HELP plimsoll_\(name) \(help)\n# TYPE plimsoll_\(name) \(kind.rawValue)\n"
  }

  private mutating func line(_ name: String, _ own: [String: String], _ value: Double) {
    let all = labels.merging(own) { _, own in own }.sorted { $0.key < $1.key }
    let pairs = all.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
    text += "plimsoll_\(name)\(pairs.isEmpty ? "" : "{\(pairs)}") \(JSONWriter.line(.number(value)))\n"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}

/// One answer of a `/metrics` page in Prometheus's text format.
package struct MetricsText: Sendable, Equatable {
  /// Sums of all series of a name, without what stands before its first colon: `generation_tokens_total`.
  package private(set) var values: [String: Double] = [:]
  /// Cumulative counts of histograms by name and upper bound, over all series.
  private(set) var buckets: [String: [Double: Double]] = [:]
  /// Values of the label `model_name`.
  package private(set) var models: Set<String> = []
  /// Lines that are no samples.
  private(set) var brokenLines = 0

  package init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") { take(line) }
  }

  private mutating func take(_ line: Substring) {
    let labelled = line.firstIndex(of: "{")
    guard let nameEnd = labelled ?? line.firstIndex(of: " ") else {
      brokenLines += 1
      return
    }
    let name = String(line[..<nameEnd].split(separator: ":").last ?? "")
    var rest = line[nameEnd...]
    var labels: [String: String] = [:]
    if labelled != nil {
      guard let parsed = Self.labels(&rest) else {
        brokenLines += 1
        return
      }
      labels = parsed
    }
    guard let word = rest.split(separator: " ").first, let value = Double(word) else {
      brokenLines += 1
      return
    }
    if let model = labels["model_name"] ?? labels["model"] { models.insert(model) }
    if name.hasSuffix("_bucket"), let bound = labels["le"].flatMap({ $0 == "+Inf" ? .infinity : Double($0) }) {
      buckets[String(name.dropLast("_bucket".count)), default: [:]][bound, default: 0] += value
    } else {
      values[name, default: 0] += value
    }
  }

  /// The labels between braces; `rest` is what follows them.
  private static func labels(_ rest: inout Substring) -> [String: String]? {
    rest.removeFirst()
    var labels: [String: String] = [:]
    while true {
      rest = rest.drop { $0 == "," || $0 == " " }
      if rest.first == "}" {
        rest.removeFirst()
        return labels
      }
      guard let sign = rest.firstIndex(of: "=") else { return nil }
      let key = String(rest[..<sign])
      rest = rest[rest.index(after: sign)...]
      guard rest.popFirst() == "\"" else { return nil }
      var (value, isEscaped) = ("", false)
      while true {
        guard let character = rest.popFirst() else { return nil }
        if isEscaped {
          value.append(character == "n" ? "\n" : character)
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          break
        } else {
          value.append(character)
        }
      }
      labels[key] = value
    }
  }
}

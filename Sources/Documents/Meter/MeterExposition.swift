import Base
import Economics

/// A reading in Prometheus's text format, for the text-file collector of its node exporter.
package enum MeterExposition {
  package static func text(_ summary: MeterSummary) -> String {
    let reading = summary.reading
    var labels = summary.tags.merging(["provider": "local"]) { own, _ in own }
    if reading.models.count == 1, let model = reading.models.first { labels["model"] = model }
    var text = ""
    func add(_ name: String, _ help: String, _ samples: [(labels: [String: String], value: Double?)]) {
      let known = samples.compactMap { sample in sample.value.map { (sample.labels, $0) } }
      guard !known.isEmpty else { return }
      text += "# HELP plimsoll_\(name) \(help)\n# TYPE plimsoll_\(name) gauge\n"
      for (own, value) in known {
        let all = labels.merging(own) { _, own in own }.sorted { $0.key < $1.key }
        let pairs = all.map { "\($0.key)=\"\(escaped($0.value))\"" }.joined(separator: ",")
        text += "plimsoll_\(name){\(pairs)} \(JSONWriter.line(.number(value)))\n"
      }
    }
    func quantiles(_ times: MeterReading.Percentiles?) -> [(labels: [String: String], value: Double?)] {
      [
        (["quantile": "0.5"], times?.p50), (["quantile": "0.95"], times?.p95), (["quantile": "0.99"], times?.p99),
      ]
    }
    add("requests", "Requests in the window.", [([:], Double(reading.requests))])
    add("input_tokens", "Tokens read in the window.", [([:], Double(reading.inputTokens))])
    add("output_tokens", "Tokens written in the window.", [([:], Double(reading.outputTokens))])
    add("window_seconds", "How long the window is.", [([:], reading.windowSeconds)])
    add("latency_seconds", "Time to the last token.", quantiles(reading.latency))
    add("time_to_first_token_seconds", "Time to the first token.", quantiles(reading.firstToken))
    add("queue_seconds", "Time in the queue.", quantiles(reading.wait))
    add("utilisation", "Share of the window in which something was worked on.", [([:], reading.utilisation)])
    add("cost_usd", "Cost of the window, machines that wait included.", [([:], summary.cost?.total.roundedUSD)])
    add("cost_usd_per_request", "The same over the requests.", [([:], summary.cost?.perRequest?.roundedUSD)])
    add("cost_usd_per_day", "Cost of a day at that rate.", [([:], summary.cost?.perDay.roundedUSD)])
    add("power_watts", "Mean power of the devices that tell it.", [([:], summary.power?.watts)])
    add("energy_joules_per_request", "Their energy over the requests.", [([:], summary.power?.joulesPerRequest)])
    add("broken_lines", "Lines that could not be read.", [([:], Double(reading.broken.count))])
    add(
      "limit_passed", "1 where a limit is passed.",
      summary.guardrails.map { (["subject": $0.subject.rawValue], $0.passed == nil ? 0 : 1) })
    return text
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}

import Economics

/// A reading in Prometheus's text format, for the text-file collector of its node exporter.
package enum MeterExposition {
  package static func text(_ summary: MeterSummary) -> String {
    let reading = summary.reading
    var labels = summary.tags.merging(["provider": "local"]) { own, _ in own }
    if reading.models.count == 1, let model = reading.models.first { labels["model"] = model }
    var page = PrometheusText(labels: labels)
    func quantiles(_ times: MeterReading.Percentiles?) -> [(labels: [String: String], value: Double?)] {
      [
        (["quantile": "0.5"], times?.p50), (["quantile": "0.95"], times?.p95), (["quantile": "0.99"], times?.p99),
      ]
    }
    page.add("requests", "Requests in the window.", [([:], Double(reading.requests))])
    page.add("input_tokens", "Tokens read in the window.", [([:], Double(reading.inputTokens))])
    page.add("output_tokens", "Tokens written in the window.", [([:], Double(reading.outputTokens))])
    page.add("window_seconds", "How long the window is.", [([:], reading.windowSeconds)])
    page.add("latency_seconds", "Time to the last token.", quantiles(reading.latency))
    page.add("time_to_first_token_seconds", "Time to the first token.", quantiles(reading.firstToken))
    page.add("queue_seconds", "Time in the queue.", quantiles(reading.wait))
    page.add("utilisation", "Share of the window in which something was worked on.", [([:], reading.utilisation)])
    page.add("cost_usd", "Cost of the window, machines that wait included.", [([:], summary.cost?.total.roundedUSD)])
    page.add("cost_usd_per_request", "The same over the requests.", [([:], summary.cost?.perRequest?.roundedUSD)])
    page.add("cost_usd_per_day", "Cost of a day at that rate.", [([:], summary.cost?.perDay.roundedUSD)])
    page.add("power_watts", "Mean power of the devices that tell it.", [([:], summary.power?.watts)])
    page.add("energy_joules_per_request", "Their energy over the requests.", [([:], summary.power?.joulesPerRequest)])
    page.add("broken_lines", "Lines that could not be read.", [([:], Double(reading.broken.count))])
    page.add(
      "limit_passed", "1 where a limit is passed.",
      summary.guardrails.map { (["subject": $0.subject.rawValue], $0.passed == nil ? 0 : 1) })
    return page.text
  }
}

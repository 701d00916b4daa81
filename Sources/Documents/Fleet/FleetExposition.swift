import Base
import Fleet

/// A fleet in Prometheus's text format, for the text-file collector of its node exporter.
package enum FleetExposition {
  package static func text(_ answer: FleetAnswer) -> String {
    var page = PrometheusText()
    let classes = answer.inventory.classes
    page.add("fleet_hosts", "Hosts of a class.", classes.map { (["class": $0.fingerprint], Double($0.hosts.count)) })
    page.add(
      "fleet_host_info", "The class of a host.",
      classes.flatMap { kind in kind.hosts.map { (["class": kind.fingerprint, "host": $0.name], 1) } })
    page.add(
      "fleet_host_odd", "1 where something is odd about a host.",
      classes.flatMap { kind in
        kind.oddities.flatMap { oddity in
          oddity.hosts.map { host in
            let labels = [
              "class": kind.fingerprint, "host": host, "kind": oddity.finding.kind.rawValue,
              "subject": FleetSentences.subject(oddity.finding),
            ]
            return (labels, 1)
          }
        }
      })
    page.add(
      "fleet_predicted_tokens_per_second", "Of the best model of a class for a use case, on one host.",
      answer.carried.filter { $0.pick.rank == 1 }.flatMap { model in
        [("estimate", model.speed.estimate), ("low", model.speed.low), ("high", model.speed.high)].map { bound, value in
          let labels = [
            "class": model.fingerprint, "use_case": model.useCase.rawValue, "model": model.pick.model.id,
            "quantization": model.pick.fit.quantization, "bound": bound,
          ]
          return (labels, JSONValue.rounded(value))
        }
      })
    page.add(
      "fleet_span_predicted_tokens_per_second", "Of a model over several hosts, for one person.",
      (answer.spans ?? []).compactMap { span in
        span.tokensPerSecond.map { speed in
          let labels = [
            "model": span.model.id, "engine": span.engine.rawValue, "method": span.method.rawValue,
            "checkpoint": span.checkpoint.label, "hosts": "\(span.parts.count)",
            "worth_it": span.judgement?.isWorthIt == true ? "yes" : "no",
          ]
          return (labels, JSONValue.rounded(speed.estimate))
        }
      })
    page.add(
      "fleet_assigned_replicas", "Copies of a model that a host is to serve.",
      (answer.assignment?.shares ?? []).map { share in
        (["want": share.want.name, "host": share.host, "model": share.model.id], Double(share.replicas))
      })
    page.add(
      "fleet_want_unmet", "1 where a want is not served, or not all of it.",
      (answer.assignment?.unmet ?? []).map { (["want": $0.want.name], 1) })
    page.add(
      "fleet_spare_hosts", "Hosts that would serve nothing.",
      [([:], answer.assignment.map { Double($0.spareHosts.count) })])
    page.add("fleet_skipped_documents", "Documents that could not be read.", [([:], Double(answer.skipped.count))])
    return page.text
  }
}

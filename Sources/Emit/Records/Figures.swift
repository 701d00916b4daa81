import Base
import Documents
import Models
import Speed

extension EmitFormat {
  static let prometheus = EmitFormat(
    "prometheus", .records, "The plan's figures for the text-file collector of Prometheus's node exporter."
  ) { (plan) throws(EmitRefusal) in
    let labels: JSONValue = .having([
      "model": .string(plan.model.id), "quantization": .string(plan.fit.quantization),
      "fingerprint": .string(plan.machine.fingerprint),
    ])
    let pairs = (labels.members ?? []).map { "\($0.key)=\(JSONWriter.line($0.value))" }.joined(separator: ",")
    let text = plan.figures.map { figure in
      "# HELP plimsoll_predicted_\(figure.name) \(figure.meaning)\n# TYPE plimsoll_predicted_\(figure.name) gauge\n"
        + figure.samples.map { bound, value in
          let bound = bound.isEmpty ? "" : ",bound=\"\(bound)\""
          return "plimsoll_predicted_\(figure.name){\(pairs)\(bound)} \(JSONWriter.line(.number(value)))\n"
        }.joined()
    }
    return Draft(
      Draft.File("plimsoll.prom", .text(text.joined())),
      notes: ["put it into the folder of --collector.textfile.directory"])
  }

  static let grafana = EmitFormat(
    "grafana", .records, "A dashboard that draws llama-server's metrics beside the prediction."
  ) { (plan) throws(EmitRefusal) in
    func panel(_ index: Int, _ title: String, _ unit: String, _ expressions: [String], _ estimate: Double?) -> JSONValue
    {
      let target = expressions.enumerated().map { number, expression in
        JSONValue.having(["refId": .string(number == 0 ? "A" : "B"), "expr": .string(expression)])
      }
      let steps: [JSONValue] =
        [.having(["color": "green", "value": .null])]
        + (estimate.map { [.having(["color": "blue", "value": .number(JSONValue.rounded($0))])] } ?? [])
      return .having([
        "id": .integer(index + 1), "title": .string(title), "type": "timeseries",
        "datasource": .having(["type": "prometheus", "uid": "${datasource}"]),
        "gridPos": .having(["h": 8, "w": 12, "x": .integer(index % 2 * 12), "y": .integer(index / 2 * 8)]),
        "targets": .array(target),
        "fieldConfig": .having([
          "defaults": .having([
            "unit": .string(unit), "thresholds": .having(["mode": "absolute", "steps": .array(steps)]),
            "custom": .having(["thresholdsStyle": .having(["mode": "line"])]),
          ]), "overrides": [],
        ]),
      ])
    }
    let selector = "{model=\"\(plan.model.id)\"}"
    func predicted(_ name: String) -> String { "plimsoll_predicted_\(name)\(selector)" }
    let speed = plan.row.speed
    let panels = [
      panel(
        0, "Tokens written per second", "none",
        ["llamacpp:predicted_tokens_seconds", predicted("decode_tokens_per_second")],
        speed?.decodeTokensPerSecond.low),
      panel(
        1, "Tokens read per second", "none",
        ["llamacpp:prompt_tokens_seconds", predicted("prefill_tokens_per_second")], speed?.prefillTokensPerSecond.low),
      panel(2, "Requests", "none", ["llamacpp:requests_processing", "llamacpp:requests_deferred"], nil),
      panel(3, "Memory of the plan", "bytes", [predicted("memory_bytes")], nil),
    ]
    let tree: JSONValue = .having([
      "title": .string("plimsoll: \(plan.model.name)"),
      "uid": .string("plimsoll-" + plan.machine.fingerprint.prefix(12)),
      "schemaVersion": 39, "version": 1, "editable": true, "tags": ["plimsoll"], "timezone": "browser",
      "time": .having(["from": "now-6h", "to": "now"]), "refresh": "30s", "panels": .array(panels),
      "templating": .having([
        "list": [.having(["name": "datasource", "type": "datasource", "query": "prometheus", "label": "Data source"])]
      ]),
    ])
    return Draft(
      Draft.File("dashboard.json", .json(tree)),
      notes: ["start llama-server with --metrics; the predictions come from 'plimsoll emit prometheus'"])
  }

  static let mlflow = EmitFormat(
    "mlflow", .records, "Parameters and metrics of the plan as one artefact for MLflow."
  ) { (plan) throws(EmitRefusal) in
    let metrics = plan.figures.flatMap { figure in
      figure.samples.map { bound, value in
        JSONValue.Member(figure.name + (bound.isEmpty ? "" : "_\(bound)"), .number(JSONValue.rounded(value)))
      }
    }
    return Draft(
      Draft.File(
        "plimsoll-mlflow.json",
        .json(
          .having([
            "params": plan.parameters, "metrics": .object(metrics),
            "tags": .having(["plimsoll.fingerprint": .string(plan.machine.fingerprint), "plimsoll.basis": plan.basis]),
          ]))),
      notes: ["mlflow.log_params(d['params']); mlflow.log_metrics(d['metrics']); mlflow.set_tags(d['tags'])"])
  }

  static let braintrust = EmitFormat(
    "braintrust", .records, "The same as one row of a Braintrust dataset (JSON lines)."
  ) { (plan) throws(EmitRefusal) in
    let expected = plan.figures.compactMap { figure in
      (figure.samples.first { $0.bound.isEmpty || $0.bound == "estimate" }).map {
        JSONValue.Member(figure.name, .number(JSONValue.rounded($0.value)))
      }
    }
    let row: JSONValue = .having([
      "id": .string("\(plan.machine.fingerprint)-\(plan.model.id)-\(plan.fit.quantization)"), "input": plan.parameters,
      "expected": .object(expected),
      "metadata": .having([
        "plimsoll": .string(plan.version), "fingerprint": .string(plan.machine.fingerprint), "basis": plan.basis,
        "machine": .string(ProvenanceSentences.machine(plan.machine)),
      ]), "tags": ["plimsoll"],
    ])
    return Draft(
      Draft.File("plimsoll-dataset.jsonl", .text(JSONWriter.line(row) + "\n", comment: nil)),
      notes: ["a row's metadata says what it rests on"])
  }
}

extension EmitPlan {
  /// A figure that is predicted: bounds are `estimate`, `low` and `high`, or empty for one value.
  fileprivate typealias Figure = (name: String, meaning: String, samples: [(bound: String, value: Double)])

  fileprivate var figures: [Figure] {
    func band(_ estimate: Estimate) -> [(bound: String, value: Double)] {
      [("estimate", estimate.estimate), ("low", estimate.low), ("high", estimate.high)]
    }
    var figures: [Figure] = [
      ("memory_bytes", "Memory over all pools.", [("", Double(fit.memory.totalBytes))]),
      ("context_tokens", "Context of one sequence.", [("", Double(fit.workload.context))]),
    ]
    guard let speed = row.speed else { return figures }
    figures += [
      ("decode_tokens_per_second", "Tokens written.", band(speed.decodeTokensPerSecond)),
      ("prefill_tokens_per_second", "Tokens read.", band(speed.prefillTokensPerSecond)),
      (
        "time_to_first_token_seconds", "Wait for the first token of the plan's prompt.",
        band(speed.timeToFirstTokenSeconds)
      ),
    ]
    return figures
  }

  fileprivate var parameters: JSONValue {
    .having([
      "model": .string(model.id), "quantization": .string(fit.quantization), "context": .integer(fit.workload.context),
      "parallel": .integer(fit.workload.parallel), "placement": .string(fit.placement.mode.rawValue),
      "gpu_layers": .integer(fit.placement.gpuLayers),
      "expert_layers_in_ram": .integer(fit.placement.expertLayersInRAM),
    ])
  }

  fileprivate var basis: JSONValue { row.speed.map { .string($0.basis.rawValue) } ?? "none" }
}

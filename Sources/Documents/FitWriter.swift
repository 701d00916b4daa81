import Base
import Memory
import Models
import Speed

/// One row of a fit: the memory side, the speed side and the commands that realise it.
package struct FitRow: Sendable {
  package var fit: Fit
  /// Nil when no speed can be told.
  package var speed: Speed?
  package var command: RunCommand
  /// The sums behind the row, when they were asked for.
  package var explanation: Explanation?

  package init(fit: Fit, speed: Speed?, command: RunCommand, explanation: Explanation? = nil) {
    self.fit = fit
    self.speed = speed
    self.command = command
    self.explanation = explanation
  }
}

/// Writes models and rows as the JSON documents have them.
package enum FitWriter {
  /// The document `plimsoll.fit/1`; `recommended` is the quantization of the row that the ranking would take.
  package static func document(
    model: Model, rows: [FitRow], recommended: String?, machine: JSONValue, gaps: JSONValue, version: String
  ) -> JSONValue {
    Document.named(
      "fit", version: version,
      [
        JSONValue.Member("model", self.model(model)), JSONValue.Member("rows", .array(rows.map(row))),
        JSONValue.Member("recommended_quantization", .string(recommended)),
        JSONValue.Member("machine", machine), JSONValue.Member("gaps", gaps),
      ])
  }

  package static func model(_ model: Model) -> JSONValue {
    .object([
      "id": .string(model.id), "name": .string(model.name), "family": .string(model.family),
      "creator": .string(model.creator), "released": .string(model.released),
      "parameters": .integer(model.parameters), "active_parameters": .integer(model.activeParameters),
      "license": .string(model.license), "commercial_use": .string(model.commercialUse.rawValue),
      "context_max": .integer(model.contextMaximum),
      "capabilities": .strings(model.capabilities.map(\.rawValue).sorted()),
      "huggingface": .string(model.huggingFaceRepository),
    ])
  }

  package static func row(_ row: FitRow) -> JSONValue {
    let fit = row.fit
    let document = JSONValue.object([
      "quantization": .string(fit.quantization),
      "bits_per_weight": .number(JSONValue.rounded(fit.bitsPerWeight)),
      "context": .integer(fit.workload.context), "kv_cache_type": .string(cacheType(fit.workload)),
      "ollama_tag": .string(fit.ollamaTag), "memory": memory(fit.memory),
      "placement": placement(fit.placement, explains: row.explanation != nil),
      "verdict": .string(fit.verdict.rawValue), "headroom_bytes": .integer(fit.headroomBytes),
      "largest_context": .integer(fit.largestContext),
      "download_bytes": .integer(fit.downloadBytes), "notes": .strings(fit.notes.map(\.text)),
      "speed": row.speed.map(speed) ?? .null,
      "command": .object([
        "ollama": .string(row.command.ollama), "llama_cpp": .string(row.command.llamaCpp),
      ]),
    ])
    guard let explanation = row.explanation, case .object(var members) = document else { return document }
    members.append(JSONValue.Member("explanation", self.explanation(ExplanationSection.all(fit, explanation))))
    return .object(members)
  }

  private static func explanation(_ sections: [ExplanationSection]) -> JSONValue {
    .array(
      sections.map { section in
        .object([
          "title": .string(section.title),
          "lines": .array(
            section.lines.map { line in
              .object(["label": .string(line.label), "sum": .string(line.sum), "bytes": .integer(line.bytes)])
            }),
        ])
      })
  }

  private static func cacheType(_ workload: Workload) -> String {
    let (key, value) = (workload.keyCacheType.rawValue.lowercased(), workload.valueCacheType.rawValue.lowercased())
    return key == value ? key : "\(key)/\(value)"
  }

  private static func memory(_ memory: MemoryDemand) -> JSONValue {
    .object([
      "weights_bytes": .integer(memory.weightsBytes), "kv_cache_bytes": .integer(memory.kvCacheBytes),
      "recurrent_bytes": .integer(memory.recurrentBytes), "compute_bytes": .integer(memory.computeBytes),
      "overhead_bytes": .integer(memory.overheadBytes), "total_bytes": .integer(memory.totalBytes),
    ])
  }

  private static func placement(_ placement: Placement, explains: Bool) -> JSONValue {
    .object([
      "mode": .string(placement.mode.rawValue), "gpu_layers": .integer(placement.gpuLayers),
      "expert_layers_in_ram": .integer(placement.expertLayersInRAM),
      "devices": .array(
        placement.devices.map { share in
          var members = [
            JSONValue.Member("id", .string(share.id)), JSONValue.Member("backend", .string(share.backend.rawValue)),
            JSONValue.Member("bytes", .integer(share.bytes)),
            JSONValue.Member("budget_bytes", .integer(share.budgetBytes)),
            JSONValue.Member("layers", .integer(share.layers)), JSONValue.Member("memory", memory(share.memory)),
          ]
          if explains { members.append(JSONValue.Member("work", work(share.work))) }
          return .object(members)
        }),
    ])
  }

  /// What one token costs on a device: the speed model's input.
  private static func work(_ work: DeviceWork) -> JSONValue {
    .object([
      "weight_bytes_per_token": byType(work) { $0.bytesPerToken },
      "multiply_adds_per_token": byType(work) { $0.multiplyAddsPerToken },
      "weight_bytes_per_batch": byType(work) { $0.bytesPerBatch },
      "cache_bytes_per_context_token": .integer(work.cacheBytesPerContextToken),
      "window_cache_bytes_per_context_token": .integer(work.windowCacheBytesPerContextToken),
      "attention_multiply_adds_per_context_token": .integer(work.attentionMultiplyAddsPerContextToken),
      "window_attention_multiply_adds_per_context_token": .integer(work.windowAttentionMultiplyAddsPerContextToken),
      "window_tokens": .integer(work.windowTokens),
      "recurrent_bytes_per_token": .integer(work.recurrentBytesPerToken),
      "recurrent_layers": .integer(work.recurrentLayers), "expert_layers": .integer(work.expertLayers),
    ])
  }

  private static func byType(_ work: DeviceWork, _ amount: (DeviceWork.Weights) -> Int) -> JSONValue {
    .object(work.weights.map { JSONValue.Member($0.type.rawValue.lowercased(), .integer(amount($0))) })
  }

  private static func speed(_ speed: Speed) -> JSONValue {
    .object([
      "decode_tokens_per_second": .estimate(speed.decodeTokensPerSecond),
      "prefill_tokens_per_second": .estimate(speed.prefillTokensPerSecond),
      "time_to_first_token_seconds": .estimate(speed.timeToFirstTokenSeconds), "basis": .string(speed.basis.rawValue),
      "decode_depth_tokens": .integer(speed.depthTokens),
    ])
  }
}

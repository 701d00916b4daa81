import Base
import Models

/// The sums behind one row, with the numbers put in.
package struct Explanation: Sendable, Equatable {
  package var sections: [Section]

  package struct Section: Sendable, Equatable {
    package var title: String
    package var lines: [Line]
  }

  /// What, how it is computed, and how much that is.
  package struct Line: Sendable, Equatable {
    package var label: String
    package var sum: String
    package var bytes: Int
  }
}

extension FitCalculator {
  /// Explains a row; nil for a model without known dimensions.
  ///
  /// - Parameters:
  ///   - fit: a row of `fits` or of a file.
  ///   - model: its model.
  ///   - tensors: the file's tensors for the row of a file.
  /// - Returns: the sums.
  package func explanation(of fit: Fit, model: Model, tensors: [StoredTensor]? = nil) -> Explanation? {
    guard let architecture = model.architecture?.bounded else { return nil }
    let quantization = Quantization.named(fit.quantization) ?? Quantization(fit.quantization, .q8_0)
    let plan =
      tensors.map { ModelPlan(architecture, inventory: TensorInventory($0, of: architecture)) }
      ?? ModelPlan(architecture)
    let weights = WeightsPlan(plan.inventory, quantization: quantization)
    let explainer = Explainer(model: model, plan: plan, weights: weights, quantization: quantization, fit: fit)
    return Explanation(sections: [
      explainer.ruleOfThumb, explainer.weightClasses, explainer.caches, explainer.buffers, explainer.budgets,
    ])
  }
}

private struct Explainer {
  let model: Model
  let plan: ModelPlan
  let weights: WeightsPlan
  let quantization: Quantization
  let fit: Fit

  private func text(_ value: Double, _ places: Int = 2) -> String { ByteSize.decimal(value, places: places) }

  var ruleOfThumb: Explanation.Section {
    let parameters = plan.inventory.elements
    let bits = quantization.nominalBitsPerWeight
    let thumb = Saturating.integer(Double(parameters) * bits / 8)
    return Explanation.Section(
      title: "Rule of thumb",
      lines: [
        Explanation.Line(
          label: "parameters × bits / 8", sum: "\(parameters) × \(text(bits, 4)) / 8", bytes: thumb),
        Explanation.Line(
          label: "true weights", sum: "\(parameters) × \(text(weights.bitsPerWeight, 4)) / 8, tensor by tensor",
          bytes: weights.totalBytes),
      ])
  }

  var weightClasses: Explanation.Section {
    let classes: [(String, (TensorGroup) -> Bool)] = [
      ("input embedding", { $0.role == .tokenEmbedding || $0.role == .perLayerEmbedding }),
      ("output head", { $0.role == .output }),
      ("attention", { $0.role.isAttention && $0.experts == 0 }),
      ("feed-forward", { $0.role.isFeedForward && $0.experts == 0 }),
      ("experts", { $0.experts > 0 }),
      ("other matrices", { $0.role == .other || $0.role == .kept || $0.role == .integers }),
      ("norms, biases, routers", { $0.role == .plain || $0.role == .ropeFactors }),
    ]
    var lines: [Explanation.Line] = []
    for (label, belongs) in classes {
      var byType = AmountByType()
      for group in plan.inventory.groups where belongs(group) {
        let choice = weights.choice(for: group)
        let raised = group.hits[choice.predicate]
        byType.add(weights.bytes(of: group, choice.base, count: group.count - raised), of: choice.base)
        if raised > 0 { byType.add(weights.bytes(of: group, choice.raised, count: raised), of: choice.raised) }
      }
      guard !byType.isEmpty else { continue }
      let parts = byType.entries.sorted { $0.amount > $1.amount }.map {
        "\($0.type.rawValue) \(ByteSize.text($0.amount))"
      }
      lines.append(Explanation.Line(label: label, sum: parts.joined(separator: " + "), bytes: byType.total))
    }
    return Explanation.Section(title: "Weights by class", lines: lines)
  }

  var caches: Explanation.Section {
    let workload = fit.workload
    var lines: [Explanation.Line] = []
    for part in plan.cache.parts where !part.layers.isEmpty {
      let values = part.valueWidth > 0 ? " + \(part.valueWidth) \(workload.valueCacheType.rawValue)" : ""
      let sum =
        "\(part.layers.indices.count) layers × \(part.cells(workload)) cells × (\(part.keyWidth) "
        + "\(workload.keyCacheType.rawValue)\(values)) × \(workload.caches) caches"
      lines.append(
        Explanation.Line(
          label: part.kind.label, sum: sum,
          bytes: Saturating.multiply(part.bytesPerLayer(workload), part.layers.indices.count)))
    }
    if plan.cache.compressorNumbers > 0 {
      lines.append(
        Explanation.Line(
          label: "compressor state", sum: "\(plan.cache.compressorNumbers) F32 × \(workload.sequences) sequences",
          bytes: Saturating.multiply(plan.cache.compressorNumbers * 4, workload.sequences)))
    }
    if !plan.cache.recurrentLayers.isEmpty {
      lines.append(
        Explanation.Line(
          label: "recurrent state",
          sum: "\(plan.cache.recurrentLayers.indices.count) layers × \(plan.cache.recurrentNumbers) F32 × "
            + "\(workload.sequences) sequences", bytes: plan.cache.recurrentBytes(workload)))
    }
    if lines.isEmpty {
      lines.append(Explanation.Line(label: "none", sum: "an encoder keeps nothing between tokens", bytes: 0))
    }
    return Explanation.Section(title: "Cache by kind of layer", lines: lines)
  }

  var buffers: Explanation.Section {
    let workload = fit.workload
    let attention = workload.flashAttention ? "flash attention" : "attention scores of all heads kept"
    return Explanation.Section(
      title: "Buffers",
      lines: [
        Explanation.Line(
          label: "compute buffer",
          sum: "high-water mark of one micro-batch of \(workload.effectiveMicroBatch) tokens, \(attention), "
            + "vocabulary \(plan.architecture.vocabularySize)", bytes: fit.memory.computeBytes),
        Explanation.Line(
          label: "runtime overhead", sum: "contexts and kernels of the back ends, upper end",
          bytes: fit.memory.overheadBytes),
      ])
  }

  var budgets: Explanation.Section {
    var lines = fit.placement.devices.map { share in
      Explanation.Line(
        label: share.id,
        sum: "\(ByteSize.text(share.bytes)) of \(ByteSize.text(share.budgetBytes)), \(share.layers) layers; with "
          + "\(text(PlacementSearch.margin * 100, 0)) % margin \(ByteSize.text(PlacementSearch.withMargin(share.bytes)))",
        bytes: share.bytes)
    }
    lines.append(
      Explanation.Line(
        label: "headroom", sum: "smallest budget less demand; \(fit.verdict.rawValue)", bytes: fit.headroomBytes))
    return Explanation.Section(title: "Budget", lines: lines)
  }
}

extension TensorRole {
  var isAttention: Bool {
    switch self {
    case .attentionQ, .attentionK, .attentionV, .attentionQKV, .attentionKVB, .attentionOutput: true
    default: false
    }
  }

  var isFeedForward: Bool { self == .feedForwardGate || self == .feedForwardUp || self == .feedForwardDown }
}

extension CachePart.Kind {
  var label: String {
    switch self {
    case .full: "full attention"
    case .window(let window): "window of \(window)"
    case .latent: "latent keys"
    case .compressed(let ratio): "compressed \(ratio) to 1"
    case .indexer: "indexer keys"
    }
  }
}

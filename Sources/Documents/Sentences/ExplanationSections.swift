import Architectures
import Base
import Memory

/// A heading and the sums below it.
struct ExplanationSection {
  var title: String
  var lines: [Line]

  /// What, how it is computed, and how much that is in bytes.
  struct Line {
    var label: String
    var sum: String
    var bytes: Int
  }

  /// The sums behind a row, with the numbers put in.
  static func all(_ fit: Fit, _ explanation: Explanation) -> [ExplanationSection] {
    [
      ruleOfThumb(explanation),
      ExplanationSection(title: "Weights by class", lines: explanation.weights.map(line)),
      caches(explanation, fit.workload), buffers(fit, explanation), budgets(fit),
    ]
  }

  private static func ruleOfThumb(_ explanation: Explanation) -> ExplanationSection {
    func sum(_ bits: Double) -> String { "\(explanation.parameters) × \(ByteSize.decimal(bits, places: 4)) / 8" }
    return ExplanationSection(
      title: "Rule of thumb",
      lines: [
        Line(
          label: "parameters × bits / 8", sum: sum(explanation.nominalBitsPerWeight),
          bytes: explanation.ruleOfThumbBytes),
        Line(
          label: "true weights", sum: sum(explanation.bitsPerWeight) + ", tensor by tensor",
          bytes: explanation.weightsBytes),
      ])
  }

  private static func line(_ weights: Explanation.Weights) -> Line {
    let label =
      switch weights.kind {
      case .inputEmbedding: "input embedding"
      case .outputHead: "output head"
      case .attention: "attention"
      case .feedForward: "feed-forward"
      case .experts: "experts"
      case .otherMatrices: "other matrices"
      case .plain: "norms, biases, routers"
      }
    let parts = weights.bytesByType.sorted { $0.bytes > $1.bytes }.map {
      "\($0.type.rawValue) \(ByteSize.text($0.bytes))"
    }
    return Line(label: label, sum: parts.joined(separator: " + "), bytes: weights.bytes)
  }

  private static func caches(_ explanation: Explanation, _ workload: Workload) -> ExplanationSection {
    let lines = explanation.caches.map { line($0, workload) }
    let none = Line(label: "none", sum: "an encoder keeps nothing between tokens", bytes: 0)
    return ExplanationSection(title: "Cache by kind of layer", lines: lines.isEmpty ? [none] : lines)
  }

  private static func line(_ cache: Explanation.Cache, _ workload: Workload) -> Line {
    switch cache.content {
    case .cells(let kind, let layers, let cells, let keyWidth, let valueWidth, let caches):
      let values = valueWidth > 0 ? " + \(valueWidth) \(workload.valueCacheType.rawValue)" : ""
      return Line(
        label: label(kind),
        sum: "\(layers) layers × \(cells) cells × (\(keyWidth) \(workload.keyCacheType.rawValue)\(values)) × "
          + "\(caches) caches", bytes: cache.bytes)
    case .compressorState(let numbers, let sequences):
      return Line(
        label: "compressor state", sum: "\(numbers) F32 × \(sequences) sequences", bytes: cache.bytes)
    case .recurrentState(let layers, let numbers, let sequences):
      return Line(
        label: "recurrent state", sum: "\(layers) layers × \(numbers) F32 × \(sequences) sequences",
        bytes: cache.bytes)
    }
  }

  private static func label(_ kind: LayerCache.Kind) -> String {
    switch kind {
    case .full: "full attention"
    case .window(let window): "window of \(window)"
    case .latent: "latent keys"
    case .images(let places): "\(places) places of images"
    case .compressed(let ratio): "compressed \(ratio) to 1"
    case .indexer: "indexer keys"
    }
  }

  private static func buffers(_ fit: Fit, _ explanation: Explanation) -> ExplanationSection {
    let attention = fit.workload.flashAttention ? "flash attention" : "attention scores of all heads kept"
    return ExplanationSection(
      title: "Buffers",
      lines: [
        Line(
          label: "compute buffer",
          sum: "high-water mark of one micro-batch of \(explanation.microBatch) tokens, \(attention), "
            + "vocabulary \(explanation.vocabularySize)", bytes: fit.memory.computeBytes),
        Line(
          label: "runtime overhead", sum: "contexts and kernels of the back ends, upper end",
          bytes: fit.memory.overheadBytes),
      ])
  }

  private static func budgets(_ fit: Fit) -> ExplanationSection {
    let margin = ByteSize.decimal(DeviceShare.margin * 100, places: 0)
    var lines = fit.placement.devices.map { share in
      Line(
        label: share.id,
        sum: "\(ByteSize.text(share.bytes)) of \(ByteSize.text(share.budgetBytes)), \(share.layers) layers; with "
          + "\(margin) % margin \(ByteSize.text(share.bytesWithMargin))", bytes: share.bytes)
    }
    lines.append(
      Line(
        label: "headroom", sum: "smallest budget less demand; \(fit.verdict.rawValue)", bytes: fit.headroomBytes))
    return ExplanationSection(title: "Budget", lines: lines)
  }
}

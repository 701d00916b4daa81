import Memory
import Models

/// A form in which a model's weights can be had, as an engine loads it.
package struct Checkpoint: Sendable, Equatable {
  /// `gguf`, `ollama` or `safetensors`.
  package var format: Artefact.Format
  /// The quantization as its publisher calls it, such as `Q4_K_M` or `FP8`.
  package var label: String
  /// Where it is published; nil where no publisher is known.
  package var repository: String?
  /// How the safetensors engines see it; nil for GGUF.
  package var weights: WeightFormat?
  /// Its weights; nil where nobody lists them, before it is put anywhere.
  package var bytes: Int?
  /// The engine makes it of the 16-bit checkpoint at `repository` while it loads.
  package var isMadeOnLoad = false

  package init(
    format: Artefact.Format, label: String, repository: String? = nil, weights: WeightFormat? = nil, bytes: Int? = nil,
    isMadeOnLoad: Bool = false
  ) {
    (self.format, self.label, self.repository) = (format, label, repository)
    (self.weights, self.bytes, self.isMadeOnLoad) = (weights, bytes, isMadeOnLoad)
  }
}

extension Model {
  /// The safetensors checkpoints of a model that are known, the largest first: the maker's own before others'.
  ///
  /// With an engine's rules those that it loads.
  func safetensors(for rules: EngineRules? = nil) -> [Checkpoint] {
    var found: [Checkpoint] = []
    for artefact in artefacts where artefact.format == .safetensors {
      if let rules, !rules.loads(artefact.repository, maker: huggingFaceRepository) { continue }
      guard let weights = WeightFormat(label: artefact.label), !found.contains(where: { $0.weights == weights }) else {
        continue
      }
      found.append(
        Checkpoint(
          format: .safetensors, label: artefact.label, repository: artefact.repository, weights: weights,
          bytes: artefact.bytes))
    }
    // Weights that were released in about four bits without a name for it are experts in MXFP4 (DeepSeek V4).
    let isLowBit = MixedLabel.Kind(self) == .nativeLowBit
    let native = nativeQuantization.flatMap { WeightFormat(label: $0) } ?? (isLowBit ? .mxfp4 : .bf16)
    if !found.contains(where: { $0.weights == native }), let repository = huggingFaceRepository {
      found.append(Checkpoint(format: .safetensors, label: native.label, repository: repository, weights: native))
    }
    return found.sorted { ($0.weights?.bits ?? 0) > ($1.weights?.bits ?? 0) }
  }

  /// The formats of few bits in which checkpoints of the model can be had.
  package var checkpointFormats: [Quantization] {
    safetensors().compactMap { $0.weights == .bf16 ? nil : Quantization.checkpoint(named: $0.label) }
  }

  /// The checkpoints for the safetensors engines: what is published, what an engine makes of it, or the one asked for.
  func checkpoints(for rules: EngineRules, label: String?) -> [Checkpoint] {
    let published = safetensors(for: rules)
    guard let label else {
      return published + made(of: published, by: rules, formats: rules.quantizesOnLoad.sorted { $0.bits > $1.bits })
    }
    guard let wanted = WeightFormat(label: label) else { return [] }
    if let found = published.first(where: { $0.label.lowercased() == label.lowercased() })
      ?? published.first(where: { $0.weights == wanted })
    {
      return [found]
    }
    let made = made(of: published, by: rules, formats: rules.quantizesOnLoad.contains(wanted) ? [wanted] : [])
    return made.isEmpty ? [Checkpoint(format: .safetensors, label: label, weights: wanted)] : made
  }

  private func made(
    of published: [Checkpoint], by rules: EngineRules, formats: [WeightFormat]
  ) -> [Checkpoint] {
    guard let plain = published.first(where: { $0.weights == .bf16 }) else { return [] }
    return formats.filter { format in !published.contains { $0.weights == format } }.map {
      Checkpoint(
        format: .safetensors, label: $0.label, repository: plain.repository, weights: $0, isMadeOnLoad: true)
    }
  }

  /// GGUF recipes to look at: the one asked for, the native one, or the usual one of four bits.
  package func recipe(label: String?) -> String? {
    if let label { return Quantization.named(label).flatMap { $0.family == .gguf ? $0.name : nil } }
    return nativeQuantization.flatMap { Quantization.named($0) }?.name ?? "Q4_K_M"
  }
}

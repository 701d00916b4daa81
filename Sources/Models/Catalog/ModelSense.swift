/// Whether the facts of one entry agree with each other.
struct ModelSense {
  typealias Problem = (key: String, message: String)

  let model: Model
  /// The text part's weights counted from the dimensions; nil where that cannot be done.
  let recomputedParameters: Int?

  func problems() -> [Problem] {
    names() + parameters() + sizesInTheName() + context() + tags() + scores() + dimensions()
  }

  private func names() -> [Problem] {
    var problems: [Problem] = []
    let isPlain = model.id.utf8.allSatisfy {
      ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 || $0 == 46
    }
    if !isPlain || model.id.isEmpty || model.id.hasPrefix("-") || model.id.hasPrefix(".") {
      problems.append(("/id", "an id is lower-case letters, digits, hyphens and points"))
    }
    if model.name.isEmpty { problems.append(("/name", "the name is empty")) }
    if model.capabilities.isEmpty { problems.append(("", "no capability: what can it do?")) }
    if let license = model.license, model.licenseFacts == nil {
      problems.append(("/license", "the licence \"\(license)\" is not in catalog/licenses.json"))
    }
    if let released = model.released {
      let month = CatalogDate.monthAndDay(released)?.month
      if month.map({ $0 < 2018 * 12 || $0 > 2100 * 12 }) ?? true {
        problems.append(("/released", "expected a month such as 2025-04, not \"\(released)\""))
      }
    }
    let repositories =
      [("/huggingface", model.huggingFaceRepository)].map { ($0.0, $0.1) }
      + model.ggufRepositories.enumerated().map { ("/gguf/\($0.offset)", Optional($0.element)) }
    for case (let key, let repository?) in repositories {
      let parts = repository.split(separator: "/", omittingEmptySubsequences: false)
      if parts.count != 2 || parts.contains(where: \.isEmpty) || repository.contains(" ") {
        problems.append((key, "expected owner/name, not \"\(repository)\""))
      }
    }
    return problems
  }

  private func parameters() -> [Problem] {
    var problems: [Problem] = []
    if let total = model.parameters {
      if total < 1_000_000 || total > 20_000_000_000_000 {
        problems.append(("/parameters", "\(total) weights are not plausible"))
      }
      // Helper tensors may be counted in one and not in the other.
      if let text = model.textParameters, Double(text) > Double(total) * 1.001 {
        problems.append(("/text_parameters", "the text part has more weights than the whole model"))
      }
    }
    if let active = model.activeParameters, let text = model.textParameters, active > text {
      problems.append(("/active_parameters", "more weights are active than there are"))
    }
    if let recomputed = recomputedParameters, let stated = model.textParameters, model.confidence != .approximate {
      let deviation = abs(Double(recomputed) - Double(stated)) / Double(max(stated, 1))
      if deviation > 0.01 {
        problems.append(
          ("/text_parameters", "\(stated) weights, but the dimensions give \(recomputed): more than 1 % apart"))
      }
    }
    return problems
  }

  /// `8B` in a name must be the size: within a quarter or 0.7 billion, for makers round generously.
  private func sizesInTheName() -> [Problem] {
    let known = [model.parameters, model.textParameters, model.activeParameters].compactMap { $0 }.map(Double.init)
    guard !known.isEmpty else { return [] }
    return NameSizes.sizes(in: model.name).filter { size in
      !known.contains { abs($0 - size.weights) <= max(size.weights / 4, size.weights < 2e9 ? 0.7e9 : 0.75e9) }
    }.map { ("/name", "the name says \($0.text), which is none of the entry's sizes") }
  }

  private func context() -> [Problem] {
    var problems: [Problem] = []
    if model.contextMaximum < 64 || model.contextMaximum > 16 << 20 {
      problems.append(("/context_max", "a context of \(model.contextMaximum) tokens is not plausible"))
    }
    if let extended = model.contextExtended, extended <= model.contextMaximum || extended > 16 << 20 {
      problems.append(("/context_extended", "must be more than context_max, and plausible"))
    }
    return problems
  }

  private func tags() -> [Problem] {
    var problems: [Problem] = []
    for (index, tag) in model.ollamaTags.enumerated() {
      let parts = tag.tag.split(separator: ":", omittingEmptySubsequences: false)
      if parts.count != 2 || parts.contains(where: \.isEmpty) || tag.tag.contains(" ") {
        problems.append(("/ollama/\(index)/tag", "expected name:tag, not \"\(tag.tag)\""))
      }
      guard let size = tag.sizeBytes, let weights = model.parameters, let quantization = tag.quantization,
        let bits = QuantizationLoss.builtIn.row(quantization)?.bitsPerWeight
      else { continue }
      // Vision towers and embeddings may stay in 16 bits, small models may need larger blocks.
      let ratio = Double(size) / (Double(weights) * bits / 8)
      if ratio < 0.7 || ratio > 3 {
        problems.append(
          ("/ollama/\(index)/size_bytes", "\(size) bytes do not go with \(weights) weights in \(quantization)"))
      }
    }
    return problems
  }

  private func scores() -> [Problem] {
    var problems: [Problem] = []
    var seen: Set<String> = []
    for (index, score) in model.scores.enumerated() {
      let range = score.benchmark.hasSuffix("_elo") ? 500.0...2500 : 0.0...100
      if !range.contains(score.value) {
        problems.append(("/scores/\(index)/value", "\(score.value) is not a value of \(score.benchmark)"))
      }
      if !seen.insert(score.benchmark).inserted {
        problems.append(("/scores/\(index)/benchmark", "\(score.benchmark) is there twice"))
      }
      if score.source.isEmpty { problems.append(("/scores/\(index)/source", "a result needs a source")) }
      if let date = score.date, CatalogDate.monthAndDay(date.utf8.count == 4 ? date + "-01" : date) == nil {
        problems.append(("/scores/\(index)/date", "expected a date such as 2025-04, not \"\(date)\""))
      }
    }
    return problems
  }

  private func dimensions() -> [Problem] {
    guard let architecture = model.architecture else { return [] }
    var problems: [Problem] = []
    if architecture.latentAttention == nil {
      for layer in 0..<architecture.layerCount {
        let (heads, groups) = (architecture.headCount[layer], architecture.kvHeadCount[layer])
        guard groups > 0, groups > heads || heads % groups != 0 else { continue }
        problems.append(
          ("/architecture/kv_head_count", "\(groups) key/value heads do not divide \(heads) heads in layer \(layer)"))
        break
      }
    }
    if let experts = architecture.experts, experts.usedCount > experts.count || experts.count == 0 {
      problems.append(("/architecture/experts/used_count", "more experts are used than there are"))
    }
    let layers: [(String, [Int])] = [
      ("/architecture/attention_layers", architecture.attentionLayers ?? []),
      ("/architecture/sliding_window/global_layers", architecture.slidingWindow?.globalLayers ?? []),
      ("/architecture/recurrent/layers", architecture.recurrent?.layers ?? []),
      ("/architecture/cross_attention_layers", architecture.crossAttentionLayers ?? []),
    ]
    for (key, list) in layers {
      if let layer = list.first(where: { $0 >= architecture.layerCount }) {
        problems.append((key, "there is no layer \(layer) among \(architecture.layerCount)"))
      }
    }
    return problems
  }
}

/// The sizes that a model's name states, such as the 8 billion of `Qwen3 8B`.
package enum NameSizes {
  package static func sizes(in name: String) -> [(text: String, weights: Double)] {
    name.split(whereSeparator: { $0 == " " || $0 == "-" || $0 == "(" || $0 == ")" || $0 == "/" }).compactMap { word in
      guard let unit = word.last, let factor = ["B": 1e9, "M": 1e6, "T": 1e12][unit],
        let number = Double(String(word.dropLast())), number > 0
      else { return nil }
      return (String(word), number * factor)
    }
  }
}

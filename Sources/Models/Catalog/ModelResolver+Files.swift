/// Names as files and conversions have them: a quantization behind the model, a publisher before it.
extension ModelResolver {
  /// A model with the quantization that its file's name ends with, such as `q4_k_m` in `qwen3-8b-q4_k_m`.
  ///
  /// Suffixes begin as llama.cpp's formats do; `ud-` marks one publisher's mixes.
  static func quantizationSuffix(_ name: String) -> (name: String, quantization: String)? {
    guard let cut = name.lastIndex(where: { $0 == "-" || $0 == "." }), cut > name.startIndex else { return nil }
    let suffix = name[name.index(after: cut)...]
    guard isFormat(suffix) else { return nil }
    var rest = name[..<cut]
    var quantization = String(suffix).uppercased()
    for mark in ["-ud", ".i1", "-i1"] where rest.hasSuffix(mark) {
      rest = rest.dropLast(mark.count)
      if mark == "-ud" { quantization = "UD-" + quantization }
    }
    return rest.isEmpty ? nil : (String(rest), quantization)
  }

  private static func isFormat(_ suffix: Substring) -> Bool {
    if ["f16", "bf16", "f32", "fp16", "fp32", "mxfp4", "mxfp4_moe", "nvfp4"].contains(suffix) { return true }
    for start in ["iq", "tq", "q"] where suffix.hasPrefix(start) {
      let rest = suffix.dropFirst(start.count)
      return rest.first.map { ("1"..."8").contains($0) } ?? false && rest.dropFirst().first == "_"
    }
    return false
  }

  /// What `name` is without an owner or publisher: `unsloth/x`, `tencent_x`.
  static func withoutPublisher(_ name: String) -> String? {
    if let slash = name.lastIndex(of: "/") { return String(name[name.index(after: slash)...]) }
    guard let line = name.firstIndex(of: "_"), line > name.startIndex,
      name[..<line].allSatisfy({ $0.isLetter || $0 == "-" })
    else { return nil }
    return String(name[name.index(after: line)...])
  }
}

extension Resolution {
  /// The same model with a quantization that the name told besides.
  func with(quantization: String?) -> Resolution {
    guard let quantization, case .found(let model, let tag, nil) = self else { return self }
    return .found(model, tag: tag, quantization: quantization)
  }
}

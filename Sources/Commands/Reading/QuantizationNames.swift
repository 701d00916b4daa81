import Memory
import Options

/// Reads quantizations as users write them.
enum QuantizationNames {
  /// The names in plimsoll's spelling; an unknown one is a failure with the nearest.
  static func known(_ names: [String]) throws -> [String] {
    try names.map { name in
      if let known = Quantization.named(name) { return known.name }
      throw Failure(.usage, "unknown quantization '\(name)'", hint: mixHint(name) ?? nearestHint(name))
    }
  }

  private static func nearestHint(_ name: String) -> String {
    "nearest: \(Quantization.nearestNames(to: name).joined(separator: ", "))"
  }

  /// What to do about unsloth's dynamic mixes, such as `UD-Q4_K_XL`, whose types differ from model to model.
  private static func mixHint(_ name: String) -> String? {
    let upper = name.uppercased()
    let recipe = upper.hasPrefix("UD-") ? String(upper.dropFirst(3)) : upper
    let plain = recipe.hasSuffix("_XL") ? String(recipe.dropLast(3)) : recipe
    let near = [plain, plain + "_M", plain.replacingSuffix("_K", with: "_0")].compactMap(Quantization.named).first
    guard upper.hasPrefix("UD-") || recipe.hasSuffix("_XL"), let near else { return nil }
    return "it is a publisher's own mix, different for each model: plan the file itself ('plimsoll fit FILE.gguf'), "
      + "or \(near.name), which is near"
  }
}

extension String {
  /// The text with its ending exchanged; without that ending the text itself.
  fileprivate func replacingSuffix(_ suffix: String, with other: String) -> String {
    hasSuffix(suffix) ? dropLast(suffix.count) + other : self
  }
}

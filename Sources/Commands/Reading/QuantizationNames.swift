import Memory
import Options

/// Reads quantizations as users write them.
enum QuantizationNames {
  /// The names in plimsoll's spelling; an unknown one is a failure with the nearest.
  static func known(_ names: [String]) throws -> [String] {
    try names.map { name in
      if let known = Quantization.named(name) { return known.name }
      throw Failure(.usage, "unknown quantization '\(name)'", hint: nearestHint(name))
    }
  }

  private static func nearestHint(_ name: String) -> String {
    "nearest: \(Quantization.nearestNames(to: name).joined(separator: ", "))"
  }
}

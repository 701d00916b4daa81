import FitCalculator
import OptionParsing

/// Reads quantizations as users write them.
enum QuantizationNames {
  /// The names in plimsoll's spelling; an unknown one is a failure with the nearest.
  static func known(_ names: [String]) throws -> [String] {
    try names.map { name in
      if let known = Quantization.named(name) { return known.name }
      let nearest = NearestNames.of(name, in: Quantization.all.map(\.name))
      throw Failure(
        .usage, "unknown quantization '\(name)'",
        hint: (nearest.isEmpty ? "known: " : "nearest: ")
          + (nearest.isEmpty ? Quantization.all.map(\.name) : nearest).joined(separator: ", "))
    }
  }
}

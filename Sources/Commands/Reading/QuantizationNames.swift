import FitCalculator
import OptionParsing

/// Reads quantizations as users write them.
enum QuantizationNames {
  /// The names in plimsoll's spelling; an unknown one is a failure with the nearest.
  static func known(_ names: [String]) throws -> [String] {
    try names.map { name in
      if let known = Quantization.named(name) { return known.name }
      let nearest = Quantization.nearestNames(to: name)
      throw Failure(
        .usage, "unknown quantization '\(name)'",
        hint: "nearest: \(nearest.joined(separator: ", "))")
    }
  }
}

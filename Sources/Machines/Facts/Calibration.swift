/// What runs of models on this machine showed, beside what was predicted without them.
package struct Calibration: Sendable, Equatable {
  /// One verified run.
  package struct Entry: Sendable, Equatable {
    /// The runtime, such as `ollama`.
    package var runtime: String
    /// The back end of the first device.
    package var backend: Backend
    /// Whether the model is a mixture of experts.
    package var isMixture: Bool
    /// The model's id and its quantization.
    package var model: String
    package var quantization: String
    /// Measured over predicted; nil where one of them was not known.
    package var decodeRatio: Double?
    /// The same of a token's time after a prompt of a few tokens, whose attention costs nothing yet.
    package var startDecodeRatio: Double?
    /// The part of the predicted time per token that attention takes, where `decodeRatio` was measured, from 0 to 1; nil where that
    /// was not kept.
    package var depthShare: Double?
    package var prefillRatio: Double?
    package var memoryRatio: Double?
    /// Whether the machine did something else meanwhile.
    package var isDisturbed: Bool
    /// The day, such as 2026-11-26.
    package var day: String

    /// No run is a thousand times faster or slower than predicted.
    package static let ratios = 0.001...1000.0
    package static let shares = 0.0...1

    package init(
      runtime: String, backend: Backend, isMixture: Bool, model: String, quantization: String, decodeRatio: Double?,
      startDecodeRatio: Double? = nil, depthShare: Double? = nil, prefillRatio: Double?, memoryRatio: Double?,
      isDisturbed: Bool, day: String
    ) {
      self.runtime = runtime
      self.backend = backend
      self.isMixture = isMixture
      self.model = model
      self.quantization = quantization
      self.decodeRatio = decodeRatio
      self.startDecodeRatio = startDecodeRatio
      self.depthShare = depthShare
      self.prefillRatio = prefillRatio
      self.memoryRatio = memoryRatio
      self.isDisturbed = isDisturbed
      self.day = day
    }
  }

  package private(set) var entries: [Entry]

  package init(entries: [Entry] = []) { self.entries = Array(entries.suffix(Self.most)) }

  /// Runs that are kept; older ones go.
  private static let most = 64

  /// Adds a run in the place of an earlier one of the same model and runtime.
  package mutating func add(_ entry: Entry) {
    entries.removeAll {
      $0.runtime == entry.runtime && $0.model == entry.model && $0.quantization == entry.quantization
    }
    entries = Array((entries + [entry]).suffix(Self.most))
  }
}

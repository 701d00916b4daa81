import Base
import Models

/// What a format's rates on a processor are to those of the benchmark's kernels.
struct FormatConstants: Sendable {
  var type: TensorType
  /// The measured formats with whose rates it decodes and computes prompts; nil where it is measured itself.
  var standIns: (decode: TensorType, prefill: TensorType)?
  /// Weights per second that decode reaches where memory is no limit, as a share of the plain product's multiply-adds.
  ///
  /// The benchmark's kernels are a little leaner than llama.cpp's, and looking up costs more than reading in formats of few
  /// bits.
  var decodeCeiling: Double
  /// What llama.cpp's products on prompts reach of the benchmark's.
  var prefillShare: Double
  /// How much longer prompts take with experts; nil: as most formats.
  var expertFactor: Double?

  init(_ name: String, _ levels: ReplacingLevels) throws(JSONShapeError) {
    guard let type = TensorType(rawValue: name) else { throw levels.deepest.mismatch("a format as key") }
    self.type = type
    if let decode = try levels.optional("decode_like"), let prefill = try levels.optional("prefill_like") {
      standIns = (decode: try decode.tensorType(), prefill: try prefill.tensorType())
    }
    decodeCeiling = try levels.optional("decode_ceiling")?.number() ?? .infinity
    prefillShare = try levels.optional("prefill_share")?.number() ?? 1
    expertFactor = try levels.optional("expert_factor")?.number()
  }
}

extension ReplacingLevels {
  fileprivate func tensorType() throws(JSONShapeError) -> TensorType {
    guard let type = TensorType(rawValue: try deepest.string()) else { throw deepest.mismatch("a format") }
    return type
  }
}

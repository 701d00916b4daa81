import CKernels

/// A block format of weights as the kernels know it.
struct WeightFormat: Sendable {
  let format: plimsoll_format
  let name: String

  /// Bytes of one row of `Crew.width` weights.
  var rowBytes: Int { Crew.width / plimsoll_block_elements(format) * plimsoll_block_bytes(format) }

  static let measured = [
    WeightFormat(format: PLIMSOLL_Q4_K, name: "Q4_K"), WeightFormat(format: PLIMSOLL_Q6_K, name: "Q6_K"),
    WeightFormat(format: PLIMSOLL_Q8_0, name: "Q8_0"), WeightFormat(format: PLIMSOLL_Q4_0, name: "Q4_0"),
    WeightFormat(format: PLIMSOLL_IQ4_NL, name: "IQ4_NL"), WeightFormat(format: PLIMSOLL_F16, name: "F16"),
    WeightFormat(format: PLIMSOLL_BF16, name: "BF16"), WeightFormat(format: PLIMSOLL_F32, name: "F32"),
  ]
}

/// A storage format of weights or cache, with its true block size.
///
/// Sizes: ggml's block structures (ggml-common.h); every row of a matrix is a whole number of blocks.
package enum TensorType: String, Sendable, CaseIterable {
  case f32 = "F32", f16 = "F16", bf16 = "BF16"
  case q4_0 = "Q4_0", q4_1 = "Q4_1", q5_0 = "Q5_0", q5_1 = "Q5_1", q8_0 = "Q8_0"
  case q2_K = "Q2_K", q3_K = "Q3_K", q4_K = "Q4_K", q5_K = "Q5_K", q6_K = "Q6_K"
  case iq1_S = "IQ1_S", iq1_M = "IQ1_M", iq2_XXS = "IQ2_XXS", iq2_XS = "IQ2_XS", iq2_S = "IQ2_S"
  case iq3_XXS = "IQ3_XXS", iq3_S = "IQ3_S", iq4_NL = "IQ4_NL", iq4_XS = "IQ4_XS"
  case tq1_0 = "TQ1_0", tq2_0 = "TQ2_0", mxfp4 = "MXFP4", nvfp4 = "NVFP4"
  case i32 = "I32"

  /// Its place in the order of the declaration, which is all that a case is in memory.
  package var place: Int { withUnsafeBytes(of: self) { Int($0[0]) } }

  /// Weights in one block.
  package var blockElements: Int {
    switch self {
    case .f32, .f16, .bf16, .i32: 1
    case .q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .iq4_NL, .mxfp4: 32
    case .nvfp4: 64
    default: 256
    }
  }

  /// Bytes of one block.
  package var blockBytes: Int {
    switch self {
    case .f32, .i32: 4
    case .f16, .bf16: 2
    case .q4_0, .iq4_NL: 18
    case .q4_1: 20
    case .q5_0: 22
    case .q5_1: 24
    case .q8_0: 34
    case .mxfp4: 17
    case .nvfp4: 36
    case .q2_K: 84
    case .q3_K, .iq3_S: 110
    case .q4_K: 144
    case .q5_K: 176
    case .q6_K: 210
    case .iq1_S: 50
    case .iq1_M: 56
    case .iq2_XXS, .tq2_0: 66
    case .iq2_XS: 74
    case .iq2_S: 82
    case .iq3_XXS: 98
    case .iq4_XS: 136
    case .tq1_0: 54
    }
  }

  package var bitsPerWeight: Double { Double(blockBytes * 8) / Double(blockElements) }
}

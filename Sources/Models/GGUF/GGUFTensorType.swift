/// A tensor's format by its number in the file.
package struct GGUFTensorType: Sendable, Equatable {
  package let name: String
  package let blockElements: Int
  package let blockBytes: Int
  /// The same format in the catalogue's vocabulary; nil for formats no weights are kept in.
  package let weightType: TensorType?

  /// The format with that number in a file of an architecture; Ollama's first gpt-oss files have a number of their own.
  package init?(number: UInt32, architecture: String?) {
    self.init(number: architecture == "gptoss" && number == 4 ? 39 : number)
  }

  /// The format with that number (ggml.h, `enum ggml_type`), or nil when there is none.
  package init?(number: UInt32) {
    if let type = Self.weightTypes[number] {
      self.init(
        name: type.rawValue, blockElements: type.blockElements, blockBytes: type.blockBytes, weightType: type)
    } else if let plain = Self.plainTypes[number] {
      self.init(name: plain.name, blockElements: plain.elements, blockBytes: plain.bytes, weightType: nil)
    } else {
      return nil
    }
  }

  private init(name: String, blockElements: Int, blockBytes: Int, weightType: TensorType?) {
    self.name = name
    self.blockElements = blockElements
    self.blockBytes = blockBytes
    self.weightType = weightType
  }

  private static let weightTypes: [UInt32: TensorType] = [
    0: .f32, 1: .f16, 2: .q4_0, 3: .q4_1, 6: .q5_0, 7: .q5_1, 8: .q8_0, 10: .q2_K, 11: .q3_K, 12: .q4_K, 13: .q5_K,
    14: .q6_K, 16: .iq2_XXS, 17: .iq2_XS, 18: .iq3_XXS, 19: .iq1_S, 20: .iq4_NL, 21: .iq3_S, 22: .iq2_S, 23: .iq4_XS,
    26: .i32, 29: .iq1_M, 30: .bf16, 34: .tq1_0, 35: .tq2_0, 39: .mxfp4, 40: .nvfp4,
  ]

  private static let plainTypes: [UInt32: (name: String, elements: Int, bytes: Int)] = [
    9: ("Q8_1", 32, 36), 15: ("Q8_K", 256, 292), 24: ("I8", 1, 1), 25: ("I16", 1, 2), 27: ("I64", 1, 8),
    28: ("F64", 1, 8), 41: ("Q1_0", 128, 18),
  ]

  /// What a number stands for that llama.cpp does not read, as far as that is known.
  static func foreignName(_ number: UInt32) -> String {
    guard let type = GGUFFacts.all?.foreignTypes.first(where: { $0.number == Int(number) }) else {
      return "\(number)"
    }
    return "\(number) (\(type.name), \(type.origin))"
  }
}

/// The recipe by its number in `general.file_type` (llama.h, `enum llama_ftype`).
enum GGUFFileType {
  private static let names: [Int: String] = [
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S",
    12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS",
    20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M",
    28: "IQ2_S", 29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4_MOE",
    39: "NVFP4", 40: "Q1_0",
  ]

  /// The recipe's name, such as `Q4_K_M`, or nil when the number is not known.
  static func name(_ number: Int) -> String? { names[number] }
}

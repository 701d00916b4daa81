/// Everything a GGUF file says before its weights.
package struct GGUFHeader: Sendable, Equatable {
  package var version: Int
  package var isBigEndian: Bool
  package var metadata: [String: GGUFValue]
  package var tensors: [GGUFTensor]
  /// Where the weights begin, in bytes from the beginning of the file.
  package var dataOffset: Int
  /// Size of the whole file.
  package var fileBytes: Int

  package init(
    version: Int, isBigEndian: Bool, metadata: [String: GGUFValue], tensors: [GGUFTensor], dataOffset: Int,
    fileBytes: Int
  ) {
    self.version = version
    self.isBigEndian = isBigEndian
    self.metadata = metadata
    self.tensors = tensors
    self.dataOffset = dataOffset
    self.fileBytes = fileBytes
  }

  /// Sum of the elements of all tensors.
  package var elementCount: Int { tensors.reduce(0) { $0 + $1.elementCount } }
}

/// A metadata value; what would only take memory is kept as its size.
package enum GGUFValue: Sendable, Equatable {
  case unsigned(UInt64)
  case signed(Int64)
  case float(Double)
  case bool(Bool)
  case string(String)
  /// A string too long to be kept.
  case longString
  case array([GGUFValue])
  /// An array too long to be kept.
  case longArray(count: Int)

  /// The value as a whole number that is not negative and below 2^53.
  package var integer: Int? {
    switch self {
    case .unsigned(let number): number < 1 << 53 ? Int(number) : nil
    case .signed(let number): number >= 0 && number < 1 << 53 ? Int(number) : nil
    default: nil
    }
  }

  package var number: Double? {
    switch self {
    case .unsigned(let number): Double(number)
    case .signed(let number): Double(number)
    case .float(let number): number.isFinite ? number : nil
    default: nil
    }
  }

  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  package var array: [GGUFValue]? { if case .array(let values) = self { values } else { nil } }

  /// Number of elements of an array, kept or not.
  package var count: Int? {
    switch self {
    case .array(let values): values.count
    case .longArray(let count): count
    default: nil
    }
  }
}

/// One tensor as the header describes it.
package struct GGUFTensor: Sendable, Equatable {
  package var name: String
  /// Innermost dimension first, as ggml counts.
  package var dimensions: [Int]
  package var type: GGUFTensorType
  /// Offset from the beginning of the weights.
  package var offset: Int
  package var elementCount: Int
  /// Bytes without the padding behind them.
  package var bytes: Int

  package init(
    name: String, dimensions: [Int], type: GGUFTensorType, offset: Int, elementCount: Int, bytes: Int
  ) {
    self.name = name
    self.dimensions = dimensions
    self.type = type
    self.offset = offset
    self.elementCount = elementCount
    self.bytes = bytes
  }
}

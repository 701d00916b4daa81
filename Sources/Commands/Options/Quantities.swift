import Base
import Options

/// A size such as `12GB` or `12GiB`.
package struct SizeArgument: ArgumentValue {
  package let bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  package init?(argument text: String) {
    guard let bytes = ByteSize.bytes(from: text), bytes > 0, bytes < 1 << 52 else { return nil }
    self.bytes = bytes
  }

  package static var expectation: String { "a size such as 12GB (10^9 bytes) or 12GiB (2^30 bytes)" }
}

/// A rate such as `100GB/s`.
struct RateArgument: ArgumentValue {
  let bytesPerSecond: Double

  init?(argument text: String) {
    guard let rate = ByteSize.bytesPerSecond(from: text), rate > 0, rate <= 1e15 else { return nil }
    bytesPerSecond = rate
  }

  static var expectation: String { "a rate such as 100GB/s" }
}

/// A number of tokens such as `8192`, `8k` or `8K` (8 · 1024).
package struct TokenCount: ArgumentValue, Equatable {
  package let tokens: Int

  package init(_ tokens: Int) { self.tokens = tokens }

  package init?(argument text: String) {
    let isThousands = text.hasSuffix("k") || text.hasSuffix("K")
    let isMillions = text.hasSuffix("m") || text.hasSuffix("M")
    let factor = isThousands ? 1024 : isMillions ? 1024 * 1024 : 1
    guard let number = Int(isThousands || isMillions ? String(text.dropLast()) : text), number > 0,
      number <= Self.maximum / factor
    else { return nil }
    tokens = number * factor
  }

  package static let maximum = 1 << 27
  package static var expectation: String { "a number of tokens from 1 to \(maximum), such as 8192 or 32k" }
  package static var jsonTypes: [String] { ["integer", "string"] }
  package var word: String { String(tokens) }
}

/// A positive number such as `8` or `2.5`.
package struct PositiveNumber: ArgumentValue {
  package let value: Double

  init(_ value: Double) { self.value = value }

  package init?(argument text: String) {
    guard let value = Double(text), value.isFinite, value >= 0, value <= 1e9, !text.lowercased().contains("x") else {
      return nil
    }
    self.value = value
  }

  package static var expectation: String { "a number of 0 or more" }
  package static var jsonTypes: [String] { ["number"] }
}

/// `on` or `off`.
package enum Switch: String, CaseIterable, ArgumentValue { case on, off }

import Base
import Machines

/// How a checkpoint of the safetensors engines stores its matrices.
package enum WeightFormat: String, Sendable, CaseIterable {
  case bf16, fp8, int8, awq, gptq, nvfp4, mxfp4

  /// The format behind a checkpoint's label, such as `FP8`, `AWQ-INT4` or `GPTQ-Int4`; nil for another one.
  package init?(label: String) {
    let word = label.lowercased()
    let spellings: [(String, WeightFormat)] = [
      ("nvfp4", .nvfp4), ("mxfp4", .mxfp4), ("fp8", .fp8), ("awq", .awq), ("gptq", .gptq), ("int8", .int8),
      ("w8a8", .int8), ("bf16", .bf16), ("fp16", .bf16), ("f16", .bf16), ("fp4", .nvfp4), ("int4", .gptq),
      ("w4a16", .gptq),
    ]
    guard let found = spellings.first(where: { word.contains($0.0) }) else { return nil }
    // Experts in four bits beside the rest in sixteen is a format of llama.cpp.
    guard !word.hasPrefix("mxfp4_moe") else { return nil }
    self = found.1
  }

  /// Bits per weight with scales; the output head and the embeddings stay in 16.
  package var bits: Double {
    switch self {
    case .bf16: 16
    // A 32-bit scale per output channel.
    case .fp8, .int8: 8.03
    // Groups of 128 with a 16-bit scale and a 4-bit zero point.
    case .awq, .gptq: 4.156
    // Groups of 16 with an 8-bit scale; groups of 32 with one.
    case .nvfp4: 4.5
    case .mxfp4: 4.25
    }
  }

  package var label: String { rawValue.uppercased() }

  /// How many times the rate of 16 bits the card's matrix units have for it: 1 where it is unpacked first.
  func nativeRate(target: String?, architecture: String?) -> Double {
    guard let units, units.has(target) || self != .nvfp4 && self != .mxfp4 && architecture == "Gaudi" else { return 1 }
    return units.rate
  }

  /// Why a card would only unpack a checkpoint that was made for matrix units of its format; nil where it has them, or the
  /// format is not made for them: what was released in MXFP4 is had in nothing else.
  func refusalWithoutUnits(_ card: CardGroup) -> Refusal? {
    guard let units, self == .fp8 || self == .nvfp4,
      nativeRate(target: card.target, architecture: card.fact.architecture) == 1
    else { return nil }
    guard let target = card.target else { return .targetUnknown }
    return Double(target).map { .needsCapability(units.capability, has: $0) } ?? .needsTarget(units.amd, has: target)
  }

  /// The matrix units that compute in a format: their rate beside 16 bits, the compute capability from which on NVIDIA's
  /// cards have them, and the beginnings of AMD's targets that do.
  private struct Units {
    var rate: Double
    var capability: Double
    var amd: [String]

    func has(_ target: String?) -> Bool {
      guard let target else { return false }
      return Double(target).map { $0 >= capability } ?? amd.contains { target.hasPrefix($0) }
    }
  }

  private var units: Units? {
    switch self {
    case .bf16, .awq, .gptq: nil
    case .fp8: Units(rate: 2, capability: 8.9, amd: ["gfx94", "gfx95", "gfx12"])
    case .int8: Units(rate: 2, capability: 7.5, amd: ["gfx94", "gfx95", "gfx12"])
    case .nvfp4, .mxfp4: Units(rate: 4, capability: 10, amd: ["gfx95"])
    }
  }
}

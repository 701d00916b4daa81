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
  package func nativeRate(target: String?, architecture: String?) -> Double {
    let target = target ?? ""
    let capability = Double(target) ?? 0
    func isAMD(_ families: String...) -> Bool { families.contains { target.hasPrefix($0) } }
    switch self {
    case .bf16, .awq, .gptq: return 1
    case .fp8, .int8:
      let has = capability >= (self == .int8 ? 7.5 : 8.9) || isAMD("gfx94", "gfx95", "gfx12")
      return has || architecture == "Gaudi" ? 2 : 1
    case .nvfp4, .mxfp4: return capability >= 10 || isAMD("gfx95") ? 4 : 1
    }
  }
}

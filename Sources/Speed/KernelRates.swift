import Machines
import Models

/// The benchmark's rates by format, and what they say about formats that are not measured.
struct KernelRates {
  private(set) var decodeBytesPerSecond: [TensorType: Double] = [:]
  private(set) var promptOperationsPerSecond: [TensorType: Double] = [:]

  /// Operations per second of the plain matrix product.
  var plainOperationsPerSecond: Double? { promptOperationsPerSecond[.f32] }

  init(_ cpu: Measurements.CPU) {
    for kernel in cpu.kernels {
      guard let type = TensorType(rawValue: kernel.quantization) else { continue }
      switch kernel.phase {
      case .decode: decodeBytesPerSecond[type] = kernel.bytesPerSecond.median
      case .prefill: promptOperationsPerSecond[type] = kernel.operationsPerSecond.median
      }
    }
    for (type, share) in Self.ceilings {
      if let rate = decodeBytesPerSecond[type] { decodeBytesPerSecond[type] = min(rate, ceiling(type, share)) }
    }
    for neighbour in Self.neighbours { fill(neighbour) }
    for (type, share) in Self.promptShares {
      if let rate = promptOperationsPerSecond[type] { promptOperationsPerSecond[type] = rate * share }
    }
  }

  /// What llama.cpp's own products reach of ours on prompts, where it is not the same.
  private static let promptShares: [(TensorType, Double)] = [
    (.q8_0, 1.19), (.q4_0, 0.83), (.iq4_NL, 0.84), (.q4_K, 0.92), (.q6_K, 0.92), (.f16, 0.95), (.bf16, 0.9),
  ]

  /// Weights per second that llama.cpp decodes where memory is no limit, as a share of the plain product's multiply-adds.
  ///
  /// Our own kernels are a little leaner, which shows only there.
  private static let ceilings: [(TensorType, Double)] = [
    (.q8_0, 0.37), (.q4_0, 0.62), (.iq4_NL, 0.62), (.q4_K, 0.68), (.q6_K, 0.45),
  ]

  private func ceiling(_ type: TensorType, _ share: Double) -> Double {
    (plainOperationsPerSecond ?? .infinity) / 2 * share * type.bitsPerWeight / 8
  }

  /// A format that is not measured, with what stands in for it.
  private struct Neighbour {
    let type: TensorType
    /// Whose bytes per second it decodes with.
    let decode: TensorType
    /// Weights per second while decoding, as a share of the plain product's multiply-adds: looking up costs more than
    /// reading in formats of few bits.
    var lookUpShare = Double.infinity
    /// Whose operations per second it has on prompts, and the share of them.
    let prompt: TensorType
    var promptShare = 1.0
  }

  /// Shares are llama.cpp's own rates on two cores of a Zen 4 server (`Tests/Validation/kernel_rates.py --formats …`): on
  /// prompts it unpacks most formats of many weights per block like Q6_K, and has no fast path for Q4_1 and Q5_1.
  private static let neighbours = [
    Neighbour(type: .q5_K, decode: .q6_K, prompt: .q6_K),
    Neighbour(type: .q3_K, decode: .q4_K, lookUpShare: 0.5, prompt: .q6_K),
    Neighbour(type: .q2_K, decode: .q4_K, lookUpShare: 0.7, prompt: .q6_K),
    Neighbour(type: .iq4_XS, decode: .iq4_NL, lookUpShare: 0.5, prompt: .q6_K),
    Neighbour(type: .iq3_S, decode: .q4_K, lookUpShare: 0.17, prompt: .q6_K),
    Neighbour(type: .iq3_XXS, decode: .q4_K, lookUpShare: 0.21, prompt: .q6_K),
    Neighbour(type: .iq2_S, decode: .q4_K, lookUpShare: 0.29, prompt: .q6_K),
    Neighbour(type: .iq2_XS, decode: .q4_K, lookUpShare: 0.28, prompt: .q6_K),
    Neighbour(type: .iq2_XXS, decode: .q4_K, lookUpShare: 0.28, prompt: .q6_K),
    Neighbour(type: .iq1_S, decode: .q4_K, lookUpShare: 0.3, prompt: .q6_K),
    Neighbour(type: .iq1_M, decode: .q4_K, lookUpShare: 0.2, prompt: .q6_K),
    Neighbour(type: .tq1_0, decode: .q4_K, lookUpShare: 0.5, prompt: .q4_K),
    Neighbour(type: .tq2_0, decode: .q4_K, lookUpShare: 0.7, prompt: .q4_K),
    Neighbour(type: .q4_1, decode: .q4_0, lookUpShare: 0.4, prompt: .q8_0, promptShare: 0.5),
    Neighbour(type: .q5_0, decode: .q8_0, lookUpShare: 0.4, prompt: .q8_0),
    Neighbour(type: .q5_1, decode: .q8_0, lookUpShare: 0.4, prompt: .q8_0, promptShare: 0.45),
    Neighbour(type: .mxfp4, decode: .iq4_NL, prompt: .iq4_NL),
    Neighbour(type: .nvfp4, decode: .iq4_NL, lookUpShare: 0.5, prompt: .q8_0, promptShare: 0.5),
  ]

  private mutating func fill(_ neighbour: Neighbour) {
    let type = neighbour.type
    if decodeBytesPerSecond[type] == nil, let rate = decodeBytesPerSecond[neighbour.decode] {
      decodeBytesPerSecond[type] = min(rate, ceiling(type, neighbour.lookUpShare))
    }
    if promptOperationsPerSecond[type] == nil, let rate = promptOperationsPerSecond[neighbour.prompt] {
      promptOperationsPerSecond[type] = rate * neighbour.promptShare
    }
  }
}

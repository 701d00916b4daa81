import Base
import Memory
import TestSupport

@testable import Speed

/// A model on a processor whose speed llama.cpp and the benchmark measured in turns: what `Tests/Validation/validate.py` kept.
struct MeasuredProcessor {
  /// A speed by the rates of one turn's benchmark, and what llama.cpp reached in that turn.
  struct Comparison {
    var told: Double
    var measured: Double
    var band: Band

    var error: Double { told / measured - 1 }
    var isInside: Bool { (told / band.slower...told * band.faster).contains(measured) }
  }

  enum Figure: String, CaseIterable {
    case decode = "decode_0"
    case deepDecode = "decode_2048"
    case prefill
  }

  var model: String
  private var comparisons: [Figure: [Comparison]] = [:]

  static func all(_ machine: String) throws -> [MeasuredProcessor] {
    let bytes = try Files.bytes(ProjectFolder.path + "/Tests/SpeedTests/Fixtures/measured-on-\(machine).json")
    return try JSONNode(parsing: bytes).elements().map { try MeasuredProcessor($0) }
  }

  private init(_ node: JSONNode) throws {
    model = try node.required("model").string()
    let share = try ScriptSpeed.share(node, .cpu)
    for turn in try node.required("turns").elements() {
      guard let rates = try ScriptSpeed.processor(turn) else { throw turn.mismatch("a processor's rates") }
      for figure in Figure.allCases {
        let told =
          switch figure {
          case .decode: 1 / rates.decode.seconds(share, depth: 65)
          case .deepDecode: 1 / rates.decode.seconds(share, depth: 2048)
          case .prefill: 512 / rates.prefill.seconds(share, workload: Workload(promptTokens: 512))
          }
        let bands = figure == .prefill ? rates.prefill.bands : rates.decode.bands
        comparisons[figure, default: []].append(
          Comparison(
            told: told, measured: try turn.required(figure.rawValue).number(),
            band: bands.band(hasExperts: share.work.expertLayers > 0)))
      }
    }
  }

  func turns(_ figure: Figure) -> [Comparison] { comparisons[figure] ?? [] }

  /// The median of the turns' errors, without its sign.
  func error(_ figure: Figure) -> Double {
    let errors = turns(figure).map(\.error).sorted()
    return errors.isEmpty ? .infinity : abs(errors[errors.count / 2] + errors[(errors.count - 1) / 2]) / 2
  }
}

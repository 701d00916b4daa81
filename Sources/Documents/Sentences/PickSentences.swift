import Base
import Memory
import Models
import Ranking

extension Pick {
  /// What it is best at, such as `best quality, fastest`; nil where that is nothing.
  var labelText: String? {
    guard !labels.isEmpty else { return nil }
    return labels.map { label in
      switch label {
      case .quality: candidate.model.capabilities.contains(.embedding) ? "best retrieval" : "best quality"
      case .balance: "best balance"
      case .speed: "fastest"
      case .size: "smallest"
      case .context: "longest context"
      }
    }.joined(separator: ", ")
  }
}

extension Candidate {
  /// The sentences that explain it, with its numbers.
  var reasons: [String] { [qualityReason, speedReason, placeReason] }

  /// What to do or to expect before it is run.
  var warnings: [String] {
    var warnings = fit.keepsFewBits ? ["fewer than 3 bits per weight: expect visibly worse answers"] : []
    if answer.thinking == .off {
      warnings.append(
        "switch thinking off (ollama --think=false, llama-server --reasoning-budget 0): its thoughts would take too long here"
      )
    }
    return warnings
  }

  private var qualityReason: String {
    func number(_ value: Double) -> String { ByteSize.decimal(value, places: 1) }
    var parts = ["\(number(expected.doubt)) for caution"]
    if expected.feltLoss >= 0.05 { parts.append("\(number(expected.feltLoss)) for \(fit.quantization)") }
    if expected.thinkingLoss >= 0.05 {
      let what = answer.thinking == .on ? "waiting for its thoughts" : "answering without thinking"
      parts.append("\(number(expected.thinkingLoss)) for \(what)")
    }
    if expected.waitingLoss >= 0.05 { parts.append("\(number(expected.waitingLoss)) for waiting for its first token") }
    let last = parts.removeLast()
    return "Expected quality for \(purpose) is \(number(quality)): "
      + "\(number(expected.published)) ± \(number(expected.uncertainty)) (\(basis)), less "
      + (parts.isEmpty ? last : parts.joined(separator: ", ") + " and " + last) + "."
  }

  private var purpose: String {
    switch expected.useCase {
    case .general: "general use"
    case .rag: "questions about documents"
    default: expected.useCase.rawValue
    }
  }

  /// Three benchmarks at most, and how many more.
  private var basis: String {
    let shown = expected.sources.prefix(3).joined(separator: ", ")
    return expected.sources.count > 3 ? "\(shown) and \(expected.sources.count - 3) more" : shown
  }

  private var speedReason: String {
    let basis = speed.basis.rawValue
    guard expected.useCase != .embedding else {
      return "Reads about \(Self.number(speed.prefillTokensPerSecond.estimate)) tokens per second (\(basis))."
    }
    let wait = answer.thinking == .on ? ", its thoughts included" : ""
    return "Writes about \(Self.number(speed.decodeTokensPerSecond.estimate)) tokens per second (\(basis)); "
      + "a usual answer takes \(Self.number(answer.seconds)) s\(wait)."
  }

  private var placeReason: String {
    let place =
      switch fit.placement.mode {
      case .gpu: "on one GPU"
      case .multiGPU: "over \(fit.placement.devices.filter { $0.backend != .cpu }.count) GPUs"
      case .expertOffload: "with the experts of \(fit.placement.expertLayersInRAM) layers in main memory"
      case .partialOffload: "with \(fit.placement.gpuLayers) layers on the GPU"
      case .cpu, .none: "on the processor"
      }
    return "Takes \(ByteSize.text(fit.memory.totalBytes)) \(place) and leaves "
      + "\(ByteSize.text(max(0, fit.headroomBytes))) at a context of \(fit.workload.context) tokens."
  }

  /// One decimal below ten.
  static func number(_ value: Double) -> String { ByteSize.decimal(value, places: value < 10 ? 1 : 0) }
}

import Base
import Memory
import Models
import Ranking

extension Pick {
  /// What it is best at, such as `best quality, fastest`; nil where that is nothing.
  package var labelText: String? {
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
  var reasons: [String] { [worthReason, speedReason, placeReason] }

  /// What to do or to expect before it is run.
  var warnings: [String] {
    var warnings = fit.keepsFewBits ? ["fewer than 3 bits per weight: expect visibly worse answers"] : []
    if thinking == .off {
      warnings.append(
        "its thoughts would take longer here than they are worth: thinking is switched off"
      )
    }
    if likelihood < 0.995 {
      warnings.append(
        "the limits asked for hold with a likelihood of \(ByteSize.decimal(likelihood * 100, places: 0)) %")
    }
    return warnings
  }

  private var worthReason: String {
    func number(_ value: Double) -> String { ByteSize.decimal(value, places: 1) }
    let losses: [(points: Double, cause: String)] = [
      (utility.quantizationLoss, judgedFormat), (utility.thinkingLoss, "answering without thinking"),
      (utility.waitingLoss, "waiting for it"), (utility.roomLoss, "the memory that others lack"),
      (utility.caution, "caution"),
    ]
    let parts = losses.filter { $0.points >= 0.05 }.map { "\(number($0.points)) for \($0.cause)" }
    let list = parts.dropLast().joined(separator: ", ") + (parts.count > 1 ? " and " : "") + (parts.last ?? "")
    return "An answer is worth \(number(utility.points)) points for \(purpose): \(number(utility.published)) ± "
      + "\(number(utility.uncertainty)) (\(basis))" + (list.isEmpty ? "" : ", less \(list)") + "."
  }

  /// What the answers are judged by: the file's label, or the checkpoint's.
  private var judgedFormat: String {
    served.flatMap { $0.isJudged ? $0.checkpoint.label : nil } ?? fit.quantization
  }

  private var purpose: String {
    switch utility.useCase {
    case .general: "general use"
    case .rag: "questions about documents"
    default: utility.useCase.rawValue
    }
  }

  /// Three benchmarks at most, and how many more.
  private var basis: String {
    let sources = utility.sources(of: model)
    let shown = sources.prefix(3).joined(separator: ", ")
    return sources.count > 3 ? "\(shown) and \(sources.count - 3) more" : shown
  }

  private var speedReason: String {
    let basis = speed.basis.rawValue
    guard utility.useCase != .embedding else {
      return "Reads about \(Self.number(speed.prefillTokensPerSecond.estimate)) tokens per second (\(basis))."
    }
    let wait = thinking == .on ? ", its thoughts included" : ""
    if let served, served.isJudged {
      return "Judged as vLLM serves its \(served.checkpoint.label) checkpoint, which writes about "
        + "\(Self.number(served.speed.decodeTokensPerSecond.estimate)) tokens per second: a usual answer takes "
        + "\(Self.number(answerSeconds.estimate)) s\(wait). This file writes about "
        + "\(Self.number(speed.decodeTokensPerSecond.estimate)) (\(basis))."
    }
    return "Writes about \(Self.number(speed.decodeTokensPerSecond.estimate)) tokens per second (\(basis)); "
      + "a usual answer takes \(Self.number(answerSeconds.estimate)) s\(wait)."
  }

  private var placeReason: String {
    let place =
      switch fit.placement.mode {
      case .gpu: "on one GPU"
      case .multiGPU where fit.placement.sharesLayers:
        "over \(fit.placement.accelerators.count) GPUs, which share every layer,"
      case .multiGPU: "over \(fit.placement.accelerators.count) GPUs"
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

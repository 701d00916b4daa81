import Base
import Memory
import Models
import Speed

/// The sentences that explain a pick, with its numbers.
enum Reasons {
  static func sentences(_ pick: Pick, wishes: Wishes) -> [String] {
    [quality(pick, wishes), speed(pick, wishes), place(pick)]
  }

  private static func quality(_ pick: Pick, _ wishes: Wishes) -> String {
    guard let expected = pick.expected else { return "" }
    func number(_ value: Double) -> String { ByteSize.decimal(value, places: 1) }
    var parts = ["\(number(expected.doubt)) for caution"]
    if expected.feltLoss >= 0.05 { parts.append("\(number(expected.feltLoss)) for \(pick.fit.quantization)") }
    if expected.thinkingLoss >= 0.05 {
      let what = pick.thinking == .on ? "waiting for its thoughts" : "answering without thinking"
      parts.append("\(number(expected.thinkingLoss)) for \(what)")
    }
    if expected.waitingLoss >= 0.05 { parts.append("\(number(expected.waitingLoss)) for waiting for its first token") }
    let last = parts.removeLast()
    return "Expected quality for \(purpose(wishes.useCase)) is \(number(expected.rounded)): "
      + "\(number(expected.published)) ± \(number(expected.uncertainty)) (\(basis(pick.quality.sources))), less "
      + (parts.isEmpty ? last : parts.joined(separator: ", ") + " and " + last) + "."
  }

  private static func purpose(_ useCase: UseCase) -> String {
    switch useCase {
    case .general: "general use"
    case .rag: "questions about documents"
    default: useCase.rawValue
    }
  }

  /// Three benchmarks at most, and how many more.
  private static func basis(_ sources: [String]) -> String {
    let shown = sources.prefix(3).joined(separator: ", ")
    return sources.count > 3 ? "\(shown) and \(sources.count - 3) more" : shown
  }

  private static func speed(_ pick: Pick, _ wishes: Wishes) -> String {
    func number(_ value: Double) -> String { ByteSize.decimal(value, places: value < 10 ? 1 : 0) }
    let basis = pick.speed.basis.rawValue
    guard wishes.useCase != .embedding else {
      return "Reads about \(number(pick.speed.prefillTokensPerSecond.estimate)) tokens per second (\(basis))."
    }
    let wait = pick.thinking == .on ? ", its thoughts included" : ""
    return "Writes about \(number(pick.speed.decodeTokensPerSecond.estimate)) tokens per second (\(basis)); "
      + "a usual answer takes \(number(pick.answerSeconds)) s\(wait)."
  }

  private static func place(_ pick: Pick) -> String {
    let fit = pick.fit
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
}

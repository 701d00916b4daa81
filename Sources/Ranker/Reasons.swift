import FitCalculator
import ModelCatalog
import SpeedModel
import Units

/// The sentences that explain a pick, with its numbers.
enum Reasons {
  static func sentences(_ pick: Pick, wishes: Wishes) -> [String] {
    [quality(pick, wishes), speed(pick, wishes), place(pick)]
  }

  private static func quality(_ pick: Pick, _ wishes: Wishes) -> String {
    guard let expected = pick.expected else { return "" }
    func number(_ value: Double) -> String { ByteSize.decimal(value, places: 1) }
    var parts = ["doubt takes \(number(expected.doubt))"]
    if expected.quantizationLoss >= 0.05 {
      parts.append("\(pick.fit.quantization) costs \(number(expected.quantizationLoss))")
    }
    if expected.thinkingLoss > 0 { parts.append("answering without thinking costs \(number(expected.thinkingLoss))") }
    return "Counts on quality \(number(expected.rounded)) for \(wishes.useCase.rawValue): published results give "
      + "\(number(expected.published)) ± \(number(expected.uncertainty)), \(parts.joined(separator: ", ")) "
      + "(\(pick.quality.sources.prefix(3).joined(separator: ", ")))."
  }

  private static func speed(_ pick: Pick, _ wishes: Wishes) -> String {
    let rate = pick.speed.decodeTokensPerSecond
    var text = "Writes about \(ByteSize.decimal(rate.estimate, places: rate.estimate < 10 ? 1 : 0)) tokens per second "
    text += "(\(pick.speed.basis.rawValue))"
    guard wishes.useCase != .embedding else { return text + "." }
    let seconds = ByteSize.decimal(pick.answerSeconds, places: pick.answerSeconds < 10 ? 1 : 0)
    return text + ", a usual answer in \(seconds) s\(pick.thinking == .on ? " with its thinking" : "")."
  }

  private static func place(_ pick: Pick) -> String {
    let fit = pick.fit
    let place =
      switch fit.placement.mode {
      case .gpu: "on one GPU"
      case .multiGPU: "over \(fit.placement.devices.count) GPUs"
      case .expertOffload: "with the experts of \(fit.placement.expertLayersInRAM) layers in main memory"
      case .partialOffload: "with \(fit.placement.gpuLayers) layers on the GPU"
      case .cpu, .none: "on the processor"
      }
    return "Runs \(place) in \(ByteSize.text(fit.memory.totalBytes)), \(ByteSize.text(max(0, fit.headroomBytes))) to "
      + "spare at a context of \(fit.workload.context) tokens."
  }
}

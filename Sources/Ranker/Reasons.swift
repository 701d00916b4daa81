import FitCalculator
import ModelCatalog
import SpeedModel
import Units

/// The sentences that explain a pick, with its numbers.
enum Reasons {
  static func sentences(
    _ model: Model, _ fit: Fit, _ speed: Speed, _ quality: Model.Quality, loss: Double, needed: Double
  ) -> [String] {
    let place =
      switch fit.placement.mode {
      case .gpu: "on the GPU alone"
      case .multiGPU: "over \(fit.placement.devices.count) GPUs"
      case .expertOffload: "with experts of \(fit.placement.expertLayersInRAM) layers in RAM"
      case .partialOffload: "with \(fit.placement.gpuLayers) layers on the GPU"
      case .cpu, .none: "on the processor"
      }
    let rate = speed.decodeTokensPerSecond
    var sentences = [
      "Runs \(place) in \(ByteSize.text(fit.memory.totalBytes)) with \(ByteSize.text(max(0, fit.headroomBytes))) to spare at a context of \(fit.workload.context) tokens."
    ]
    let speedSentence =
      "Writes about \(ByteSize.decimal(rate.estimate, places: rate.estimate < 10 ? 1 : 0)) tokens per second (\(speed.basis.rawValue)), "
      + (needed > 0
        ? "\(ByteSize.decimal(rate.estimate / needed, places: 1)) times what the use case needs."
        : "and speed has no gate here.")
    sentences.append(speedSentence)
    let score =
      "Quality \(ByteSize.decimal(quality.score, places: 0)) ± \(ByteSize.decimal(quality.uncertainty, places: 0))"
    sentences.append(
      "\(score), of which \(fit.quantization) costs about \(ByteSize.decimal(loss, places: 1)); from \(quality.sources.prefix(3).joined(separator: ", "))."
    )
    return sentences
  }
}

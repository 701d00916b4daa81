import Machines
import Memory
import Models

/// What of a model is published in a form that this machine's runtimes can load.
struct Artefacts {
  /// Quantizations considered when none is asked for, from the largest to the smallest.
  static let usual = ["Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "IQ4_XS", "Q3_K_M", "Q2_K"]

  /// The quantizations to judge, from the largest to the smallest.
  static func quantizations(of model: Model, asked: [String], machine: Machine) -> [String] {
    let tagged = Set(model.ollamaTags.compactMap { $0.quantization.flatMap(Quantization.named)?.name })
    func isPublished(_ name: String) -> Bool {
      guard let quantization = Quantization.named(name), quantization.family == .gguf else { return false }
      if name == "NVFP4", !hasNVFP4(machine) { return false }
      if tagged.contains(quantization.name) { return true }
      return !model.ggufRepositories.isEmpty && quantization.name != "NVFP4"
    }
    if !asked.isEmpty { return asked.filter(isPublished) }
    if let native = model.nativeQuantization.flatMap(Quantization.named)?.name { return [native].filter(isPublished) }
    // Embedding models are small and their vectors fine-grained: eight bits at least.
    let isEmbedding = model.capabilities.contains(.embedding)
    let names = (isEmbedding ? ["F16", "Q8_0"] : usual).filter(isPublished)
    let others = Quantization.all.map(\.name).filter { tagged.contains($0) && !names.contains($0) }
    // Where a GGUF repository has everything usual, tags of other recipes add nothing; otherwise they are all there is.
    if model.ggufRepositories.isEmpty { return sorted(names + others.filter(isPublished)) }
    return names
  }

  /// The fit with an artefact that is no larger than what was planned for it; nil when there is none.
  ///
  /// Some files of the Ollama library hold more than the planned tensors, such as a projector. Then the GGUF repository
  /// is named instead; where there is none, the rest of the file must fit too.
  static func named(_ fit: Fit, _ model: Model) -> Fit? {
    let file = fit.ollamaTag.flatMap { tag in model.ollamaTags.first { $0.tag == tag }?.sizeBytes } ?? 0
    guard file > fit.memory.totalBytes else { return fit }
    if model.ggufRepositories.isEmpty { return fit.headroomBytes >= file - fit.memory.weightsBytes ? fit : nil }
    var result = fit
    result.ollamaTag = nil
    return result
  }

  private static func sorted(_ names: [String]) -> [String] {
    let order = Quantization.all.map(\.name)
    return names.sorted { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) }
  }

  /// Kernels for NVFP4 need NVIDIA's Blackwell: compute capability 10.0 and later.
  private static func hasNVFP4(_ machine: Machine) -> Bool {
    machine.accelerators.contains { device in
      device.isUsable && device.vendor == .nvidia && (device.computeTarget.value.flatMap(Double.init) ?? 0) >= 10
    }
  }
}

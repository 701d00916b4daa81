import Machines
import Memory
import Models

/// Which published files of a model are worth judging on a machine.
struct Artefacts {
  /// Of labels with about as many bits the one that stands first here is judged: plain ones, which have tags too, and below
  /// four bits publishers' mixtures, which lose less there.
  static let preferred = [
    "Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M", "IQ4_XS", "UD-Q3_K_XL", "Q3_K_M", "UD-IQ3_XXS", "UD-Q2_K_XL", "Q2_K",
    "UD-Q4_K_XL", "UD-Q5_K_XL", "UD-Q6_K_XL", "UD-Q8_K_XL",
  ]

  private static let usual = preferred.compactMap(Quantization.named)
  /// Embedding models are small and their vectors fine-grained: eight bits at least.
  private static let usualForEmbedding = ["F16", "BF16", "Q8_0"].compactMap(Quantization.named)
  private static let unquantized = ["F32", "BF16", "F16"]

  /// The quantizations to judge.
  static func quantizations(_ planned: PlannedModel, asked: [String], machine: Machine) -> [Quantization] {
    let (model, files) = (planned.model, planned.files)
    func isThere(_ quantization: Quantization) -> Bool {
      if quantization.name == "NVFP4", !hasNVFP4(machine) { return false }
      return files.hasFile(quantization)
    }
    if !asked.isEmpty { return asked.compactMap(Quantization.named).filter(isThere) }
    if let native = model.nativeQuantization.flatMap(Quantization.named), isThere(native) { return [native] }
    let isEmbedding = model.capabilities.contains(.embedding)
    let wanted =
      isEmbedding ? usualForEmbedding : usual + files.quantizations.filter { !unquantized.contains($0.name) }
    var chosen: [(quantization: Quantization, bits: Double)] = []
    for quantization in wanted where isThere(quantization) {
      let bits = planned.bitsPerWeight(quantization) ?? quantization.nominalBitsPerWeight
      let isNew = !chosen.contains { bits < $0.bits * Self.apart && $0.bits < bits * Self.apart }
      if isNew || files.isQuantizationAware(quantization) { chosen.append((quantization, bits)) }
    }
    return chosen.map(\.quantization)
  }

  /// Files whose bits differ by less than this factor are much the same.
  private static let apart = 1.07

  /// The fit with a tag of Ollama's library that is no larger than what was planned for it; nil when there is no file.
  ///
  /// Some files of the library hold more than the planned tensors, such as a projector. Then the GGUF file is named instead;
  /// where there is none, the rest of the tag must fit too.
  static func named(_ fit: Fit) -> Fit? {
    let size = fit.published.tagBytes ?? 0
    guard size > fit.memory.totalBytes else { return fit }
    if !fit.published.hasFile { return fit.headroomBytes >= size - fit.memory.weightsBytes ? fit : nil }
    var result = fit
    result.published = PublishedFiles.Entry(file: fit.published.file, checkpoint: fit.published.checkpoint)
    return result
  }

  /// Kernels for NVFP4 need NVIDIA's Blackwell: compute capability 10.0 and later.
  private static func hasNVFP4(_ machine: Machine) -> Bool {
    machine.accelerators.contains { device in
      device.isUsable && device.vendor == .nvidia && (device.computeTarget.value.flatMap(Double.init) ?? 0) >= 10
    }
  }
}

import Models

extension SafetensorsFormat {
  /// The layout that a checkpoint's configuration describes; nil where only its tensors tell it.
  init?(_ format: CheckpointFormat) {
    guard let bits = format.weightBits else { return nil }
    self.init(
      groupSize: format.groupSize, weightBits: bits, groupBits: format.groupBits, expertsOnly: format.packsExpertsOnly)
  }
}

extension FitCalculator {
  /// The row of a checkpoint whose configuration says how its matrices are packed; nil where it does not.
  package func fit(of model: Model, packedAs format: CheckpointFormat, workload: Workload) -> Fit? {
    guard let layout = SafetensorsFormat(format) else { return nil }
    return planned(model, workload: workload.forCheckpoints)?.fit(Quantization(packed: format.label, layout))
  }

  /// The row of a checkpoint whose tensors are known.
  package func fit(of model: Model, checkpoint: CheckpointTensors, label: String, workload: Workload) -> Fit? {
    let stored = checkpoint.matrices.map(StoredTensor.init)
    guard let plan = ModelPlan(model, tensors: stored) else { return nil }
    let quantization = Quantization(packed: label, SafetensorsFormat(groupSize: 0, weightBits: 8, groupBits: 0))
    let workload = workload.bounded.forCheckpoints
    let pools = pools(workload)
    // The tensors' own bytes count, whatever the layout would make of them.
    let weights = WeightsPlan(plan.inventory, quantization: Quantization(label, .q8_0))
    return fit(
      model, row(plan, weights, quantization, Needs(plan, workload), pools, workload), quantization, workload,
      FitNotes(model, workload, pools, ollamaContext: ollamaDefaultContext))
  }
}

extension Workload {
  fileprivate var forCheckpoints: Workload {
    var result = self
    result.reservation = .vllm
    return result
  }
}

extension StoredTensor {
  /// A checkpoint's matrix: as wide as it has weights, for only their number matters.
  init(_ matrix: CheckpointTensors.Matrix) {
    let isMatrix = matrix.elements > 1 << 16 || matrix.experts > 0
    let experts = max(matrix.experts, 1)
    let elements = matrix.elements / experts
    self.init(
      name: matrix.name, dimensions: isMatrix ? [elements / 2, 2] + (experts > 1 ? [experts] : []) : [elements],
      type: nil, bytes: matrix.bytes)
  }
}

import Architectures
import Models

/// The numbers behind one row that the row itself does not keep.
package struct Explanation: Sendable, Equatable {
  package var parameters: Int
  package var nominalBitsPerWeight: Double
  /// Parameters times nominal bits.
  package var ruleOfThumbBytes: Int
  package var bitsPerWeight: Double
  package var weightsBytes: Int
  package var vocabularySize: Int
  /// Tokens that the compute buffer is made for.
  package var microBatch: Int
  package var weights: [Weights]
  package var caches: [Cache]

  /// What one class of tensors takes.
  package struct Weights: Sendable, Equatable {
    package var kind: Kind
    /// Bytes by storage format, in the order in which the formats appear.
    package var bytesByType: [TypeBytes]

    package var bytes: Int { bytesByType.reduce(0) { Saturating.add($0, $1.bytes) } }

    package enum Kind: Sendable, CaseIterable {
      case inputEmbedding, outputHead, attention, feedForward, experts, otherMatrices, plain
    }
  }

  package struct TypeBytes: Sendable, Equatable {
    package var type: TensorType
    package var bytes: Int
  }

  /// What one kind of layer keeps between tokens.
  package struct Cache: Sendable, Equatable {
    package var content: Content
    package var bytes: Int

    package enum Content: Sendable, Equatable {
      /// Cells of keys and values, in numbers of the workload's cache types.
      case cells(LayerCache.Kind, layers: Int, cells: Int, keyWidth: Int, valueWidth: Int, caches: Int)
      /// F32 numbers per sequence.
      case compressorState(numbers: Int, sequences: Int)
      /// F32 numbers per layer and sequence.
      case recurrentState(layers: Int, numbers: Int, sequences: Int)
    }
  }
}

extension FitCalculator {
  /// Explains a row; nil for a model without known dimensions.
  ///
  /// - Parameters:
  ///   - fit: a row of `fits` or of a file.
  ///   - model: its model.
  ///   - tensors: the file's tensors for the row of a file.
  /// - Returns: the sums.
  package func explanation(of fit: Fit, model: Model, tensors: [StoredTensor]? = nil) -> Explanation? {
    guard let plan = ModelPlan(model, tensors: tensors) else { return nil }
    let known =
      fit.isCheckpoint ? Quantization.checkpoint(named: fit.quantization) : Quantization.named(fit.quantization)
    let quantization = known ?? Quantization(fit.quantization, .q8_0)
    let weights =
      tensors == nil
      ? weights(of: plan, quantization, plans.files(of: model))
      : WeightsPlan(plan.inventory, quantization: quantization)
    let parameters = plan.inventory.elements
    return Explanation(
      parameters: parameters, nominalBitsPerWeight: quantization.nominalBitsPerWeight,
      ruleOfThumbBytes: Saturating.integer(Double(parameters) * quantization.nominalBitsPerWeight / 8),
      bitsPerWeight: weights.bitsPerWeight, weightsBytes: weights.totalBytes,
      vocabularySize: plan.structure.globals.vocabularySize, microBatch: fit.workload.effectiveMicroBatch,
      weights: weights.byClass, caches: plan.cache.explained(fit.workload))
  }
}

extension WeightsPlan {
  /// Bytes of each class that the model has.
  fileprivate var byClass: [Explanation.Weights] {
    Explanation.Weights.Kind.allCases.compactMap { kind in
      var byType = AmountByType()
      for group in inventory.groups where group.belongs(to: kind) {
        let choice = choice(for: group)
        let raised = group.hits[choice.predicate]
        byType.add(bytes(of: group, choice.base, count: group.count - raised), of: choice.base)
        if raised > 0 { byType.add(bytes(of: group, choice.raised, count: raised), of: choice.raised) }
      }
      guard !byType.isEmpty else { return nil }
      return Explanation.Weights(
        kind: kind, bytesByType: byType.entries.map { Explanation.TypeBytes(type: $0.type, bytes: $0.amount) })
    }
  }
}

extension CachePlan {
  /// What each kind of layer keeps; empty for an encoder.
  fileprivate func explained(_ workload: Workload) -> [Explanation.Cache] {
    var caches = parts.filter { !$0.layers.isEmpty }.map { part in
      let layers = part.layers.indices.count
      return Explanation.Cache(
        content: .cells(
          part.cache.kind, layers: layers, cells: part.cells(workload), keyWidth: part.cache.keyWidth,
          valueWidth: part.cache.valueWidth, caches: workload.caches),
        bytes: Saturating.multiply(part.bytesPerLayer(workload), layers))
    }
    if compressorNumbers > 0 {
      caches.append(
        Explanation.Cache(
          content: .compressorState(numbers: compressorNumbers, sequences: workload.sequences),
          bytes: Saturating.multiply(compressorNumbers * 4, workload.sequences)))
    }
    if !recurrentLayers.isEmpty {
      caches.append(
        Explanation.Cache(
          content: .recurrentState(
            layers: recurrentLayers.indices.count, numbers: recurrentNumbers, sequences: workload.sequences),
          bytes: recurrentBytes(workload)))
    }
    return caches
  }
}

extension TensorGroup {
  fileprivate func belongs(to kind: Explanation.Weights.Kind) -> Bool {
    switch kind {
    case .inputEmbedding: role == .tokenEmbedding || role == .perLayerEmbedding
    case .outputHead: role == .output
    case .attention: role.isAttention && experts == 0
    case .feedForward: role.isFeedForward && experts == 0
    case .experts: experts > 0
    case .otherMatrices: role == .other || role == .kept || role == .integers
    case .plain: role == .plain || role == .ropeFactors
    }
  }
}

extension TensorRole {
  fileprivate var isAttention: Bool {
    switch self {
    case .attentionQ, .attentionK, .attentionV, .attentionQKV, .attentionKVB, .attentionOutput: true
    default: false
    }
  }

  fileprivate var isFeedForward: Bool {
    self == .feedForwardGate || self == .feedForwardUp || self == .feedForwardDown
  }
}

extension DeviceShare {
  /// The part of the demand that must be free beyond it for the verdict `fits`.
  package static let margin = PlacementSearch.margin

  package var bytesWithMargin: Int { PlacementSearch.withMargin(bytes) }
}

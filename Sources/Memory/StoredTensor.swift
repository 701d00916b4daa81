import Base
import Architectures
import Models

/// A tensor as a file stores it.
package struct StoredTensor: Sendable, Equatable {
  package var name: String
  /// Innermost dimension first, as ggml counts.
  package var dimensions: [Int]
  /// Nil for a format that plimsoll does not know; its bytes count all the same.
  package var type: TensorType?
  package var bytes: Int

  package init(name: String, dimensions: [Int], type: TensorType?, bytes: Int) {
    self.name = name
    self.dimensions = dimensions
    self.type = type
    self.bytes = bytes
  }
}

extension TensorInventory {
  /// The tensors of a real file, with the types they have there.
  ///
  /// Layers beyond the model's (multi-token prediction) are stored but not loaded, and left out.
  init(_ tensors: [StoredTensor], of structure: ModelStructure) {
    layerCount = structure.layerCount
    traits = RecipeTraits(structure)
    traits.hasOutput = tensors.contains { $0.name == "output.weight" }
    countExperts(structure)
    var known: [GroupKey: Int] = [:]
    var layersOfGroup: [[Int]] = []
    var routed: Set<Int> = []
    for tensor in tensors {
      let layer = tensor.layer
      if let layer, layer >= layerCount { continue }
      let group = TensorGroup(tensor, isInLayer: layer != nil)
      if let layer, group.experts > 0 { routed.insert(layer) }
      let key = GroupKey(group)
      if let layer, let index = known[key], layersOfGroup[index].last != layer {
        layersOfGroup[index].append(layer)
      } else {
        known[key] = groups.count
        groups.append(group)
        layersOfGroup.append(layer.map { [$0] } ?? [])
      }
    }
    for index in groups.indices where groups[index].site == .repeating {
      groups[index].place = places.count
      groups[index].count = layersOfGroup[index].count
      places.append(Places(LayerList(layersOfGroup[index])))
    }
    expertLayers = LayerList(routed.sorted())
    countElements()
  }

  private struct GroupKey: Hashable {
    var role: TensorRole
    var site: TensorSite
    var width: Int
    var rows: Int
    var type: TensorType?
    var bytes: Int

    init(_ group: TensorGroup) {
      role = group.role
      site = group.site
      width = group.width
      rows = group.rows
      type = group.fixedType
      bytes = group.fixedBytes ?? 0
    }
  }
}

extension StoredTensor {
  /// The number in `blk.12.attn_q.weight`; nil outside the layers.
  var layer: Int? {
    guard name.hasPrefix("blk.") else { return nil }
    return Int(name.dropFirst(4).prefix { $0 != "." })
  }

  /// The quantizer's category, told from the name (llama-quant.cpp, `tensor_get_category`).
  var role: TensorRole {
    switch name {
    case "token_embd.weight": return .tokenEmbedding
    case "per_layer_token_embd.weight": return .perLayerEmbedding
    case "output.weight": return .output
    default: break
    }
    if name.hasPrefix("rope_") { return .ropeFactors }
    if dimensions.count < 2 { return .plain }
    let part = name.split(separator: ".").dropFirst(2).first.map(String.init) ?? ""
    switch part {
    case "attn_q": return .attentionQ
    case "attn_k": return .attentionK
    case "attn_v": return .attentionV
    case "attn_qkv": return .attentionQKV
    case "attn_kv_b": return .attentionKVB
    case "attn_output": return .attentionOutput
    case "ffn_gate_tid2eid": return .integers
    default: break
    }
    if part.hasPrefix("ffn_up") { return .feedForwardUp }
    if part.hasPrefix("ffn_gate") { return .feedForwardGate }
    if part.hasPrefix("ffn_down") { return .feedForwardDown }
    return .other
  }

  var isLookup: Bool {
    switch name {
    case "token_embd.weight", "per_layer_token_embd.weight", "position_embd.weight", "token_types.weight": true
    // Vision and audio towers inside the file work on images, not on every token.
    default: GGUFTower.holds(name) || role == .integers
    }
  }
}

extension TensorGroup {
  init(_ tensor: StoredTensor, isInLayer: Bool) {
    let isInput = tensor.isLookup && !isInLayer && !GGUFTower.holds(tensor.name)
    let rows = tensor.dimensions.dropFirst().reduce(1) { Saturating.multiply($0, $1) }
    let isExpert = tensor.name.contains("_exps") && tensor.dimensions.count > 2
    self.init(
      role: tensor.role, site: isInLayer ? .repeating : isInput ? .input : .output, width: tensor.dimensions.first ?? 1,
      rows: rows, experts: isExpert ? tensor.dimensions.last ?? 0 : 0, isStacked: tensor.dimensions.count > 2,
      place: 0, count: 1, multiplicity: 1, isLookup: tensor.isLookup)
    fixedType = tensor.type ?? .q8_0
    fixedBytes = tensor.type == nil ? tensor.bytes : nil
  }
}

extension FitCalculator {
  /// One row for a file whose tensors are known exactly.
  ///
  /// - Parameters:
  ///   - model: the model's dimensions; nil is the result without them.
  ///   - tensors: what the file stores.
  ///   - quantization: what the row is called.
  ///   - workload: context, cache types and the rest.
  /// - Returns: the row, or nil for a model without known dimensions.
  package func fit(of model: Model, tensors: [StoredTensor], quantization: String, workload: Workload) -> Fit? {
    guard let plan = ModelPlan(model, tensors: tensors) else { return nil }
    let workload = workload.bounded
    let named = Quantization.named(quantization) ?? Quantization(quantization, .q8_0)
    let pools = pools(workload)
    return fit(
      model,
      row(
        plan, WeightsPlan(plan.inventory, quantization: named), named, Needs(plan, workload), pools, workload),
      named, workload,
      FitNotes(model, workload, pools, ollamaContext: ollamaDefaultContext), PublishedFiles.Entry())
  }
}

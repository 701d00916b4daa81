import Architectures
import Models

/// What is known about a model before a quantization and a machine are chosen.
///
/// Made once per model; each quantization then costs little.
package final class ModelPlan: Sendable {
  let structure: ModelStructure
  let inventory: TensorInventory
  let cache: CachePlan

  /// Weights of all tensors that the dimensions make llama.cpp load.
  package var weights: Int { inventory.elements }

  /// Nil for a model without known dimensions.
  ///
  /// The tensors are the file's where it is known, otherwise those that the dimensions make llama.cpp load.
  package convenience init?(_ model: Model, tensors: [StoredTensor]? = nil) {
    guard let architecture = model.architecture else { return nil }
    let structure = ModelStructure(architecture.bounded)
    self.init(
      structure, tensors.map { TensorInventory($0, of: structure) } ?? TensorInventory(structure))
  }

  package convenience init(_ architecture: Architecture) {
    let structure = ModelStructure(architecture.bounded)
    self.init(structure, TensorInventory(structure))
  }

  private init(_ structure: ModelStructure, _ inventory: TensorInventory) {
    self.structure = structure
    self.inventory = inventory
    cache = CachePlan(structure)
  }

  /// Bytes of one layer's caches and state, per layer.
  func cacheBytesPerLayer(_ workload: Workload) -> (cache: [Int], recurrent: [Int]) {
    var bytes = [Int](repeating: 0, count: structure.layerCount)
    for part in cache.parts {
      let each = part.bytesPerLayer(workload)
      for layer in part.layers.indices { bytes[layer] = Saturating.add(bytes[layer], each) }
    }
    if cache.compressorNumbers > 0, let layer = bytes.indices.first {
      bytes[layer] = Saturating.add(bytes[layer], Saturating.multiply(cache.compressorNumbers * 4, workload.sequences))
    }
    var recurrent = [Int](repeating: 0, count: structure.layerCount)
    let each = Saturating.multiply(cache.recurrentNumbers * 4, workload.sequences)
    for layer in cache.recurrentLayers.indices { recurrent[layer] = each }
    return (bytes, recurrent)
  }

  /// What one token costs in attention and state over some layers.
  func addAttention(_ layers: Range<Int>, _ workload: Workload, to work: inout DeviceWork) {
    let isWhole = layers.lowerBound == 0 && layers.upperBound >= structure.layerCount
    func count(_ list: LayerList) -> Int {
      isWhole ? list.indices.count : list.indices.reduce(0) { layers.contains($1) ? $0 + 1 : $0 }
    }
    var (all, windowed) = (0.0, 0.0)
    for part in cache.parts {
      let number = count(part.layers)
      guard number > 0 else { continue }
      let bytes = Saturating.multiply(part.bytesPerCell(workload), number)
      let multiplyAdds = Double(number) * Double(part.cache.multiplyAdds)
      let queries = Saturating.multiply(part.cache.queryHeads, number)
      // Rows of a lone head lie one after another.
      let keys = part.cache.heads > 1 ? Saturating.multiply(part.cache.heads, number) : 0
      switch part.cache.kind {
      case .window(let window):
        work.windowCacheBytesPerContextToken = Saturating.add(work.windowCacheBytesPerContextToken, bytes)
        work.windowTokens = max(work.windowTokens, window)
        work.windowQueryRowsPerContextToken = Saturating.add(work.windowQueryRowsPerContextToken, queries)
        work.windowKeyRowsPerContextToken = Saturating.add(work.windowKeyRowsPerContextToken, keys)
        windowed += multiplyAdds
      case .compressed(let ratio):
        work.cacheBytesPerContextToken = Saturating.add(work.cacheBytesPerContextToken, bytes / max(ratio, 1))
        work.queryRowsPerContextToken = Saturating.add(work.queryRowsPerContextToken, queries / max(ratio, 1))
        all += multiplyAdds / Double(max(ratio, 1))
      // Read for each token, however long the context is: counted as nothing that grows with it.
      case .images: break
      case .full, .latent, .indexer:
        work.queryRowsPerContextToken = Saturating.add(work.queryRowsPerContextToken, queries)
        work.keyRowsPerContextToken = Saturating.add(work.keyRowsPerContextToken, keys)
        work.cacheBytesPerContextToken = Saturating.add(work.cacheBytesPerContextToken, bytes)
        all += multiplyAdds
      }
    }
    work.attentionMultiplyAddsPerContextToken = Saturating.add(
      work.attentionMultiplyAddsPerContextToken, Saturating.integer(all))
    work.windowAttentionMultiplyAddsPerContextToken = Saturating.add(
      work.windowAttentionMultiplyAddsPerContextToken, Saturating.integer(windowed))
    let recurrent = count(cache.recurrentLayers)
    work.recurrentBytesPerToken = Saturating.add(
      work.recurrentBytesPerToken, Saturating.multiply(cache.recurrentNumbers * 8, recurrent))
    work.recurrentLayers += recurrent
    work.expertLayers += count(inventory.expertLayers)
  }
}

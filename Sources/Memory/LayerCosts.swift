import Base

/// What each layer costs, as sums over all layers before an index.
struct LayerCosts {
  private let weightsBefore: [Int]
  /// The part of the weights that routed experts have.
  private let expertsBefore: [Int]
  private let caches: LayerCaches
  /// The compute buffer of a card that computes prompts with experts of main memory, or with all of a layer there: it has
  /// a copy of one weight at a time, or of a layer's keys and values, beside what layers take.
  @Deferred private var copyingComputeBytes: (experts: Int, layers: Int)

  init(_ search: PlacementSearch) {
    let bytes = search.weights.bytesPerLayer()
    weightsBefore = bytes.all.runningSums
    expertsBefore = bytes.experts.runningSums
    caches = search.needs.layers
    _copyingComputeBytes = Deferred { Self.copyingComputeBytes(search) }
  }

  private static func copyingComputeBytes(_ search: PlacementSearch) -> (experts: Int, layers: Int) {
    let weight = search.weights.largestRepeatingBytes
    let cache = (0..<search.layerCount).reduce(0) { max($0, search.needs.layers.cache($1..<$1 + 1)) }
    func compute(_ copy: Int) -> Int {
      max(search.needs.computeBytes, Saturating.add(search.needs.layersComputeBytes, copy))
    }
    return (experts: compute(weight), layers: compute(max(weight, cache)))
  }

  /// Bytes of the weights in a range of layers when the first layers' experts are elsewhere.
  func weights(_ layers: Range<Int>, expertsInRAM: Int = 0) -> Int {
    var bytes = weightsBefore[layers.upperBound] - weightsBefore[layers.lowerBound]
    let bound = min(max(expertsInRAM, layers.lowerBound), layers.upperBound)
    bytes -= expertsBefore[bound] - expertsBefore[layers.lowerBound]
    return bytes
  }

  /// The compute buffer of the card that computes prompts with what is left to main memory; nil where nothing is.
  func copyingCompute(start: Int, expertsInRAM: Int) -> Int? {
    start > 0 ? copyingComputeBytes.layers : expertsInRAM > 0 ? copyingComputeBytes.experts : nil
  }

  func experts(_ layers: Range<Int>) -> Int { expertsBefore[layers.upperBound] - expertsBefore[layers.lowerBound] }
  func cache(_ layers: Range<Int>) -> Int { caches.cache(layers) }
  func recurrent(_ layers: Range<Int>) -> Int { caches.recurrent(layers) }

  func total(_ layers: Range<Int>, expertsInRAM: Int = 0) -> Int {
    Saturating.add(weights(layers, expertsInRAM: expertsInRAM), Saturating.add(cache(layers), recurrent(layers)))
  }
}

/// Caches and state per layer, as sums over all layers before an index.
struct LayerCaches: Sendable {
  private let cacheBefore: [Int]
  private let recurrentBefore: [Int]

  init(_ plan: ModelPlan, _ workload: Workload) {
    let bytes = plan.cacheBytesPerLayer(workload)
    cacheBefore = bytes.cache.runningSums
    recurrentBefore = bytes.recurrent.runningSums
  }

  func cache(_ layers: Range<Int>) -> Int { cacheBefore[layers.upperBound] - cacheBefore[layers.lowerBound] }
  func recurrent(_ layers: Range<Int>) -> Int {
    recurrentBefore[layers.upperBound] - recurrentBefore[layers.lowerBound]
  }
}

extension [Int] {
  /// The sum of all before each element, and of all.
  fileprivate var runningSums: [Int] {
    var sums = [0]
    sums.reserveCapacity(count + 1)
    var sum = 0
    for value in self {
      sum = Saturating.add(sum, value)
      sums.append(sum)
    }
    return sums
  }
}

/// A model's layers, equal ones described once, and what is global.
///
/// Tensors, caches and compute graph are computed from this alone; what an architecture's name means is known only to its
/// family.
package struct ModelStructure: Sendable {
  package let layerCount: Int
  package let globals: Globals
  /// The different layers, in order of first appearance.
  package let kinds: [Layer]
  /// Which of `kinds` each layer is.
  package let kindOfLayer: [Int]
  /// All layers, and those of each kind.
  package let allLayers: [Int]
  private let layersOfKind: [[Int]]

  /// The structure that an architecture's family gives it.
  package init(_ given: Architecture) {
    let family = Family.named(given.name)
    let architecture = family.adjusted(given)
    var sites: [LayerSite] = []
    var kindOfLayer: [Int] = []
    kindOfLayer.reserveCapacity(architecture.layerCount)
    var layersOfKind: [[Int]] = []
    let places = LayerPlaces(architecture)
    for layer in 0..<architecture.layerCount {
      var site = places.site(layer, architecture)
      family.place?(&site, layer, architecture)
      if let kind = sites.lastIndex(of: site) {
        kindOfLayer.append(kind)
        layersOfKind[kind].append(layer)
      } else {
        kindOfLayer.append(sites.count)
        sites.append(site)
        layersOfKind.append([layer])
      }
    }
    layerCount = architecture.layerCount
    globals = Globals(architecture, family)
    kinds = sites.map { Layer($0, architecture, family) }
    self.kindOfLayer = kindOfLayer
    allLayers = layersOfKind.count == 1 ? layersOfKind[0] : Array(0..<architecture.layerCount)
    self.layersOfKind = layersOfKind
  }

  package subscript(layer: Int) -> Layer { kinds[kindOfLayer[layer]] }

  /// The layers that satisfy a condition.
  package func layers(where condition: (Layer) -> Bool) -> [Int] {
    layers(ofKinds: kinds.indices.filter { condition(kinds[$0]) })
  }

  /// The layers of some kinds, in order.
  package func layers(ofKinds chosen: [Int]) -> [Int] {
    if chosen.count == kinds.count { return allLayers }
    if chosen.count == 1 { return layersOfKind[chosen[0]] }
    return chosen.flatMap { layersOfKind[$0] }.sorted()
  }
}

import Models

extension PlacementSearch {
  /// Fills in what one token costs on each device of a placement.
  ///
  /// Done for the placement that is taken only, since it costs more than judging one.
  func addWork(to placement: inout Placement) {
    if placement.mode == .none { return }
    if quantization.family == .safetensors {
      let count = placement.devices.count
      for index in placement.devices.indices {
        var work = DeviceWork()
        addWhole(to: &work)
        placement.devices[index].work = work.divided(by: count)
      }
      return
    }
    if placement.mode == .cpu || placement.mode == .gpu && placement.devices.count <= 2 {
      addWhole(to: &placement.devices[0].work)
      return
    }
    addParts(to: &placement)
  }

  private func addWhole(to work: inout DeviceWork) {
    weights.add(.whole, to: &work)
    plan.addAttention(0..<layerCount, workload, to: &work)
  }

  /// Devices hold the last layers in order, the output layer with the last device; main memory holds the rest.
  private func addParts(to placement: inout Placement) {
    let bound = placement.expertLayersInRAM
    let start = layerCount + 1 - placement.gpuLayers
    var next = start
    let last = placement.devices.lastIndex { $0.id != "cpu" }
    for index in placement.devices.indices where placement.devices[index].id != "cpu" {
      let layers = next..<(next + placement.devices[index].layers)
      next = layers.upperBound
      var work = DeviceWork()
      weights.add(
        WorkPart(layers: layers, hasOutput: index == last, experts: bound > 0 ? .without(below: bound) : .with),
        to: &work)
      plan.addAttention(layers, workload, to: &work)
      work.expertLayers = plan.expertLayers(in: max(layers.lowerBound, bound)..<max(layers.upperBound, bound))
      placement.devices[index].work = work
    }
    guard let main = placement.devices.firstIndex(where: { $0.id == "cpu" }) else { return }
    var work = DeviceWork()
    if start > 0 {
      weights.add(WorkPart(layers: 0..<start, hasOutput: false), to: &work)
      plan.addAttention(0..<start, workload, to: &work)
    }
    if bound > 0 {
      weights.add(WorkPart(layers: 0..<layerCount, hasOutput: false, experts: .only(below: bound)), to: &work)
      work.expertLayers = plan.expertLayers(in: 0..<bound)
    }
    placement.devices[main].work = work
  }
}

/// The nodes of one graph, in memory that is not checked for sharing at every step.
final class NodeBuffer {
  private var storage: UnsafeMutablePointer<ComputeGraph.Node>
  private var capacity = 512
  private(set) var count = 0

  init() { storage = .allocate(capacity: 512) }

  deinit {
    storage.deinitialize(count: count)
    storage.deallocate()
  }

  subscript(index: Int) -> ComputeGraph.Node {
    _read {
      precondition(index >= 0 && index < count)
      yield storage[index]
    }
    _modify {
      precondition(index >= 0 && index < count)
      yield &storage[index]
    }
  }

  func append(_ node: ComputeGraph.Node) {
    if count == capacity {
      let larger = UnsafeMutablePointer<ComputeGraph.Node>.allocate(capacity: capacity * 2)
      larger.moveInitialize(from: storage, count: count)
      storage.deallocate()
      storage = larger
      capacity *= 2
    }
    (storage + count).initialize(to: node)
    count += 1
  }
}

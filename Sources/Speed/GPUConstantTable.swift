import Base
import Machines
import Synchronization

/// The constants of every back end and generation of GPUs, of which those of the machine's own cards are read.
final class GPUConstantTable: Sendable {
  private struct Key: Hashable {
    var backend: Backend
    var generation: String?
  }

  private let all: JSONNode
  private let backends: [Backend: JSONNode]
  private let found = Mutex<[Key: GPUConstants?]>([:])

  init(all: JSONNode, _ members: [(key: String, node: JSONNode)]) throws(JSONShapeError) {
    self.all = all
    var backends: [Backend: JSONNode] = [:]
    for (name, node) in members {
      guard let key = Backend(rawValue: name) else { throw node.mismatch("a back end as key") }
      backends[key] = node
    }
    self.backends = backends
  }

  /// The constants of a generation on a back end, or those of the back end; nil where it has none.
  func constants(_ backend: Backend, _ generation: String?) -> GPUConstants? {
    let key = Key(backend: backend, generation: generation)
    if let known = found.withLock({ $0[key] }) { return known }
    let constants = try? read(key)
    found.withLock { $0[key] = .some(constants) }
    return constants
  }

  private func read(_ key: Key) throws(JSONShapeError) -> GPUConstants? {
    guard let backend = backends[key.backend] else { return nil }
    guard let generation = key.generation else { return try GPUConstants(levels: [all, backend]) }
    return try backend.required("generations").optional(generation).map { node throws(JSONShapeError) in
      try GPUConstants(levels: [all, backend, node])
    }
  }

  /// Every generation with constants of its own on a back end, sorted.
  func generations(of backend: Backend) -> [String] {
    ((try? backends[backend]?.required("generations").members()) ?? []).map(\.key).sorted()
  }
}

import Base
import Models

/// Compute buffers of the built-in catalogue's models under the usual workload in llama-server, which replaying llama.cpp's graphs gave
/// (`catalog/compute-buffers.json`).
///
/// They are a third of the work of a ranking. An entry whose dimensions are changed is not found and replayed; a test replays
/// all of them.
package enum ComputeBuffers {
  /// The buffer of a model under a workload; nil where it must be replayed.
  static func bytes(_ model: Model, _ workload: Workload) -> Int? {
    guard let hash = model.dimensionsHash, usual.needsAsMuch(as: workload) else { return nil }
    return table[hash]
  }

  private static let usual = Workload().forFirstCommand

  private static let table: [UInt64: Int] = {
    guard let file = EmbeddedFile.named("compute-buffers.json"), let root = try? JSONNode(lasting: file.bytes),
      let members = try? root.required("bytes").unreadMembers()
    else { return [:] }
    var table: [UInt64: Int] = Dictionary(minimumCapacity: members.count)
    for member in members {
      if let hash = UInt64(member.key, radix: 16), let bytes = try? member.node.integer() { table[hash] = bytes }
    }
    return table
  }()

  /// What `catalog/compute-buffers.json` must hold for some models: the hashes of their dimensions, and the buffers.
  package static func replayed(_ models: [Model]) -> [String: Int] {
    var table: [String: Int] = [:]
    for model in models {
      guard let architecture = model.architecture, let hash = model.dimensionsHash.map(TextHash.digits) else {
        continue
      }
      if table[hash] == nil { table[hash] = GraphBuilder.bytes(ModelPlan(architecture).structure, usual.bounded) }
    }
    return table
  }
}

import Architectures
import Models
import Testing

@testable import Memory

@Suite struct GraphShortcutTests {
  @Test func leavingOutRepeatedLayersChangesNothing() {
    var differing: [String] = []
    var count = 0
    let workloads = [
      Workload(context: 2048), Workload(context: 32768, keyCacheType: .q8_0, valueCacheType: .q8_0),
      Workload(context: 8192, microBatch: 2048), Workload(context: 8192, flashAttention: false),
    ]
    var seen: [Architecture] = []
    for model in TestCatalog.models where model.runsInLlamaCpp {
      guard let architecture = model.architecture, architecture.layerCount <= 96, !seen.contains(architecture) else {
        continue
      }
      seen.append(architecture)
      let structure = ModelStructure(architecture)
      for workload in workloads {
        let short = GraphBuilder.bytes(structure, workload)
        let long = GraphBuilder.bytes(structure, workload, buildsAllLayers: true)
        count += 1
        if short != long {
          differing.append(
            "\(architecture.name) \(model.id) \(workload.context) \(workload.microBatch): \(short >> 20) for \(long >> 20)"
          )
        }
      }
    }
    #expect(differing.isEmpty, "\(differing.count) of \(count):\n\(differing.prefix(40).joined(separator: "\n"))")
  }
}

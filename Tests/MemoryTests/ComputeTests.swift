import Models
import TestSupport
import Testing

@testable import Memory

@Suite struct ComputeTests {
  @Test(.enabled(if: SharedFacts.has("truth/memory.csv"), .init(rawValue: SharedFacts.absence)))
  func computeBuffersAgreeWithLlamaCpp() throws {
    var errors = Errors()
    var byName: [String: Errors] = [:]
    for row in try Truth.rows("memory.csv") {
      guard let id = row["model"].map(String.init), let architecture = TestCatalog.byID[id]?.architecture,
        let workload = Workload(row: row), let truth = row["compute_mib"].flatMap({ Double($0) })
      else { continue }
      let found = Double(ComputeBuffer.bytes(architecture, workload)) / 1_048_576
      let name =
        "\(architecture.name) \(id) \(workload.context) \(workload.keyCacheType) ub \(workload.microBatch) fa \(workload.flashAttention): \(found), llama.cpp \(truth)"
      errors.add(name, found, truth: truth)
      byName[architecture.name + (workload.flashAttention ? "" : " noFA"), default: Errors()].add(
        name, found, truth: truth)
    }
    print(
      "compute: rows, median, 95th, worst", errors.values.count, errors.quantile(0.5), errors.quantile(0.95),
      errors.quantile(1))
    let worst = byName.sorted { $0.value.quantile(1) > $1.value.quantile(1) }
    for (name, errors) in worst.prefix(8) { print("  ", name, errors.values.count, errors.worst[0].name) }
    #expect(errors.values.count > 2000)
    #expect(errors.quantile(0.5) <= 0.10)
    #expect(errors.quantile(0.95) <= 0.25)
  }
}

@Suite struct GraphShortcutTests {
  @Test func leavingOutRepeatedLayersChangesNothing() {
    var differing: [String] = []
    var count = 0
    let workloads = [
      Workload(context: 2048), Workload(context: 32768, keyCacheType: .q8_0, valueCacheType: .q8_0),
      Workload(context: 8192, microBatch: 2048), Workload(context: 8192, flashAttention: false),
    ]
    for model in TestCatalog.models where model.runsInLlamaCpp {
      guard let architecture = model.architecture, architecture.layerCount <= 64 else { continue }
      for workload in workloads {
        let short = GraphBuilder.bytes(architecture, workload)
        let long = GraphBuilder.bytes(architecture, workload, buildsAllLayers: true)
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

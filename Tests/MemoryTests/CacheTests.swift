import Models
import TestSupport
import Testing

@testable import Memory

@Suite struct CacheTests {
  @Test(.enabled(if: SharedFacts.has("truth/memory.csv"), .init(rawValue: SharedFacts.absence)))
  func contextMemoryAgreesWithLlamaCpp() throws {
    var rows = 0
    var wrong: [String] = []
    var plans: [String: CachePlan] = [:]
    for row in try Truth.rows("memory.csv") {
      guard let id = row["model"].map(String.init), let architecture = TestCatalog.byID[id]?.architecture,
        let workload = Workload(row: row), let truth = row["context_mib"].flatMap({ Double($0) })
      else { continue }
      let plan = plans[id] ?? CachePlan(architecture)
      plans[id] = plan
      let found = Double(plan.cacheBytes(workload) + plan.recurrentBytes(workload)) / 1_048_576
      rows += 1
      if abs(found - truth) > max(1, truth * 0.005) {
        wrong.append(
          "\(architecture.name) \(id) \(workload.context) \(workload.keyCacheType) ub \(workload.microBatch) fa \(workload.flashAttention): \(found), llama.cpp \(truth)"
        )
      }
    }
    #expect(rows > 2000)
    #expect(wrong.isEmpty, "\(wrong.count) of \(rows):\n\(wrong.prefix(40).joined(separator: "\n"))")
  }

  /// llama.cpp's figures for 32,768 cells and four sequences, once in equal parts and once shared.
  @Test(arguments: [("gemma-3-4b-it", 1_400_897_536, 1_218_445_312), ("gpt-oss-20b", 880_803_840, 830_472_192)])
  func parallelSequencesHavePartsOfTheirOwnOrShare(id: String, parts: Int, shared: Int) throws {
    let plan = try #require(TestCatalog.byID[id].flatMap { ModelPlan($0) })
    var workload = Workload(context: 8192, parallel: 4)
    #expect(plan.cache.cacheBytes(workload) == parts)
    workload.sharesCache = true
    #expect(plan.cache.cacheBytes(workload) == shared)
  }
}

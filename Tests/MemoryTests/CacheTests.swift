import Models
import Testing

@testable import Memory

@Suite struct CacheTests {
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

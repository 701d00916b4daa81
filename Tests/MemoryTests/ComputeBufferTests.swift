import Base
import Glibc
import Models
import TestSupport
import Testing

@testable import Memory

/// The compute buffers that the program carries are those that replaying the graphs gives.
///
/// `PLIMSOLL_RECORD=1 swift test --filter ComputeBufferTests` writes them anew after a change of the catalogue or of a graph.
@Suite struct ComputeBufferTests {
  private let file = ProjectFolder.path + "/catalog/compute-buffers.json"

  @Test func whatIsKeptIsWhatIsReplayed() throws {
    let replayed = ComputeBuffers.replayed(TestCatalog.models)
    #expect(replayed.count > 200)
    if getenv("PLIMSOLL_RECORD") != nil { return try record(replayed) }
    let kept = try JSONNode(parsing: try Files.bytes(file)).required("bytes").members()
    #expect(kept.count == replayed.count)
    for (hash, bytes) in kept { #expect(try replayed[hash] == bytes.integer(), "\(hash)") }
  }

  @Test func itIsFoundUnderTheUsualWorkloadAlone() throws {
    let model = try #require(TestCatalog.byID["qwen3-8b"])
    let bytes = try #require(ComputeBuffers.bytes(model, Workload().forFirstCommand))
    var budgeted = Workload(promptTokens: 100).forFirstCommand
    budgeted.memoryBudgetBytes = 1 << 30
    #expect(ComputeBuffers.bytes(model, budgeted) == bytes)
    for other in [
      Workload(context: 8193), Workload(parallel: 2), Workload(keyCacheType: .q8_0), Workload(microBatch: 64),
    ] {
      #expect(ComputeBuffers.bytes(model, other.forFirstCommand) == nil)
    }
    #expect(ComputeBuffers.bytes(model, Workload()) == nil)
    var changed = model
    changed.architecture?.vocabularySize += 1
    #expect(ComputeBuffers.bytes(changed, Workload().forFirstCommand) == nil)
  }

  private func record(_ table: [String: Int]) throws {
    let rows = table.sorted { $0.key < $1.key }.map { "    \"\($0.key)\": \($0.value)" }.joined(separator: ",\n")
    try Files.write(
      """
      {
        "workload": "context 8192, one sequence, f16 cache, micro-batch 512, flash attention",
        "bytes": {
      \(rows)
        }
      }

      """, to: file)
  }
}

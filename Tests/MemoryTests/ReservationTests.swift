import Machines
import Models
import TestSupport
import Testing

@testable import Memory

/// What servers reserve, beside what the library does.
@Suite struct ReservationTests {
  /// Compute buffers that llama-server (b10488) reports with 8,192 tokens, in MiB, as its log rounds them.
  @Test(arguments: [
    ("qwen3-0.6b", 34), ("gemma-3-1b-it", 58), ("gemma-3-4b-it", 89), ("llama-3.2-1b-instruct", 72),
    ("llama-3.1-8b-instruct", 124),
  ])
  func theServersComputeBuffer(id: String, mebibytes: Int) throws {
    let fit = try Self.fit(id, .llamaServer, context: 8192)
    let difference = Double(fit.memory.computeBytes) / 1_048_576 - Double(mebibytes)
    #expect(abs(difference) <= 0.6, "\(difference) MiB")
  }

  /// Ollama 0.33 shows 851 MiB for Qwen3 0.6B in Q4_K_M with 4,096 tokens.
  @Test func whatOllamaShows() throws {
    let total = try Self.fit("qwen3-0.6b", .ollama, context: 4096).memory.totalBytes
    #expect(abs(Double(total) / 1_048_576 - 851) < 1)
  }

  @Test(arguments: [
    "qwen3-0.6b", "gemma-3-4b-it", "gemma-3n-e4b-it", "qwen3-30b-a3b", "mamba-codestral-7b", "deepseek-v2-lite-chat",
    "gpt-oss-20b", "qwen3.5-4b", "falcon-h1-7b-instruct",
  ])
  func aServerNeverReservesMoreThanTheLibrary(id: String) throws {
    guard Self.models.contains(where: { $0.id == id }) else { return }
    for context in [2048, 8192, 32_768] {
      let library = try Self.fit(id, .library, context: context)
      let server = try Self.fit(id, .llamaServer, context: context)
      #expect(server.memory.computeBytes < library.memory.computeBytes)
      #expect(server.memory.kvCacheBytes == library.memory.kvCacheBytes)
      #expect(server.memory.weightsBytes == library.memory.weightsBytes)
      // Beside them the server's own pages, most of them its vocabulary.
      #expect(library.memory.overheadBytes == 0 && server.memory.overheadBytes > 16 << 20)
      #expect(try Self.fit(id, .ollama, context: context).memory.computeBytes >= server.memory.computeBytes)
    }
  }

  /// What llama-server's log says of each checkpoint of a prompt longer than window and micro-batch, in MiB.
  @Test(arguments: [("qwen3.5-2b", 19.266), ("gemma-3-1b-it", 11.006), ("qwen3-0.6b", 0)])
  func eachCheckpoint(id: String, mebibytes: Double) throws {
    let fit = try Self.fit(id, .llamaServer, context: 4096)
    #expect(abs(Double(fit.contextCheckpointBytes) / 1_048_576 - mebibytes) < 0.01)
  }

  /// Where little is left the server is told how many to keep; with no word it keeps 32 of every slot.
  @Test func checkpointsAreCountedAsWhatMayCome() throws {
    var fit = try Self.fit("qwen3.5-2b", .llamaServer, context: 4096)
    let each = fit.contextCheckpointBytes
    #expect(fit.contextCheckpointLimit == nil && fit.promptCacheBytes == 8192 << 20 + 32 * each)
    for left in [0, 1 << 28, 1 << 30, 1 << 31, 1 << 33] {
      fit.placement.devices[0].budgetBytes = fit.placement.devices[0].bytes + left
      let count = fit.contextCheckpointLimit ?? 32
      #expect(count == max(1, min(32, left / 2 / each)))
      #expect(fit.promptCacheBytes <= max(left, each))
    }
    fit.workload.reservation = .ollama
    #expect(fit.promptCacheBytes == 8192 << 20 + 32 * each)
  }

  private static let models = (try? CatalogLoader.load().catalog.models) ?? []

  private static func fit(_ id: String, _ reservation: Reservation, context: Int) throws -> Fit {
    let model = try #require(models.first { $0.id == id })
    var workload = Workload(context: context)
    workload.reservation = reservation
    let machine = try SimulatedMachine.machine(gpus: ["none"], ramBytes: 256 << 30, cores: nil)
    return try #require(
      FitCalculator(machine: machine).fits(of: model, quantizations: ["Q4_K_M"], workload: workload).first)
  }
}

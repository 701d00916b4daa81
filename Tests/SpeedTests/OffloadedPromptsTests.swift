import Base
import Machines
import Memory
import Models
import TestSupport
import Testing

@testable import Speed

/// Prompts of models in main memory that a card computes.
@Suite struct OffloadedPromptsTests {
  private let constants: OffloadConstants

  init() throws { constants = try #require(SpeedConstants.builtIn.offload) }

  /// The formula stands in `catalog/tools/offload_speed.py` too.
  @Test func theScriptGivesTheSameSeconds() throws {
    let bytes = try Files.bytes(
      ProjectFolder.path + "/Tests/SpeedTests/Fixtures/offloaded-prompts-of-the-script.json")
    let rows = try JSONNode(parsing: bytes).elements()
    #expect(rows.count == 5)
    for row in rows {
      let (share, workload) = try (ScriptSpeed.share(row, .cpu), ScriptSpeed.workload(row))
      let (card, processor) = try (ScriptSpeed.gpu(row.required("card")), ScriptSpeed.processor(row))
      let band = Band(slower: 1, faster: 1)
      let prompts = PromptsOnCard(
        offload: PromptOffload(
          constants: constants, linkBytesPerSecond: try row.required("link").number(),
          expertShare: try row.required("expert_share").number()),
        card: try #require(card).prefill, band: band)
      var seconds = BandedSeconds()
      prompts.add(share, workload, to: &seconds, processor: (try #require(processor).prefill, band))
      let expected = try row.required("seconds").number()
      #expect(
        abs(seconds.seconds / expected - 1) < 1e-9, "\(row.pointer): \(seconds.seconds), by the script \(expected)")
    }
  }

  private func offload(link: Double = 31.5e9, expertShare: Double = 1) -> PromptOffload {
    PromptOffload(constants: constants, linkBytesPerSecond: link, expertShare: expertShare)
  }

  @Test func aLastMicroBatchOfFewTokensIsLeftToTheProcessor() {
    let offload = offload()
    for (prompt, batch, expected) in [
      (31, 512, 0), (32, 512, 32), (512, 512, 512), (543, 512, 512), (544, 512, 544), (100, 16, 0), (0, 512, 0),
    ] {
      let workload = Workload(microBatch: batch, promptTokens: prompt)
      #expect(offload.tokensOnCard(workload) == expected, "\(prompt) in batches of \(batch)")
    }
  }

  @Test func whatIsCopiedGrowsWithTheTokensAndStaysBelowAll() {
    let offload = offload(expertShare: 8 / 128)
    var before = 0.0
    for tokens in [1, 31, 32, 64, 512, 2048, 100_000] {
      let share = offload.chosenShare(tokens: tokens)
      #expect(share > before && share < 1, "\(tokens)")
      before = share
    }
    #expect(offload.chosenShare(tokens: 0) == 0)
    // 72 to 95 of 128 in the first layers of Qwen3 30B-A3B.
    #expect((72.0 / 128...95.0 / 128).contains(offload.chosenShare(tokens: 512)))
  }

  /// A wider link is never slower, nor are larger micro-batches.
  @Test func copiesTakeLessOverWiderLinksAndInFewerBatches() {
    var work = DeviceWork(weights: [
      DeviceWork.Weights(
        type: .q4_K, bytesPerToken: 1_000_000_000, multiplyAddsPerToken: 1_000_000_000, bytesPerBatch: 9_000_000_000)
    ])
    work.cacheBytesPerContextToken = 4096
    var before = Double.infinity
    for link in [1, 3.9, 7.9, 15.75, 31.5, 63] {
      let seconds = offload(link: link * 1e9, expertShare: 0.1).copySeconds(work, tokens: 2000, microBatch: 512)
      #expect(seconds < before)
      before = seconds
    }
    let large = offload(link: 63e9, expertShare: 0.1).copySeconds(work, tokens: 2000, microBatch: 2048)
    #expect(large < before / 2)
  }

  /// What the processor would take for the same prompt, and what the plan says.
  @Test(arguments: ["qwen3-30b-a3b", "llama-3.3-70b-instruct"])
  func aPromptIsMuchSoonerReadThanByTheProcessor(_ id: String) throws {
    let model = try #require(try Catalog.builtIn().models.first { $0.id == id })
    let machine = try SimulatedMachine.machine(gpus: ["RTX 3060 12GB"], ramBytes: 64 * ByteSize.gibibyte)
    let fit = try #require(
      FitCalculator(machine: machine).fits(of: model, quantizations: ["Q4_K_M"], workload: Workload()).first)
    #expect([.expertOffload, .partialOffload].contains(fit.placement.mode))
    let speeds = SpeedModel(machine: machine, measurements: nil)
    let speed = try #require(speeds.speed(of: fit, model: model))
    let share = try #require(fit.placement.devices.last)
    let processor = try #require(speeds.processorRates).prefill.seconds(share, workload: fit.workload)
    #expect(speed.prefillTokensPerSecond.estimate > 1.5 * Double(fit.workload.promptTokens) / processor)
    var before = 0.0
    for lanes in [1, 4, 8, 16] {
      var linked = machine
      linked.accelerators[0].link = PCILink(transfersPerSecond: 16e9, lanes: lanes)
      let prompt = try #require(SpeedModel(machine: linked, measurements: nil).speed(of: fit, model: model))
        .prefillTokensPerSecond.estimate
      #expect(prompt > before, "\(lanes) lanes")
      before = prompt
    }
    var few = fit
    few.workload.promptTokens = 31
    let short = try #require(speeds.speed(of: few, model: model))
    #expect(short.prefillTokensPerSecond.estimate < speed.prefillTokensPerSecond.estimate)
  }
}

/// Placements with a part in main memory that somebody measured.
@Suite struct OffloadTruthTests {
  @Test func whatWasMeasuredLiesInTheBands() throws {
    var (inside, all) = (0, 0)
    for row in OffloadTruth.all {
      for (kind, truth, told) in [
        ("decode", row.decode, row.speed.decodeTokensPerSecond),
        ("prefill", row.prefill, row.speed.prefillTokensPerSecond),
      ] {
        guard let truth else { continue }
        all += 1
        if (told.low...told.high).contains(truth) { inside += 1 }
        print(
          "\(kind) \(row.name): \(ByteSize.decimal(told.estimate, places: 1)) / \(truth) (\(ByteSize.decimal(told.low, places: 1)) to \(ByteSize.decimal(told.high, places: 1)))"
        )
      }
    }
    #expect(all >= 14)
    #expect(Double(inside) >= 0.8 * Double(all), "\(inside) of \(all)")
  }
}

import Machines
import Models
import Testing

@testable import Memory

/// What must hold for every model, quantization, workload and machine.
@Suite struct InvariantTests {
  static let gib = 1 << 30
  /// Every fourth model keeps the debug build fast; the models change with the catalogue, not with the run.
  static let models = TestCatalog.models.enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
  static let names = ["Q2_K", "Q4_K_M", "Q8_0", "F16"]

  static let machines: [Machine] = [
    TestMachine.machine(ram: 8 * gib),
    TestMachine.machine(ram: 16 * gib, gpus: [(8 * gib, .cuda)]),
    TestMachine.machine(ram: 64 * gib, gpus: [(24 * gib, .cuda)]),
    TestMachine.machine(ram: 128 * gib, gpus: [(24 * gib, .cuda), (16 * gib, .cuda), (12 * gib, .rocm)]),
    TestMachine.machine(ram: 96 * gib, gpus: [(64 * gib, .vulkan)], kind: .unified),
    TestMachine.machine(ram: 1024 * gib, gpus: [(80 * gib, .cuda), (80 * gib, .cuda)]),
  ]

  @Test(arguments: machines.indices)
  func everyRowAddsUpAndKeepsItsBudgets(machine index: Int) {
    let machine = Self.machines[index]
    let calculator = FitCalculator(machine: machine)
    var wrong: [String] = []
    for model in Self.models {
      for workload in [Workload(), Workload(context: 32_768, parallel: 4, keyCacheType: .q8_0)] {
        for fit in calculator.fits(of: model, quantizations: Self.names, workload: workload) {
          let name = "\(model.id) \(fit.quantization)"
          let sum = fit.placement.devices.reduce(0) { $0 + $1.bytes }
          if sum != fit.memory.totalBytes { wrong.append("\(name): devices \(sum), total \(fit.memory.totalBytes)") }
          let fileBytes = ModelPlan(model).map { plan in
            calculator.weights(
              of: plan, Quantization.named(fit.quantization) ?? Quantization.all[0], PublishedFiles(model)
            ).totalBytes
          }
          if fit.memory.totalBytes < fileBytes ?? 0 { wrong.append("\(name): less than the file") }
          if fit.verdict == .fits, fit.headroomBytes < 0 { wrong.append("\(name): fits without headroom") }
          let layers = fit.placement.devices.reduce(0) { $0 + $1.layers }
          if layers != model.architecture?.layerCount { wrong.append("\(name): \(layers) layers placed") }
          guard fit.verdict != .tooLarge else { continue }
          for share in fit.placement.devices where share.bytes > share.budgetBytes {
            wrong.append("\(name): \(share.id) over its budget")
          }
          let main = fit.placement.devices.filter { share in
            share.id == "cpu"
              || machine.accelerators.contains { $0.id == share.id && $0.memoryKind.value != .dedicated }
          }
          if main.reduce(0, { $0 + $1.bytes }) > machine.memory.budgetBytes.value ?? 0 {
            wrong.append("\(name): main memory counted twice")
          }
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count):\n\(wrong.prefix(20).joined(separator: "\n"))")
  }

  @Test func demandGrowsWithEverythingAskedFor() {
    let calculator = FitCalculator(machine: TestMachine.machine(ram: 1 << 50))
    let steps: [(String, Workload, Workload)] = [
      ("context", Workload(context: 4096), Workload(context: 16_384)),
      ("a little context", Workload(context: 8192), Workload(context: 8448)),
      ("parallel", Workload(parallel: 1), Workload(parallel: 4)),
      ("micro-batch", Workload(microBatch: 256), Workload(microBatch: 1024)),
      ("key bits", Workload(keyCacheType: .q4_0), Workload(keyCacheType: .q8_0)),
      ("value bits", Workload(valueCacheType: .q8_0), Workload(valueCacheType: .f16)),
    ]
    var wrong: [String] = []
    for model in Self.models {
      for (name, small, large) in steps {
        let less = calculator.fits(of: model, quantizations: ["Q4_K_M"], workload: small).first?.memory
        let more = calculator.fits(of: model, quantizations: ["Q4_K_M"], workload: large).first?.memory
        guard let less, let more else { continue }
        if more.kvCacheBytes < less.kvCacheBytes || more.recurrentBytes < less.recurrentBytes {
          wrong.append("\(model.id) \(name): cache")
        }
        // The rotation of quantized caches costs buffer, and holes in llama.cpp's buffer close at some sizes, so that
        // only the sum is compared, with a little slack for it.
        if Double(more.totalBytes) < Double(less.totalBytes) * 0.999 - 33_554_432 {
          wrong.append("\(model.id) \(name): \(less.totalBytes) then \(more.totalBytes)")
        }
      }
      let rows = calculator.fits(of: model, quantizations: Self.names, workload: Workload())
      for (less, more) in zip(rows, rows.dropFirst()) where more.memory.weightsBytes < less.memory.weightsBytes {
        wrong.append("\(model.id): \(more.quantization) smaller than \(less.quantization)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count):\n\(wrong.prefix(20).joined(separator: "\n"))")
  }

  @Test func moreMemoryNeverMakesAVerdictWorse() {
    let sizes = [4, 8, 12, 16, 24, 48, 96]
    let order: [Verdict] = [.tooLarge, .tight, .fits]
    var wrong: [String] = []
    for model in Self.models {
      for (name, machines) in [
        ("memory", sizes.map { TestMachine.machine(ram: $0 * Self.gib, gpus: [(8 * Self.gib, .cuda)]) }),
        ("VRAM", sizes.map { TestMachine.machine(ram: 16 * Self.gib, gpus: [($0 * Self.gib, .cuda)]) }),
        (
          "second card",
          sizes.map {
            TestMachine.machine(ram: 16 * Self.gib, gpus: [(8 * Self.gib, .cuda), ($0 * Self.gib, .cuda)])
          }
        ),
      ] {
        var previous: [Int] = []
        for (index, machine) in machines.enumerated() {
          let ranks = FitCalculator(machine: machine).fits(of: model, quantizations: Self.names, workload: Workload())
            .map { order.firstIndex(of: $0.verdict) ?? 0 }
          if index > 0 {
            for (position, rank) in ranks.enumerated() where rank < previous[position] {
              wrong.append("\(model.id) \(Self.names[position]) \(name) \(sizes[index])")
            }
          }
          previous = ranks
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count):\n\(wrong.prefix(20).joined(separator: "\n"))")
  }

  @Test func hostileDimensionsNeitherTrapNorFit() throws {
    var model = try #require(TestCatalog.byID["qwen3-30b-a3b"])
    var architecture = try #require(model.architecture)
    architecture.embeddingWidth = 1 << 32
    architecture.vocabularySize = 1 << 32
    architecture.headCount = .all(1 << 32)
    architecture.kvHeadCount = .all(1 << 32)
    architecture.keyHeadWidth = 1 << 32
    architecture.valueHeadWidth = 1 << 32
    architecture.experts?.count = 1 << 32
    architecture.experts?.expertWidth = 1 << 32
    model.architecture = architecture
    let calculator = FitCalculator(machine: Self.machines[3])
    for fit in calculator.fits(
      of: model, quantizations: Quantization.all.map(\.name),
      workload: Workload(context: .max, parallel: .max, microBatch: .max))
    {
      #expect(fit.verdict == .tooLarge)
    }
  }
}

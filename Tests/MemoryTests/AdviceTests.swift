import Architectures
import Machines
import Models
import Testing

@testable import Memory

@Suite struct AdviceTests {
  static let gib = 1 << 30

  @Test func theLargestContextFitsAndTheNextStepDoesNot() throws {
    let model = try #require(TestCatalog.byID["llama-3.1-8b-instruct"])
    let calculator = FitCalculator(machine: TestMachine.machine(ram: 8 * Self.gib))
    let rows = calculator.fits(
      of: model, quantizations: ["Q4_K_M", "Q2_K"], workload: Workload(), advisesContext: true)
    let largest = try #require(rows.first?.largestContext)
    #expect(largest > 8192 && largest < model.contextMaximum)
    func verdict(_ context: Int) -> Verdict? {
      calculator.fits(of: model, quantizations: ["Q4_K_M"], workload: Workload(context: context)).first?.verdict
    }
    #expect(verdict(largest) != .tooLarge)
    #expect(verdict(largest + 256) == .tooLarge)
    #expect(rows[1].largestContext ?? 0 > largest)
  }

  @Test(arguments: [(8, 4096), (23, 32_768), (24, 32_768), (48, 262_144)])
  func ollamaChoosesByTotalVRAM(memory: Int, expected: Int) {
    let machine = TestMachine.machine(ram: 32 * Self.gib, gpus: [(memory * Self.gib, .cuda)])
    #expect(FitCalculator(machine: machine).ollamaDefaultContext == expected)
  }

  @Test func twoCardsCountTogetherForOllama() {
    let machine = TestMachine.machine(ram: 32 * Self.gib, gpus: [(24 * Self.gib, .cuda), (24 * Self.gib, .cuda)])
    #expect(FitCalculator(machine: machine).ollamaDefaultContext == 262_144)
  }

  @Test func aContextBeyondTheTrainedOneIsExtendedOrRefused() throws {
    let qwen = try #require(TestCatalog.byID["qwen3-0.6b"])
    #expect(ContextRule(qwen, context: 32_768) == .trained)
    let scaling = ContextRule.RopeScaling(factor: 4, originalContext: 32_768)
    #expect(ContextRule(qwen, context: 100_000) == .extended(scaling, limit: 131_072))
    #expect(ContextRule(qwen, context: 200_000) == .refused(limit: 131_072))
    let gemma = try #require(TestCatalog.byID["gemma-2-2b-it"])
    #expect(ContextRule(gemma, context: 16_384) == .refused(limit: nil))
  }

  /// DeepSeek's rope rule is in its trained context already; Qwen 3's stretches it.
  @Test(arguments: [("deepseek-v2-lite-chat", 32_768), ("qwen3-0.6b", 131_072), ("gemma-2-2b-it", 8192)])
  func theLongestContextIsTheTrainedOneOrItsExtension(id: String, expected: Int) throws {
    let model = try #require(TestCatalog.byID[id])
    #expect(ContextRule.longest(model) == expected)
    if case .refused = ContextRule(model, context: expected) { Issue.record("\(expected) is refused") }
    guard case .refused = ContextRule(model, context: expected + 1) else {
      Issue.record("\(expected + 1) is not refused")
      return
    }
  }

  @Test func anExplanationAddsUpToTheRow() throws {
    for id in ["qwen3-30b-a3b", "gemma-3-4b-it", "granite-4.0-h-350m", "deepseek-v4-flash", "bge-m3"] {
      let model = try #require(TestCatalog.byID[id])
      let calculator = FitCalculator(machine: TestMachine.machine(ram: 1024 * Self.gib))
      let fit = try #require(calculator.fits(of: model, quantizations: ["Q4_K_M"], workload: Workload()).first)
      let explanation = try #require(calculator.explanation(of: fit, model: model))
      #expect(explanation.weightsBytes == fit.memory.weightsBytes, "\(id)")
      #expect(explanation.weights.reduce(0) { $0 + $1.bytes } == fit.memory.weightsBytes, "\(id)")
      let caches = explanation.caches.reduce(0) { $0 + $1.bytes }
      #expect(caches == fit.memory.kvCacheBytes + fit.memory.recurrentBytes, "\(id)")
    }
  }

  @Test func theLargestContextGoesAsFarAsTheOneAskedForMay() throws {
    let model = try #require(TestCatalog.byID["qwen3-8b"])
    let calculator = FitCalculator(machine: TestMachine.machine(ram: 64 * Self.gib))
    func largest(_ context: Int) -> Int? {
      calculator.fits(
        of: model, quantizations: ["Q4_K_M"], workload: Workload(context: context), advisesContext: true
      ).first?.largestContext
    }
    #expect(largest(8192) == model.contextMaximum)
    // With the flags that stretch it.
    #expect(largest(100_000) == 131_072)
  }

  @Test func aFileIsPlannedFromItsOwnTensors() throws {
    let model = try #require(TestCatalog.byID["qwen3-0.6b"])
    let architecture = try #require(model.architecture)
    let inventory = TensorInventory(ModelStructure(architecture))
    let weights = WeightsPlan(inventory, quantization: try #require(Quantization.named("Q4_K_M")))
    var tensors: [StoredTensor] = []
    for group in inventory.groups {
      let names: [TensorRole: String] = [
        .tokenEmbedding: "token_embd.weight", .attentionQ: "attn_q.weight", .attentionK: "attn_k.weight",
        .attentionV: "attn_v.weight", .attentionOutput: "attn_output.weight", .feedForwardGate: "ffn_gate.weight",
        .feedForwardUp: "ffn_up.weight", .feedForwardDown: "ffn_down.weight", .plain: "norm.weight",
      ]
      let name = try #require(names[group.role])
      let places = inventory.places[group.place]
      let layers = group.site == .repeating ? places.layers.indices : [0]
      let choice = weights.choice(for: group)
      for (position, layer) in layers.enumerated() {
        let type = places.satisfies(choice.predicate, at: position) ? choice.raised : choice.base
        tensors.append(
          StoredTensor(
            name: group.site == .repeating ? "blk.\(layer).\(name)" : name,
            dimensions: group.role == .plain ? [group.width] : [group.width, group.rows], type: type,
            bytes: type.bytes(width: group.width, rows: group.rows)))
      }
    }
    tensors.append(StoredTensor(name: "blk.28.nextn.weight", dimensions: [1024, 1024], type: .f16, bytes: 1 << 21))
    tensors.append(StoredTensor(name: "odd", dimensions: [256], type: nil, bytes: 99))
    let calculator = FitCalculator(machine: TestMachine.machine(ram: 8 * Self.gib))
    let file = try #require(
      calculator.fit(of: model, tensors: tensors, quantization: "Q4_K_M", workload: Workload()))
    let stock = try #require(calculator.fits(of: model, quantizations: ["Q4_K_M"], workload: Workload()).first)
    #expect(file.memory.weightsBytes == stock.memory.weightsBytes + 99)
    #expect(file.memory.computeBytes == stock.memory.computeBytes)
    let (ours, theirs) = (file.placement.devices[0].work, stock.placement.devices[0].work)
    for type in [TensorType.q4_K, .q6_K] {
      let (own, other) = (ours.weights.first { $0.type == type }, theirs.weights.first { $0.type == type })
      #expect(own?.multiplyAddsPerToken == other?.multiplyAddsPerToken && own != nil)
    }
  }

  @Test func unknownQuantizationsAreNamedWithTheirNeighbours() {
    #expect(Quantization.named("Q4_K_XL") == nil)
    #expect(Quantization.nearestNames(to: "Q4_K_XL").contains("UD-Q4_K_XL"))
    #expect(Quantization.named("q4_k_m")?.name == "Q4_K_M")
    #expect(Quantization.named("MXFP4")?.name == "MXFP4_MOE")
    // A file and a checkpoint may have the same name.
    #expect(Set(Quantization.all.map { "\($0.family) \($0.name)" }).count == Quantization.all.count)
  }
}

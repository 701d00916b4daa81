import Base
import Documents
import Machines
import Memory
import Models
import Testing

/// What `verify` says of differences that the plan itself explains.
@Suite struct VerifySentenceTests {
  private static let model = try? Catalog.builtIn().models.first { $0.id == "llama-3.1-8b-instruct" }

  private func fit(_ quantization: String, gpu: String?) throws -> Fit {
    let machine = try SimulatedMachine.machine(gpus: gpu.map { [$0] } ?? [], ramBytes: 64 << 30)
    let model = try #require(Self.model)
    let fits = FitCalculator(machine: machine).fits(of: model, quantizations: [quantization], workload: Workload())
    return try #require(fits.first)
  }

  private func answer(_ fit: Fit, memory: Double, decode: Double) throws -> VerifyAnswer {
    let planned = Estimate(estimate: 10, low: 8, high: 12)
    var measured = VerifyAnswer.Measured(promptTokens: 512, generatedTokens: 64)
    measured.memoryBytes = Int(Double(fit.memory.totalBytes) * memory)
    measured.decodeTokensPerSecond = 10 * decode
    let onCard = fit.placement.devices.filter { $0.backend != .cpu }.reduce(0) { $0 + $1.bytes }
    var answer = VerifyAnswer(
      model: try #require(Self.model), quantization: fit.quantization, runtime: ("llama.cpp", nil, "http://localhost"),
      turns: 3,
      predicted: VerifyAnswer.Predicted(
        memoryBytes: fit.memory.totalBytes, vramBytes: onCard, gpuLayers: nil, timeToFirstTokenSeconds: nil,
        prefillTokensPerSecond: nil, decodeTokensPerSecond: planned, startDecodeTokensPerSecond: nil),
      measured: measured, isDisturbed: false)
    answer.repackedBytes = fit.repackedBytes(on: ["avx2"])
    answer.layersBesideCard = fit.placement.layersBesideCard
    return answer
  }

  @Test func copiesInAnotherOrderAreNamed() throws {
    let fit = try fit("Q4_K_M", gpu: nil)
    let copied = fit.repackedBytes(on: ["avx2"])
    // Most of the file is Q4_K, some Q6_K, which only Arm's processors have in another order.
    #expect(copied > fit.memory.weightsBytes / 2 && copied < fit.memory.weightsBytes)
    #expect(fit.repackedBytes(on: ["asimddp"]) > copied)
    #expect(fit.repackedBytes(on: ["sse4_2"]) == 0)
    let findings = VerifySentences.findings(
      try answer(fit, memory: 1.6, decode: 1), plannedContext: 8192, loadedContext: nil)
    let memory = try #require(findings.first { $0.subject == "memory" })
    #expect(memory.text.contains("llama.cpp's copy, in another order, of"))
    let less = VerifySentences.findings(
      try answer(fit, memory: 0.9, decode: 1), plannedContext: 8192, loadedContext: nil)
    #expect(less.first { $0.subject == "memory" }?.text.contains("copy") == false)
  }

  @Test func memoryOfAnAcceleratorThatIsNotToldIsNotCompared() throws {
    var answer = try answer(fit("Q4_K_M", gpu: "RTX 4090"), memory: 1, decode: 1)
    (answer.measured.memoryBytes, answer.measured.unknownMemoryReason) = (nil, "nobody tells")
    let findings = VerifySentences.findings(answer, plannedContext: 8192, loadedContext: nil)
    #expect(findings.map(\.subject) == ["memory"] && findings[0].text.contains("not compared: nobody tells"))
    #expect(answer.memoryRatio == nil)
  }

  @Test func layersOfTheProcessorAreNamed() throws {
    let whole = try fit("Q4_K_M", gpu: "RTX 4090")
    #expect(whole.placement.layersBesideCard == 0 && whole.repackedBytes(on: ["avx2"]) == 0)
    let split = try fit("Q8_0", gpu: "GTX 1060 6GB")
    let layers = split.placement.layersBesideCard
    #expect(layers > 0 && layers < 32)
    let findings = VerifySentences.findings(
      try answer(split, memory: 1.2, decode: 0.5), plannedContext: 8192, loadedContext: nil)
    for subject in ["memory", "decode"] {
      let text = try #require(findings.first { $0.subject == subject }?.text)
      #expect(text.contains("the \(layers) layers that the processor computes"), "\(text)")
    }
  }
}

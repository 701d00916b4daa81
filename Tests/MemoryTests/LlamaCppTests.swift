import Architectures
import Machines
import Models
import TestSupport
import Testing

@testable import Memory

extension Verify {
  /// The tables of docs/accuracy.md: weights, caches and buffers beside what llama.cpp reports.
  @Suite struct LlamaCppTests {
    private static let page = "docs/accuracy.md"
    private static let mebibyte = 1_048_576.0

    @Test func weightsAreThoseOfItsQuantizer() throws {
      var errors = Errors()
      var inventories: [String: TensorInventory] = [:]
      for (model, quantization, truth) in try Self.weights() {
        let inventory = inventories[model.id] ?? model.architecture.map { TensorInventory(ModelStructure($0)) }
        inventories[model.id] = inventory
        guard let inventory else { continue }
        errors.add(
          "\(model.id) \(quantization.name)", Double(inventory.bytes(QuantizationRecipe(quantization))), truth: truth)
      }
      #expect(errors.quantile(0.5) <= 0.001)
      #expect(errors.quantile(0.99) <= 0.005, "\(errors.worst(12))")
      try expectDocumented(
        "| weights | \(grouped(errors.values.count)) | \(percent(errors.quantile(0.5))) | | "
          + "\(percent(errors.quantile(0.99))) | \(percent(errors.quantile(1))) |", in: Self.page)
      let worst = try #require(errors.values.max { abs($0.error) < abs($1.error) })
      let name = worst.name.replacing(" ", with: " | ")
      try expectDocumented("| weights | \(name) | \(percent(worst.error, signed: true)) |", in: Self.page)
    }

    @Test func cachesAreItsOwn() throws {
      let rows = try MeasuredMemory.all()
      var plans: [String: CachePlan] = [:]
      var wrong: [String] = []
      for row in rows {
        let plan = plans[row.model.id] ?? CachePlan(ModelStructure(row.architecture))
        plans[row.model.id] = plan
        let found = Double(plan.cacheBytes(row.workload) + plan.recurrentBytes(row.workload)) / Self.mebibyte
        if abs(found - row.cacheMebibytes) > max(1, row.cacheMebibytes * 0.005) {
          wrong.append("\(row): \(found), llama.cpp \(row.cacheMebibytes)")
        }
      }
      #expect(wrong.isEmpty, "\(wrong.count):\n\(wrong.prefix(40).joined(separator: "\n"))")
      try expectDocumented(
        "| caches and recurrent state | \(grouped(rows.count)) | | | | within 1 MiB or 0.5 % in every row |",
        in: Self.page)
    }

    @Test func computeBuffersAreNearItsOwn() throws {
      var errors = Errors()
      for row in try MeasuredMemory.all() {
        errors.add("\(row)", Self.computeMebibytes(row), truth: row.computeMebibytes)
      }
      #expect(errors.quantile(0.5) <= 0.10)
      #expect(errors.quantile(0.95) <= 0.25, "\(errors.worst(12))")
      try expectDocumented(
        "| compute buffer | \(grouped(errors.values.count)) | \(percent(errors.quantile(0.5))) | "
          + "\(percent(errors.quantile(0.95))) | | \(percent(errors.quantile(1))) (DeepSeek V4 Pro) |", in: Self.page)
    }

    /// Weights, caches and buffers together.
    @Test func totalsAreNearItsOwn() throws {
      var weights: [String: Double] = [:]
      for (model, quantization, bytes) in try Self.weights() { weights["\(model.id) \(quantization.name)"] = bytes }
      let calculator = FitCalculator(machine: TestMachine.machine(ram: 4 << 40))
      var errors = Errors()
      // What was released in few bits has the same weights under every label; the table's are as if it had not.
      for row in try MeasuredMemory.all() where PublishedFiles(row.model).kind != .nativeLowBit {
        // A model that nobody has published: the table's weights are the recipes', where real files may hold others.
        var model = row.model
        (model.id, model.ollamaTags, model.nativeQuantization) = ("unpublished", [], nil)
        let fits = calculator.fits(
          of: model, quantizations: ["Q2_K", "Q4_K_M", "F16"], workload: row.workload, advisesContext: false)
        for fit in fits {
          guard let bytes = weights["\(row.model.id) \(fit.quantization)"] else { continue }
          errors.add(
            "\(row) \(fit.quantization)", Double(fit.memory.totalBytes),
            truth: bytes + (row.cacheMebibytes + row.computeMebibytes) * Self.mebibyte)
        }
      }
      #expect(errors.quantile(0.5) <= 0.01)
      #expect(errors.lowest >= -0.01 && errors.highest <= 0.03, "\(errors.worst(12))")
      try expectDocumented(
        "| total, at Q2_K, Q4_K_M and F16 | \(grouped(errors.values.count)) | \(percent(errors.quantile(0.5))) | | "
          + "\(percent(errors.quantile(0.99))) | \(percent(errors.highest, signed: true)), \(percent(errors.lowest)) |",
        in: Self.page)
    }

    /// The rows that the page explains, found and reported.
    @Test func theWorstBuffersAreThoseOfThePage() throws {
      func line(_ model: String, _ text: String, _ matches: (Workload) -> Bool) throws {
        let row = try #require(
          try MeasuredMemory.all().first { $0.model.id == model && matches($0.workload) }, "\(model)")
        let found = Int(Self.computeMebibytes(row).rounded())
        try expectDocumented(
          "| compute | \(model) | \(text) | \(grouped(found)) MiB | \(grouped(Int(row.computeMebibytes))) MiB |",
          in: Self.page)
      }
      try line("deepseek-v4-pro", "8,192 tokens, no flash attention") { $0.context == 8192 && !$0.flashAttention }
      try line("gemma-3n-e4b-it", "32,768 tokens") { $0.context == 32_768 && $0.keyCacheType == .f16 }
    }

    /// Published files beside the weights that the stock recipe gives, which some do not follow.
    @Test func publishedFilesAreAsLargeAsThePageSays() throws {
      var (stock, others) = (Errors(), Errors())
      for row in try TruthTable.rows("file-sizes.csv") {
        guard let model = row["model"].flatMap({ TestCatalog.byID[String($0)] }), let architecture = model.architecture,
          let quantization = row["quantization"].flatMap({ Quantization.named(String($0)) }),
          let bytes = row["bytes"].flatMap({ Double($0) })
        else { continue }
        let found = Double(TensorInventory(ModelStructure(architecture)).bytes(QuantizationRecipe(quantization)))
        let name = "\(model.id) \(quantization.name)"
        if row["deviates"]?.isEmpty == true {
          stock.add(name, bytes, truth: found)
        } else {
          others.add(name, bytes, truth: found)
        }
      }
      #expect(stock.lowest > -0.001 && stock.highest < 0.02, "\(stock.worst(5))")
      try expectDocumented(
        "Of \(stock.values.count + others.values.count) published files the \(stock.values.count) that follow the stock "
          + "recipe differ from the computed weights by \(percent(stock.quantile(0.5))) in the median, "
          + "\(percent(stock.lowest)) to \(percent(stock.highest, signed: true)); the others by "
          + "\(percent(others.lowest)) to \(percent(others.highest, signed: true))", in: Self.page)
    }

    private static func computeMebibytes(_ row: MeasuredMemory) -> Double {
      Double(GraphBuilder.bytes(ModelStructure(row.architecture), row.workload)) / mebibyte
    }

    /// Bytes of all tensors, by model and quantization.
    private static func weights() throws -> [(model: Model, quantization: Quantization, bytes: Double)] {
      try TruthTable.rows("weights.csv").compactMap { row in
        guard let model = row["model"].flatMap({ TestCatalog.byID[String($0)] }),
          let quantization = row["quantization"].flatMap({ Quantization.named(String($0)) }),
          let bytes = row["bytes"].flatMap({ Double($0) })
        else { return nil }
        return (model, quantization, bytes)
      }
    }
  }
}

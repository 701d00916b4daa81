import Machines
import Models
import TestSupport
import Testing

@testable import Memory

@Suite struct TotalTests {
  /// Weights, caches and buffers together, for the smallest, a middle and the largest quantization of the table.
  @Test(.enabled(if: SharedFacts.has("truth/memory.csv"), .init(rawValue: SharedFacts.absence)))
  func totalsAgreeWithLlamaCpp() throws {
    var weights: [String: [String: Double]] = [:]
    for row in try Truth.rows("weights.csv") {
      guard let id = row["model"], let name = row["quantization"],
        let bytes = row["weights_bytes"].flatMap({ Double($0) })
      else { continue }
      weights[String(id), default: [:]][String(name)] = bytes
    }
    let machine = TestMachine.machine(ram: 4 << 40)
    let calculator = FitCalculator(machine: machine)
    var errors = Errors()
    for row in try Truth.rows("memory.csv") {
      guard let id = row["model"].map(String.init), let model = TestCatalog.byID[id], let workload = Workload(row: row),
        let context = row["context_mib"].flatMap({ Double($0) }),
        let compute = row["compute_mib"].flatMap({ Double($0) })
      else { continue }
      let names = ["Q2_K", "Q4_K_M", "F16"]
      for fit in calculator.fits(of: model, quantizations: names, workload: workload) {
        guard let bytes = weights[id]?[fit.quantization] else { continue }
        let truth = bytes + (context + compute) * 1_048_576
        errors.add(
          "\(model.architecture?.name ?? "") \(id) \(fit.quantization) \(workload.context) \(workload.keyCacheType) ub \(workload.microBatch) fa \(workload.flashAttention)",
          Double(fit.memory.totalBytes), truth: truth)
      }
    }
    print(
      "total: rows, median, 99th, worst, lowest", errors.values.count, errors.quantile(0.5), errors.quantile(0.99),
      errors.quantile(1), errors.lowest)
    let bad = errors.values.filter { $0.error < -0.01 || $0.error > 0.03 }
    print("totals more than 1 % below or 3 % above:", bad.count)
    var best: [String: (name: String, error: Double)] = [:]
    for row in bad {
      let key = row.name.split(separator: " ").prefix(2).joined(separator: " ")
      if abs(row.error) > abs(best[key]?.error ?? 0) { best[key] = row }
    }
    for row in best.values.sorted(by: { abs($0.error) > abs($1.error) }) { print("  ", row) }
    #expect(errors.values.count > 6000)
    #expect(errors.quantile(0.5) <= 0.01)
    #expect(bad.isEmpty, "\(bad.count) totals are off")
  }
}

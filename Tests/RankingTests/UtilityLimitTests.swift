import Base
import Machines
import Memory
import Models
import Speed
import Testing

@testable import Ranking

extension Verify {
  /// A ranking does not look at what could not be shown, which is right only if that changes nothing.
  @Suite struct UtilityLimitTests {
    /// A machine of the panel, or one whose processor alone computes, with rates that were measured on a Zen 3.
    struct Setting: CustomTestStringConvertible {
      let panel: PanelMachine
      var isMeasured = false

      var testDescription: String { panel.name + (isMeasured ? ", measured" : "") }

      static let all =
        PanelMachine.all.map { Setting(panel: $0) }
        + PanelMachine.all.filter { $0.gpus.isEmpty }.map { Setting(panel: $0, isMeasured: true) }

      func ranker() throws -> Ranker {
        let facts = try panel.machine()
        let measurements = isMeasured ? measurements(threads: panel.cores ?? 4) : nil
        return Ranker(
          fitCalculator: FitCalculator(machine: facts),
          speedModel: SpeedModel(machine: facts, measurements: measurements))
      }

      /// By a thread, in thousand millions: bytes while decoding, operations on prompts.
      private static let rates = [
        ("Q4_K", 7.9, 66.0), ("Q6_K", 6.7, 71), ("Q8_0", 8, 53), ("Q4_0", 7.9, 74), ("IQ4_NL", 8, 74), ("F16", 8.4, 52),
        ("BF16", 8.5, 56), ("F32", 10.2, 49),
      ]

      private func measurements(threads: Int) -> Measurements {
        func spread(_ value: Double) -> Spread {
          let value = value * Double(threads) * 1e9
          return Spread(median: value, low: value, high: value)
        }
        let kernels = Self.rates.flatMap { format, bytes, operations in
          [(Measurements.Kernel.Phase.decode, bytes, 2 * bytes), (.prefill, 0.1, operations)].map {
            phase, bytes, operations in
            Measurements.Kernel(
              name: "\(format.lowercased())_avx2", quantization: format, phase: phase, bytesPerSecond: spread(bytes),
              operationsPerSecond: spread(operations))
          }
        }
        return Measurements(
          cpu: Measurements.CPU(
            threads: threads, memoryReadBytesPerSecond: spread(8.5), singleThreadReadBytesPerSecond: spread(8.5),
            kernels: kernels, isNoisy: false), elapsedSeconds: 0.8)
      }
    }

    @Test(arguments: Setting.all)
    func nothingIsWorthMoreThanItsLimit(_ setting: Setting) throws {
      let (useCase, ranker) = (setting.panel.useCase, try setting.ranker())
      let (workload, wishes) = (Panel.workload(useCase), Wishes(useCase: useCase))
      let limit = ranker.utilityLimit(useCase, workload)
      var closest = Double.infinity
      for model in Panel.models {
        guard case .passed(let candidate) = ranker.judge(model, workload: workload, wishes: wishes) else { continue }
        let room = limit.points(model) - candidate.utility.points
        #expect(room >= 0, "\(model.id) \(candidate.fit.quantization)")
        closest = min(closest, room)
      }
      // A limit that is nowhere near leaves nothing out.
      #expect(closest < 10, "\(closest)")
    }

    /// But for which variants are named beside a pick.
    @Test(arguments: Setting.all)
    func picksAreThoseOfLookingAtAll(_ setting: Setting) throws {
      let (useCase, ranker) = (setting.panel.useCase, try setting.ranker())
      let (workload, wishes) = (Panel.workload(useCase), Wishes(useCase: useCase))
      let all = Panel.models.compactMap { model -> Candidate? in
        guard case .passed(let candidate) = ranker.judge(model, workload: workload, wishes: wishes) else { return nil }
        return candidate
      }
      func text(_ picks: [Pick]) -> [String] {
        picks.map { "\($0.model.id) \($0.fit.quantization) \($0.labels) \($0.isOnParetoFront)" }
      }
      let picks = ranker.recommendation(from: Panel.models, workload: workload, wishes: wishes).picks
      #expect(text(picks) == text(Diversity.choose(Ranker.byWorth(all), limit: wishes.limit)))
    }
  }
}

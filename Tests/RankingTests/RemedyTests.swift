import Machines
import Memory
import Models
import Speed
import Testing
import Base

@testable import Ranking

/// Every remedy that is named is applied as a user would, and must let the model pass.
@Suite struct RemedyTests {
  /// A machine by its parts, so that one of them can be made larger.
  struct Parts: CustomTestStringConvertible, Sendable {
    var gpus: [String] = []
    var gibibytes: Int
    var cores = 8
    var gigabytesPerSecond: Double
    var useCase = UseCase.general
    var workload = Workload()
    var wishes = Wishes()

    var testDescription: String { "\(gpus) \(gibibytes) GiB, \(useCase.rawValue)" }

    func ranker() throws -> Ranker {
      let machine = try SimulatedMachine.machine(
        gpus: gpus, ramBytes: gibibytes << 30, cores: cores,
        memoryBandwidthBytesPerSecond: gigabytesPerSecond * 1e9)
      return Ranker(
        fitCalculator: FitCalculator(machine: machine), speedModel: SpeedModel(machine: machine, measurements: nil))
    }

    /// The same with the options of a remedy, such as `+8 GiB RAM and --kv-type q8_0`.
    func applying(_ remedy: String) throws -> Parts {
      var parts = self
      for change in remedy.components(" and ") {
        let words = change.split(separator: " ").map(String.init)
        let value = try #require(words.dropFirst().first)
        switch words[0] {
        case "--context": parts.workload.context = try #require(Int(value))
        case "--kv-type": (parts.workload.keyCacheType, parts.workload.valueCacheType) = (.q8_0, .q8_0)
        case "--memory-budget": parts.workload.memoryBudgetBytes = ByteSize.bytes(from: value)
        case "--min-speed": parts.wishes.minimumTokensPerSecond = Double(value)
        case "--max-ttft": parts.wishes.maximumTimeToFirstTokenSeconds = Double(value)
        case "--license": parts.wishes.license = .any
        default: parts.gibibytes += try #require(Int(words[0].dropFirst()), "\(change)")
        }
      }
      return parts
    }
  }

  @Test(arguments: [
    Parts(gibibytes: 4, cores: 4, gigabytesPerSecond: 17),
    Parts(gibibytes: 1, cores: 1, gigabytesPerSecond: 2),
    Parts(gibibytes: 16, cores: 4, gigabytesPerSecond: 38, useCase: .rag),
    Parts(gpus: ["RTX 4060"], gibibytes: 16, gigabytesPerSecond: 51, useCase: .coding),
    Parts(gpus: ["Radeon 780M"], gibibytes: 32, gigabytesPerSecond: 89),
    Parts(gpus: ["RTX 3060 12GB"], gibibytes: 16, gigabytesPerSecond: 51, useCase: .embedding),
    Parts(gpus: ["2xRTX 3090"], gibibytes: 64, gigabytesPerSecond: 51, useCase: .reasoning),
    Parts(gibibytes: 24, gigabytesPerSecond: 51, workload: Workload(context: 65_536)),
    Parts(gibibytes: 24, gigabytesPerSecond: 51, wishes: Wishes(license: .open)),
  ])
  func everyRemedyLetsItsModelPass(_ parts: Parts) throws {
    var parts = parts
    parts.wishes.useCase = parts.useCase
    parts.workload.promptTokens = RankingRules.promptTokens(parts.useCase)
    let answer = try parts.ranker().recommendation(
      from: InvariantTests.models, workload: parts.workload, wishes: parts.wishes)
    try #require(!answer.nearest.isEmpty)
    for miss in answer.nearest {
      let model = try #require(InvariantTests.models.first { $0.id == miss.modelID })
      let remedy = try #require(miss.remedy, "\(miss.modelID)")
      let changed = try parts.applying(remedy)
      let judgement = try changed.ranker().judge(model, workload: changed.workload, wishes: changed.wishes)
      if case .held(let next) = judgement {
        Issue.record("\(miss.modelID) with \(remedy): \(next.gate) needs \(next.needed), has \(next.available)")
      }
      let names = remedy.components(" and ").map { $0.prefix { $0 != " " } }
      #expect(Set(names).count == names.count, "\(remedy) names something twice")
    }
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    var (result, current): ([String], [Substring]) = ([], [])
    for word in split(separator: " ") {
      if " \(word) " == separator {
        result.append(current.joined(separator: " "))
        current = []
      } else {
        current.append(word)
      }
    }
    return result + [current.joined(separator: " ")]
  }
}

import Machines
import Memory
import Models
import Speed
import Testing

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

    /// The same with the changes of a remedy.
    func applying(_ remedy: [Change]) -> Parts {
      var parts = self
      for change in remedy {
        switch change {
        case .anyLicense: parts.wishes.license = .any
        case .context(let tokens): parts.workload.context = tokens
        case .cacheType(let type): (parts.workload.keyCacheType, parts.workload.valueCacheType) = (type, type)
        case .memoryBudget(let bytes): parts.workload.memoryBudgetBytes = bytes
        case .moreMemory(let bytes, _): parts.gibibytes += bytes >> 30
        case .minimumSpeed(let rate): parts.wishes.minimumTokensPerSecond = rate
        case .maximumTimeToFirstToken(let seconds): parts.wishes.maximumTimeToFirstTokenSeconds = seconds
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
    let task = UsualTask.of(parts.useCase)
    parts.workload.promptTokens = task.promptTokens
    parts.workload.context = max(parts.workload.context, task.contextTokens)
    let answer = try parts.ranker().recommendation(
      from: InvariantTests.models, workload: parts.workload, wishes: parts.wishes)
    try #require(!answer.nearest.isEmpty)
    for miss in answer.nearest {
      try #require(!miss.remedy.isEmpty, "\(miss.model.id)")
      let changed = parts.applying(miss.remedy)
      let judgement = try changed.ranker().judge(miss.model, workload: changed.workload, wishes: changed.wishes)
      if case .held(let next) = judgement {
        Issue.record("\(miss.model.id) with \(miss.remedy): \(next.shortfall)")
      }
      for (index, change) in miss.remedy.enumerated() {
        #expect(!miss.remedy.prefix(index).contains(where: change.replaces), "\(change) is named twice")
      }
    }
  }
}

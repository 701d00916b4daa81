import Base
import Memory
import Models

/// Where a model stands on a machine: the pick that passes the gates, or what holds it back.
///
/// A class, since lists of them are copied, which for values of this size would be much code.
package final class Standing: Sendable {
  package let model: Model
  package let pick: Pick?
  package let rejection: Rejection?

  package init(_ model: Model, pick: Pick?, rejection: Rejection?) {
    (self.model, self.pick, self.rejection) = (model, pick, rejection)
  }

  package convenience init(_ pick: Pick) { self.init(pick.model, pick: pick, rejection: nil) }

  package convenience init(_ rejection: Rejection) { self.init(rejection.model, pick: nil, rejection: rejection) }
}

extension Ranker {
  /// Every model where it stands: those that pass by their worth, then the others.
  ///
  /// A ranking stops where nothing better can come; this looks at all of them. Nil as soon as it is no longer wanted.
  package func survey(
    _ models: [Model], workload: Workload, wishes: Wishes, isWanted: () -> Bool = { true }
  ) -> [Standing]? {
    let room = fitCalculator.totalBytes(workload)
    var (passed, held): ([Candidate], [Rejection]) = ([], [])
    var rest = models[...]
    while !rest.isEmpty {
      guard isWanted() else { return nil }
      let next = Array(rest.prefix(Self.surveyedAtOnce))
      rest = rest.dropFirst(next.count)
      for judgement in next.concurrentMap({ model -> Judgement in
        if let held = Self.gate(model, workload: workload, wishes: wishes) ?? Self.tooLarge(model, room, wishes) {
          return .held(held)
        }
        return judgeFiles(model, workload: workload, wishes: wishes)
      }) {
        switch judgement {
        case .passed(let candidate): passed.append(candidate)
        case .held(let rejection): held.append(rejection)
        }
      }
    }
    let front = ParetoFront.members(passed)
    let best = passed.indices.sorted { one, other in
      (passed[one].utility.points, passed[other].model.id) > (passed[other].utility.points, passed[one].model.id)
    }
    let nearest = held.indices.sorted { one, other in
      (held[one].gate.order, held[one].shortfall.factor, held[one].model.id)
        < (held[other].gate.order, held[other].shortfall.factor, held[other].model.id)
    }
    let picks = best.enumerated().map { place, index in
      Standing(
        Pick(
          rank: place + 1, candidate: passed[index], isOnParetoFront: front.contains(passed[index].model.id),
          labels: [], alsoIDs: []))
    }
    return picks + nearest.map { Standing(held[$0]) }
  }

  /// Few enough that nobody waits long for it to stop, enough for all threads.
  private static let surveyedAtOnce = 64
}

extension Gate {
  /// Those that are nearest to passing first: what a limit holds back, then what can never run for this.
  fileprivate var order: Int {
    switch self {
    case .decodeSpeed, .timeToFirstToken, .answerTime: 0
    case .fit: 1
    case .context: 2
    case .license: 3
    case .runtime: 4
    case .capability: 5
    }
  }
}

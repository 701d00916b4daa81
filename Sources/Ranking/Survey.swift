import Base
import Memory
import Models

/// Where a model stands on a machine: the pick that passes the gates, or what holds it back.
package struct Standing: Sendable, Equatable {
  @Shared package var model: Model
  package var pick: Pick?
  package var rejection: Rejection?

  package init(_ pick: Pick) { (model, self.pick) = (pick.model, pick) }

  package init(_ rejection: Rejection) { (model, self.rejection) = (rejection.model, rejection) }
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
        return judge(model, workload: workload, wishes: wishes)
      }) {
        switch judgement {
        case .passed(let candidate): passed.append(candidate)
        case .held(let rejection): held.append(rejection)
        }
      }
    }
    passed.sort { ($0.utility.points, $1.model.id) > ($1.utility.points, $0.model.id) }
    held.sort { ($0.gate.order, $0.shortfall.factor, $0.model.id) < ($1.gate.order, $1.shortfall.factor, $1.model.id) }
    let front = ParetoFront.members(passed)
    let picks = passed.enumerated().map { place, candidate in
      Pick(
        rank: place + 1, candidate: candidate, isOnParetoFront: front.contains(candidate.model.id), labels: [],
        alsoIDs: [])
    }
    return picks.map(Standing.init) + held.map(Standing.init)
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

import Base
import Machines
import Memory
import Models
import Ranking
import Serving
import Speed

/// Plans models over several hosts of a fleet, and compares each with the best that one host does.
package struct SpanPlanner: Sendable {
  /// What is asked.
  package struct Question: Sendable {
    package var link: NodeLink
    /// How many hosts share a model; nil: the fewest that hold it.
    package var hosts: Int?
    package var useCase: UseCase
    /// Of one sequence.
    package var workload: Workload

    package init(link: NodeLink, hosts: Int? = nil, useCase: UseCase = .general, workload: Workload) {
      (self.link, self.hosts, self.useCase, self.workload) = (link, hosts, useCase, workload)
    }
  }

  /// A head and as many servers as llama.cpp takes.
  package static let mostHosts = LlamaSpanPlanner.mostServers

  let inventory: Inventory
  let question: Question
  let plans: PlanCache
  /// What each class carries alone for the use case, the best first.
  private let picks: [ClassPicks]

  package init(inventory: Inventory, question: Question, picks: [ClassPicks], plans: PlanCache) {
    (self.inventory, self.question, self.picks, self.plans) = (inventory, question, picks, plans)
  }

  /// Hosts that are not busy.
  package var readyHosts: Int { inventory.classes.reduce(0) { $0 + $1.readyHosts.count } }

  /// The spans of the best models that no host holds alone in the memory that it lends and several do.
  package func spans(ofBest models: [Model], limit: Int) -> [Span] {
    var (found, count): ([Span], Int) = ([], 0)
    for model in candidates(models) where count < limit {
      let spans = spans(of: model, recipe: nil)
      guard spans.contains(where: { $0.verdict != .tooLarge }) else { continue }
      found += spans
      count += 1
    }
    return found
  }

  /// Models that write and are too large for every host and, roughly, not for several; the best first.
  private func candidates(_ models: [Model]) -> [Model] {
    let lent = inventory.classes.flatMap { kind in
      kind.readyHosts.map { _ in kind.machine.lentBytes }
    }.sorted(by: >)
    guard let largest = lent.first, lent.count > 1 else { return [] }
    let together = lent.prefix(question.hosts ?? Self.mostHosts).reduce(0, +)
    let calculators = inventory.classes.map { FitCalculator(machine: $0.machine, plans: plans) }
    let large = models.filter { model in
      guard model.capabilities.contains(.chat), model.runsInLlamaCpp, let recipe = model.recipe(label: nil),
        let quantization = Quantization.named(recipe),
        let bytes = calculators.first?.planned(model, workload: question.workload)?.roughBytes(quantization)
      else { return false }
      return bytes > largest / 2 && bytes < together
    }
    let isHeld = large.concurrentMap(portion: 1) { model in
      calculators.contains { calculator in
        let recipe = model.recipe(label: nil).map { [$0] } ?? []
        return calculator.fits(of: model, quantizations: recipe, workload: question.workload).first
          .map { $0.verdict != .tooLarge && [.gpu, .multiGPU, .cpu].contains($0.placement.mode) } ?? true
      }
    }
    return zip(large, isHeld).filter { !$0.1 }.map(\.0)
      .sorted { (quality($1), $0.id) < (quality($0), $1.id) }
  }

  private func quality(_ model: Model) -> Double { model.quality(for: question.useCase)?.score ?? 0 }

  /// The spans of a model, the one that is worth most first; those that do not fit only where none does.
  ///
  /// `file`: a GGUF file that it is, which llama.cpp alone runs.
  package func spans(of model: Model, recipe: String?, file: String? = nil) -> [Span] {
    var spans = llama(model, recipe: recipe) + (file == nil ? served(model, recipe: recipe) : [])
    for index in spans.indices {
      spans[index].file = file
      spans[index].judgement = judgement(spans[index])
    }
    let fitting = spans.filter { $0.verdict != .tooLarge }
    return (fitting.isEmpty ? spans : fitting).enumerated().sorted { first, second in
      let (left, right) = (first.element.utility?.points ?? -.infinity, second.element.utility?.points ?? -.infinity)
      return left == right ? first.offset < second.offset : left > right
    }.map(\.element)
  }

  // MARK: One host instead

  private func judgement(_ span: Span) -> Span.Judgement {
    guard span.verdict != .tooLarge else { return .init(alternative: alternative(to: nil), reason: .doesNotFit) }
    guard let own = span.utility else { return .init(alternative: alternative(to: nil), reason: .unknownSpeed) }
    if let same = alternative(to: span.model), same.utility.points >= own.points {
      return .init(alternative: same, reason: .oneHostHoldsIt)
    }
    guard let other = alternative(to: nil) else { return .init(alternative: nil, reason: .nothingElse) }
    return .init(alternative: other, reason: other.utility.points >= own.points ? .smallerIsBetter : .better)
  }

  /// The best pick of any class, or the same model on one host.
  private func alternative(to model: Model?) -> Span.Alternative? {
    var best: Span.Alternative?
    for kind in inventory.classes {
      guard let host = kind.readyHosts.first else { continue }
      guard let found = model.map({ alone($0, kind) }) ?? top(kind) else { continue }
      var utility = found.utility
      // Hosts that are free for a model need no room for other programs.
      utility.roomLoss = 0
      guard utility.points > best?.utility.points ?? -.infinity else { continue }
      best = Span.Alternative(
        host: host, fingerprint: kind.fingerprint, model: found.model, quantization: found.fit.quantization,
        tokensPerSecond: found.speed.decodeTokensPerSecond, utility: utility)
    }
    return best
  }

  private func top(_ kind: MachineClass) -> Candidate? {
    picks.first { $0.fingerprint == kind.fingerprint && $0.useCase == question.useCase }?.picks.first?.candidate
  }

  private func alone(_ model: Model, _ kind: MachineClass) -> Candidate? {
    let ranker = Ranker(
      fitCalculator: FitCalculator(machine: kind.machine, plans: plans),
      speedModel: SpeedModel(machine: kind.machine, measurements: nil))
    let recipes = Set([model.recipe(label: nil), "Q4_K_M"].compactMap(\.self)).sorted()
    return ranker.fitCalculator.fits(of: model, quantizations: recipes, workload: question.workload)
      .compactMap { ranker.candidate(model, $0, useCase: question.useCase) }
      .max { $0.utility.points < $1.utility.points }
  }
}

import Documents
import Memory
import Models
import Ranking
import Speed

/// Holds models on a machine against a policy.
struct PolicyCheck {
  let policy: Policy
  let inputs: Inputs

  /// One verdict for each named model; without any, that of the model which suits the machine best of those that pass,
  /// or which comes nearest.
  func verdicts(_ named: [(name: String, model: NamedModel)], options: InputOptions) throws -> [PolicyVerdict] {
    guard named.isEmpty else { return try named.map { try verdict($0.name, $0.model) } }
    let ranked = try suitable(options)
    return ranked.first(where: \.passes).map { [$0] } ?? nearest(ranked).map { [$0] } ?? []
  }

  /// A named model by the file of it that comes nearest to the policy.
  private func verdict(_ name: String, _ named: NamedModel) throws -> PolicyVerdict {
    let general = policy.findings(of: named.model)
    let bare = PolicyVerdict(name: name, model: named.model, findings: general)
    guard named.model.architecture != nil else { return bare }
    var workload = WorkloadOptions().workload(of: named.model)
    if let context = policy.contextTokens {
      guard context <= ContextRule.longest(named.model) else { return bare }
      workload.context = context
    }
    let isOwn = named.file != nil || named.checkpoint != nil
    let planner = Planner(
      machine: inputs.machine, measurements: inputs.measurements,
      useCase: policy.useCase == .general ? nil : policy.useCase)
    let quantizations = isOwn || policy.quantizations.isEmpty ? ownQuantization(named) : policy.quantizations
    let rows = try planner.rows(named, quantizations: quantizations, workload: workload)
    let published = rows.filter { isOwn || $0.fit.published != PublishedFiles.Entry() }
    let judged = (published.isEmpty ? rows : published).map { row in
      (row: row, findings: policy.findings(of: row.fit, row.speed, isOwn: isOwn))
    }
    func errors(_ findings: [PolicyFinding]) -> Int { findings.count { $0.level == .error } }
    let fewest = judged.map { errors($0.findings) }.min()
    let nearest = judged.filter { errors($0.findings) == fewest }
    let best = Planner.best(nearest.map(\.row)).flatMap { best in
      nearest.first { $0.row.fit.quantization == best.fit.quantization }
    }
    guard let chosen = best ?? nearest.min(by: { $0.row.fit.memory.totalBytes < $1.row.fit.memory.totalBytes }) else {
      return bare
    }
    return PolicyVerdict(
      name: name, model: named.model, fit: chosen.row.fit, speed: chosen.row.speed,
      findings: general + chosen.findings)
  }

  /// What the name itself says of the file's format.
  private func ownQuantization(_ named: NamedModel) -> [String] {
    named.checkpoint == nil ? named.quantization.map { [$0] } ?? [] : []
  }

  /// What a ranking under the policy lists, the best first; of what the gates hold back the nearest, where nothing passes.
  private func suitable(_ input: InputOptions) throws -> [PolicyVerdict] {
    let options = RankingOptions()
    options.input = input
    options.wish.useCase = UseCaseArgument(rawValue: policy.useCase.rawValue) ?? .general
    options.wish.quantizations = policy.quantizations
    options.wish.license = policy.license
    options.wish.limit = Self.longList
    options.workload.context = policy.contextTokens.map(TokenCount.init)
    options.workload.memoryBudget = policy.maximumMemoryBytes.map(SizeArgument.init)
    options.workload.vramBudget = policy.maximumMemoryBytes.map(SizeArgument.init)
    options.wish.minSpeed = policy.minimumTokensPerSecond.map(PositiveNumber.init)
    options.wish.maxTtft = policy.maximumTimeToFirstTokenSeconds.map(PositiveNumber.init)
    let ranking = Ranking(options: options)
    let allowed = inputs.catalog.models.filter { policy.findings(of: $0).isEmpty }
    let answer = try ranking.answer(inputs, among: allowed).recommendation
    let picks = answer.picks.map { pick in
      PolicyVerdict(
        name: pick.model.id, model: pick.model, fit: pick.fit, speed: pick.speed,
        findings: policy.findings(of: pick.fit, pick.speed, isOwn: false))
    }
    return picks.isEmpty ? answer.nearest.map(PolicyVerdict.init) : picks
  }

  private func nearest(_ verdicts: [PolicyVerdict]) -> PolicyVerdict? {
    verdicts.min { left, right in
      left.findings.count { $0.level == .error } < right.findings.count { $0.level == .error }
    }
  }

  /// So many picks are asked for: those that a ranking puts first need not be a policy's.
  private static let longList = 200
}

import Base
import Documents
import Machines
import Memory
import Models
import Ranking
import Speed

/// What `scan` and `recommend` share: read, measure, rank.
struct Ranking {
  let options: RankingOptions
  /// Whether the use case may be `all`.
  var allowsAll = false

  /// Everything that is read and measured, once; quantizations that nobody knows fail before that.
  func inputs(_ surroundings: Surroundings) throws -> Inputs {
    if !allowsAll { _ = try options.wish.useCase.single }
    let plans = PlanCache()
    let reader = InputReader(options: options.input)
    let wishes = try wishes((try? options.wish.useCase.single) ?? .general)
    let workload = workload(for: wishes.useCase)
    return try reader.inputs(
      surroundings, plans: plans,
      preparing: { catalog in
        plans.prepare(Ranker.promising(catalog.models, workload: workload, wishes: wishes), workload)
      },
      finding: { _ in }
    ).inputs
  }

  func wishes(_ useCase: UseCase) throws -> Wishes {
    var wishes = Wishes(
      useCase: useCase, minimumTokensPerSecond: options.wish.minSpeed?.value,
      maximumTimeToFirstTokenSeconds: options.wish.maxTtft?.value, license: options.wish.license,
      quantizations: try QuantizationNames.known(options.wish.quantizations), limit: options.wish.limit)
    wishes.users = options.users
    return wishes
  }

  /// The workload with the prompt and the context that are usual for a use case where none is asked for.
  func workload(for useCase: UseCase) -> Workload {
    var workload = options.workload.workload
    let task = UsualTask.of(useCase)
    if options.workload.prompt == nil { workload.promptTokens = task.promptTokens }
    if options.workload.context == nil { workload.context = task.contextTokens }
    workload.parallel = max(workload.parallel, options.users)
    return workload
  }

  /// The answer over the whole catalogue, or over some models of it.
  func answer(_ inputs: Inputs, among models: [Model]? = nil, useCase: UseCase? = nil) throws -> RankedAnswer {
    let wishes = try wishes(try useCase ?? options.wish.useCase.single)
    let workload = workload(for: wishes.useCase)
    let machine = inputs.machine
    let ranker = Ranker(fitCalculator: inputs.fitCalculator, speedModel: inputs.speedModel)
    let recommendation = ranker.recommendation(
      from: models ?? inputs.catalog.models, workload: workload, wishes: wishes)
    let commands = recommendation.picks.map { RunCommand($0, on: machine) }
    return (machine, inputs.measurements, workload, wishes, recommendation, commands)
  }
}

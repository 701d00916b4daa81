import Base
import Documents
import Models
import Options
import Ranking
import Serving

/// The smallest hardware that runs a model.
struct PlanCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "plan", abstract: "Show what hardware would run a model, cheapest first.",
      discussion: """
        With --users or --rate: what serves that load within the targets, the fewest and cheapest cards, in one machine \
        or several. The exit code is 3 when nothing known runs it at the wanted speed and context, or serves the load.
        """,
      examples: [
        ("plimsoll plan qwen3:32b --min-speed 20 --context 32k", "What to buy for it."),
        (
          "plimsoll plan qwen3:8b --users 50 --target-ttft 2 --target-speed 15",
          "What to buy so that fifty people get it at once."
        ),
      ])
  }

  @Argument("model", help: "Which model.", completes: .list(CompletionLists.models)) var model: String
  @OptionGroup var wishOptions: WishOptions
  @OptionGroup var load: ServingOptions
  @OptionGroup var workloadOptions: WorkloadOptions
  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let quantizations = try QuantizationNames.known(wishOptions.quantizations)
    _ = try wishOptions.useCase.single
    let catalog = try CatalogSource(options: catalogOptions, output: outputOptions, surroundings: surroundings)
      .catalog()
    let named = try ModelSource(catalog: catalog, surroundings: surroundings).model(model)
    if load.isGiven { return try serving(named, surroundings) }
    let usual = named.model.nativeQuantization ?? "Q4_K_M"
    guard quantizations.count <= 1 else {
      throw Failure(.usage, "a plan is for one quantization", hint: "run it once for each")
    }
    let wishes = PlanWishes(
      quantization: quantizations.first ?? named.quantization ?? usual,
      minimumTokensPerSecond: wishOptions.minSpeed?.value ?? 10,
      maximumTimeToFirstTokenSeconds: wishOptions.maxTtft?.value, limit: wishOptions.limit)
    let workload = workloadOptions.workload(of: named.model)
    try Planner.check(named.model, workload)
    let plan = HardwarePlanner.plan(named.model, workload: workload, wishes: wishes)
    surroundings.print((named.model, plan), as: Contract.plan, outputOptions) { style in
      PlanText.page(plan, model: named.model, style: style)
    }
    return plan.options.isEmpty ? .nothingFits : .answered
  }

  /// What serves a load.
  private func serving(_ named: NamedModel, _ surroundings: Surroundings) throws -> ExitCode {
    let request = load.request
    guard request.nodes == 1 else {
      throw Failure(.usage, "a plan finds the number of machines itself", hint: "leave out '--nodes'")
    }
    guard request.demand != .most else {
      throw Failure(.usage, "a load needs '--users' or '--rate'", hint: "such as --users 50")
    }
    try CapacityCommand.check(named, checkpoint: load.checkpoint)
    let workload = CapacityCommand.workload(workloadOptions, request)
    try Planner.check(named.model, workload)
    let choice = CapacityPlanner.Choice(
      engines: load.engine.map { [$0] } ?? [], checkpoint: load.checkpoint, recipe: named.quantization,
      workload: workload)
    let plan = ServingPlanner(model: named.model, request: request, choice: choice).plan(limit: wishOptions.limit)
    let answer = ServingPlanAnswer(model: named.model, request: request, plan: plan)
    surroundings.print(answer, as: Contract.servingPlan, outputOptions) { ServingPlanText.page(answer, style: $0) }
    return plan.options.isEmpty ? .nothingFits : .answered
  }
}

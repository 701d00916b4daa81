import Base
import Documents
import Models
import Options
import Ranking

/// The smallest hardware that runs a model.
struct PlanCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "plan", abstract: "Show what hardware would run a model, cheapest first.",
      discussion: "The exit code is 3 when nothing known runs it at the wanted speed and context.",
      examples: [("plimsoll plan qwen3:32b --min-speed 20 --context 32k", "What to buy for it.")])
  }

  @Argument("model", help: "Which model.", completes: .list(CompletionLists.models)) var model: String
  @OptionGroup var wishOptions: WishOptions
  @OptionGroup var workloadOptions: WorkloadOptions
  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let quantizations = try QuantizationNames.known(wishOptions.quantizations)
    _ = try wishOptions.useCase.single
    let catalog = try CatalogSource(options: catalogOptions, output: outputOptions, surroundings: surroundings)
      .catalog()
    let named = try ModelSource(catalog: catalog, surroundings: surroundings).model(model)
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
}

import Options

/// What an answer may rest on, and how it is printed: what most commands share.
package struct InputOptions: ParsableArguments {
  @OptionGroup package var machine: MachineOptions
  @OptionGroup package var bench: BenchOptions
  @OptionGroup package var catalog: CatalogOptions
  @OptionGroup package var output: OutputOptions

  package init() {}
}

/// What commands are asked that fetch or run a model on this very machine.
struct OwnMachineOptions: ParsableArguments {
  @OptionGroup var wish: WishOptions
  @OptionGroup var workload: WorkloadOptions
  @OptionGroup var bench: BenchOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var output: OutputOptions

  init() {}

  /// The same as a ranking is asked it.
  var ranking: RankingOptions {
    let options = RankingOptions()
    (options.wish, options.workload) = (wish, workload)
    (options.input.bench, options.input.catalog, options.input.output) = (bench, catalog, output)
    return options
  }
}

/// Everything that a ranking can be asked.
struct RankingOptions: ParsableArguments {
  @OptionGroup var wish: WishOptions
  @Option(
    "n", help: "How many use it at once: ranks by what each of them waits, with a slot for each.", section: "Choice",
    check: { (1...256).contains($0) ? nil : "a number from 1 to 256" })
  var users: Int = 1
  @OptionGroup var workload: WorkloadOptions
  @OptionGroup var input: InputOptions

  init() {}
}

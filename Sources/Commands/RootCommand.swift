import Options

/// The program itself: without a command it scans.
struct RootCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "plimsoll", abstract: "Draws the load line for this computer and local language models.",
      discussion: """
        Finds out what the machine really has, measures it for under a second, computes what every model of its \
        catalogue would need and how fast it would run, and ranks what is worth running.
        """,
      examples: [
        ("plimsoll", "What this machine has, and the models worth running on it."),
        ("plimsoll fit qwen3:8b", "Every quantization of one model: memory, placement, speed."),
        ("plimsoll recommend --use-case coding --json", "The ranked list for a script."),
        (
          "plimsoll fit llama-3.3-70b-instruct --gpu '2xRTX 3090' --ram 64GiB",
          "The same question for a machine you do not have."
        ),
      ],
      groups: [
        CommandGroup(
          "Which model",
          [
            ScanCommand.self, TUICommand.self, RecommendCommand.self, FitCommand.self, CompareCommand.self,
            PlanCommand.self,
          ]),
        CommandGroup(
          "Users and money",
          [CapacityCommand.self, FleetCommand.self, CostCommand.self, DecideCommand.self, MeterCommand.self]),
        CommandGroup(
          "Running it",
          [
            RuntimesCommand.self, EmitCommand.self, PullCommand.self, RunModelCommand.self, VerifyCommand.self,
            EvalCommand.self, CalibrationCommand.self, ExportCommand.self, ServeCommand.self, MCPCommand.self,
          ]),
        CommandGroup(
          "The machine", [HardwareCommand.self, BenchCommand.self, RecordCommand.self, DoctorCommand.self]),
        CommandGroup(
          "Beside it",
          [CatalogCommand.self, CompletionsCommand.self, CompleteCommand.self, ManualCommand.self]),
      ], defaultSubcommand: ScanCommand.self)
  }
}

import Options

/// The script that makes a shell complete plimsoll's commands, options and names.
struct CompletionsCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "completions", abstract: "Print a shell's completion script.",
      discussion: """
        Models, GPUs, quantizations and use cases are completed too. The packages install these scripts; without a package \
        load one in the shell's start file.
        """,
      examples: [
        ("source <(plimsoll completions bash)", "In ~/.bashrc."),
        ("plimsoll completions zsh > \"${fpath[1]}/_plimsoll\"", "Once, for zsh."),
        ("plimsoll completions fish > ~/.config/fish/completions/plimsoll.fish", "Once, for fish."),
      ])
  }

  @Argument("shell", help: "Which shell.") var shell: CompletionScript
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    surroundings.console.output(shell.text(program: RootCommand.configuration.name), isDocument: true)
    return .answered
  }
}

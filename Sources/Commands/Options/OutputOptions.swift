import Options

/// How the answer is printed.
package struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON document on standard output and nothing else there.", section: "Output")
  package var json: Bool

  @Option("when", help: "Colour: on a terminal only, always, never.", section: "Output")
  package var color: ColorChoice = .auto

  @Flag(help: "Say more: sources, assumptions, what was skipped.", section: "Output")
  package var verbose: Bool

  @Flag(help: "Print no messages on standard error but errors.", section: "Output")
  package var quiet: Bool

  package init() {}

  package func validate() throws(OptionProblem) {
    if verbose, quiet { throw .conflict("--verbose", "--quiet") }
  }
}

/// When to use colour.
package enum ColorChoice: String, CaseIterable, ArgumentValue { case auto, always, never }

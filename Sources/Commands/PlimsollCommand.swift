import Options

/// A command of plimsoll: it reads, computes and reports, and says how it ended.
package protocol PlimsollCommand: ParsableCommand {
  /// What every command can be told about its output.
  var outputOptions: OutputOptions { get }

  /// Does the work; a `Failure` becomes a message and an exit code in `Program`.
  func run(_ surroundings: Surroundings) throws -> ExitCode
}

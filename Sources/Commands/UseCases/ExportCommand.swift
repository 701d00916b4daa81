import Base
import Documents
import Options
import Ranking

/// A gate for pipelines: models on a machine beside a policy.
struct ExportCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "export", abstract: "Check models on this machine against a policy, for gates in pipelines.",
      discussion: """
        A policy is a JSON object with any of use_case, models, quantizations, context_tokens, \
        minimum_tokens_per_second, maximum_time_to_first_token_seconds, maximum_memory_bytes, license (any, open or \
        commercial), licenses, creators, excluded_creators and publishers. Each named model must meet it by its best \
        file; without models one that suits the machine must. What only the worse end of an estimate misses is a \
        warning. --format sarif (2.1.0) is for code scanning. The exit code is 3 when the policy is not met.
        """,
      examples: [
        ("plimsoll export --policy policy.json", "Whether this machine has a model that may be deployed."),
        (
          "plimsoll export qwen3:8b --policy policy.json --gpu 'RTX 4090' --format sarif > plimsoll.sarif",
          "One model on a planned machine, for a code-scanning upload."
        ),
      ])
  }

  @Argument(
    rest: "model", help: "Which models; without one, those of the policy.", completes: .list(CompletionLists.models))
  var models: [String]
  @Option("file", help: "The policy, as JSON.", section: "Policy", completes: .files) var policy: String?
  @OptionGroup var inputOptions: InputOptions

  var outputOptions: OutputOptions { inputOptions.output }
  static var forms: [DocumentFormat] { DocumentFormat.allCases + [.sarif] }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    guard let path = policy else {
      throw Failure(
        .usage, "export needs a policy", hint: "such as --policy policy.json; 'plimsoll help export' has its keys")
    }
    let file = try PolicyFile(path)
    let names = models.isEmpty ? file.policy.models : models
    let reader = InputReader(options: inputOptions)
    let (inputs, named) = try reader.inputs(surroundings) { catalog in
      try file.check(against: catalog)
      let source = ModelSource(catalog: catalog, surroundings: surroundings)
      return try names.map { (name: $0, model: try source.model($0)) }
    }
    let verdicts = try PolicyCheck(policy: file.policy, inputs: inputs).verdicts(named, options: inputOptions)
    let answer = PolicyAnswer(
      policyFile: path, policyName: file.name, machine: inputs.machine, verdicts: verdicts, line: file.line)
    if outputOptions.form == .sarif {
      surroundings.console.output(
        JSONWriter.text(PolicySARIF.document(answer, version: programVersion)), isDocument: true)
    } else {
      surroundings.print(answer, as: Contract.export, outputOptions) { PolicyText.page(answer, style: $0) }
    }
    return answer.passes ? .answered : .nothingFits
  }
}

import Base
import Documents
import Options
import Runtimes

/// Models on the user's own tasks.
struct EvalCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "eval", abstract: "Ask models your own questions and count the right answers.",
      discussion: """
        Each line of the tasks is a JSON object with prompt and check: a text that the answer must hold, a number that it \
        must end with, or an object with one of substring, regex, schema (types, properties, required, items, enum, \
        const, anyOf and bounds) and number (with tolerance). Ollama, or the server of --endpoint, is asked at \
        temperature 0. Shares come with their interval of 95 %. Nothing is kept or sent anywhere else.
        """,
      examples: [
        ("plimsoll eval qwen3:8b gemma3:12b --tasks mine.jsonl", "Two models that Ollama has."),
        (
          "plimsoll eval --tasks mine.jsonl --endpoint http://127.0.0.1:8080 --json",
          "What runs there, each answer's verdict for a script."
        ),
      ])
  }

  @Argument(
    rest: "model", help: "Which models, by the server's names; without one, what it runs.",
    completes: .list(CompletionLists.models)) var models: [String]
  @Option("file", help: "Your tasks, as JSON lines.", section: "Tasks", completes: .files) var tasks: String?
  @Flag(help: "Put the answers themselves into the JSON document.", section: "Tasks") var answers: Bool
  @Option(
    "n", help: "Tokens of an answer at most.", section: "Tasks",
    check: { (1...65_536).contains($0) ? nil : "a number from 1 to 65536" }) var maxTokens: Int = 1024
  @Option("url", help: "A server that speaks OpenAI's chats, instead of Ollama.", section: "Server")
  var endpoint: String?
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    guard let path = tasks else {
      throw Failure(
        .usage, "eval needs your tasks", hint: "such as --tasks mine.jsonl; 'plimsoll help eval' has the form")
    }
    let file = try TaskFile(path)
    Interrupts.note()
    let runtime = try RuntimeUnderTest(address: endpoint, surroundings: surroundings)
    let names = models.isEmpty ? [try runtime.servedModel()] : models
    let progress = outputOptions.quiet || !surroundings.console.messagesAreTerminal ? nil : surroundings.console
    var answer = EvaluationAnswer(endpoint: runtime.endpoint.server.address, tasks: file.tasks.count, models: [])
    for name in names {
      var results: [EvaluationAnswer.Result] = []
      for (index, task) in file.tasks.enumerated() {
        progress?.replaceLine(with: "\(name): \(index + 1) of \(file.tasks.count) …")
        let exchange = try runtime.ask(name, task.prompt, tokens: maxTokens)
        results.append(
          EvaluationAnswer.Result(
            id: task.id, complaint: task.check.complaint(about: exchange.text), seconds: exchange.seconds,
            generatedTokens: exchange.generatedTokens, text: answers ? exchange.text : nil))
      }
      answer.models.append(EvaluationAnswer.Model(name: name, results: results))
    }
    progress?.replaceLine(with: "")
    surroundings.print(answer, as: Contract.evaluation, outputOptions) { EvaluationText.page(answer, style: $0) }
    return .answered
  }
}

import Base
import Glibc
import Options

/// The commands as tools for an agent on this machine.
struct MCPCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "mcp", abstract: "Answer an agent as a server of the Model Context Protocol.",
      discussion: """
        Speaks JSON-RPC on standard input and output, a message on each line, as programs do that are started by agents. \
        The tools are hardware, recommend, fit, plan, capacity and cost, with the options of those commands; they only \
        look. It ends with its input.
        """,
      examples: [
        ("claude mcp add plimsoll -- plimsoll mcp", "An agent that starts it when it needs it."),
        (
          #"{"mcpServers": {"plimsoll": {"command": "plimsoll", "args": ["mcp"]}}}"#,
          "The same in the settings of others."
        ),
      ])
  }

  @OptionGroup var benchOptions: BenchOptions

  let outputOptions = OutputOptions()

  /// Bytes of the longest message that is read.
  private static let limit = 1 << 20

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let answers = LazyAnswers(bench: benchOptions)
    let session = MCPSession { words throws(Failure) in try answers.answer(words) }
    var (rest, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return .answered }
      rest += buffer[..<count]
      while let end = rest.firstIndex(of: 0x0A) {
        let line = rest[..<end]
        if !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }), let reply = session.reply(to: line) {
          guard surroundings.console.output(reply + "\n", isDocument: true) else { return .answered }
        }
        rest.removeSubrange(...end)
      }
      guard rest.count <= Self.limit else {
        throw Failure(.badData, "standard input: a message is longer than \(Self.limit >> 20) MiB")
      }
    }
  }

  /// Reads the machine and the catalogue when the first question comes.
  private final class LazyAnswers {
    private let bench: BenchOptions
    private var found: (keeper: InputKeeper, answers: AnswerMaker)?

    init(bench: BenchOptions) { self.bench = bench }

    func answer(_ words: [String]) throws(Failure) -> AnswerMaker.Answer {
      if let found {
        found.keeper.renewIfOld()
        return found.answers.answer(words)
      }
      do {
        let keeper = try InputKeeper(bench, Surroundings.answering)
        let answers = AnswerMaker(keeper: keeper)
        found = (keeper, answers)
        return answers.answer(words)
      } catch {
        throw Program.failure(error)
      }
    }
  }
}

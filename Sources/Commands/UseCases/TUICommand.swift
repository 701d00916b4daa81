import Base
import Documents
import Options

/// A browser of picks and models that fills the terminal.
struct TUICommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "tui", abstract: "Browse picks and models in a full screen.",
      discussion: """
        The picks and all models with where they stand on this machine, or on one that is described; filtered as one \
        types, ordered by any column, with the sums, files and commands of each. What is asked for is moved with the arrow \
        keys, and another card or more memory is tried in the same way; '?' lists the keys. It works in 40 columns and 10 \
        lines, over ssh, without colours and in ASCII. The exit code is 69 where libncursesw or a terminal to draw on is \
        not there, 130 and 143 after Ctrl-C and SIGTERM; the terminal is given back on every way out.
        """,
      examples: [
        ("plimsoll tui", "This machine."),
        ("plimsoll tui --use-case coding --min-speed 20", "Begins with what is asked for."),
        ("plimsoll tui --gpu 'RTX 3060 12GB' --ram 32GiB", "A machine you do not have."),
      ])
  }

  @OptionGroup var options: RankingOptions

  var outputOptions: OutputOptions { options.input.output }
  static var forms: [DocumentFormat] { [.text] }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    _ = try options.wish.useCase.single
    let question = try Self.question(surroundings.words)
    let style = surroundings.style(outputOptions)
    let terminal = try TUITerminal(
      environment: surroundings.environment, usesUnicode: style.usesUnicode, usesColor: style.usesColor)
    let cards = CompletionLists(surroundings: surroundings).words(of: CompletionLists.gpus).map(\.word)
    let state = TUIState(
      size: terminal.size(), usesUnicode: style.usesUnicode, question: question, cards: cards)
    do {
      return try TUISession(
        state, terminal: terminal, answers: TUIAnswers(Self.quietWorld), program: surroundings.executable
      ).run()
    } catch {
      terminal.close()
      throw error
    }
  }

  /// What the words of the command line ask.
  static func question(_ words: [String]) throws -> TUIQuestion {
    // How text is printed is the screen's own matter.
    let printing = ArgumentSet(OutputOptions()).definitions.compactMap(\.optionName)
    let given = ArgumentSet(RankingOptions()).given(in: words).filter { !printing.contains($0.name) }
    let (settings, rest) = try TUISetting.all(given)
    return TUIQuestion(given: rest, settings: settings)
  }

  /// The real world, in which nothing is said and nothing fetched.
  private static func quietWorld() -> Surroundings {
    var surroundings = Surroundings.live()
    surroundings.allowsNetwork = false
    surroundings.console = Console { _ in true }
    return surroundings
  }
}

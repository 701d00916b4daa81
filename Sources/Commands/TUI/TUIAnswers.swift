import Base
import Documents
import Machines
import Models
import Options
import Ranking
import Synchronization

/// Answers what the screen asks, with the commands: rankings as values, everything else as their text.
///
/// The catalogue is read once, and this machine when it is first asked about.
final class TUIAnswers: Sendable {
  private struct Read {
    var own: KeptInputs?
    var catalog: Catalog?
  }

  private let surroundings: @Sendable () -> Surroundings
  private let read = Mutex(Read())

  init(_ surroundings: @escaping @Sendable () -> Surroundings) { self.surroundings = surroundings }

  /// Looks at this machine again when it is next asked about.
  func forgetMachine() { read.withLock { $0.own = nil } }

  /// The picks.
  func ranking(_ question: TUIQuestion) throws(Failure) -> TUIRanking {
    try asked(question) { ranking, inputs in
      let answer = try ranking.answer(inputs)
      let rows = zip(answer.recommendation.picks, answer.commands).map { TUIRow(standing: Standing($0), command: $1) }
      return TUIRanking(
        rows: rows, nearest: answer.recommendation.nearest, heldBack: answer.recommendation.rejectedCount,
        machine: HardwareText.headline(answer.machine), workload: answer.workload, wishes: answer.wishes)
    }
  }

  /// All models; nil when it is no longer wanted.
  func survey(_ question: TUIQuestion, isWanted: () -> Bool) throws(Failure) -> [TUIRow]? {
    try asked(question) { ranking, inputs in
      let wishes = try ranking.wishes(ranking.options.wish.useCase.single)
      let ranker = Ranker(fitCalculator: inputs.fitCalculator, speedModel: inputs.speedModel)
      let all = ranker.survey(
        inputs.catalog.models, workload: ranking.workload(for: wishes.useCase), wishes: wishes, isWanted: isWanted)
      return all?.map { TUIRow(standing: $0, command: $0.pick.map { RunCommand($0, on: inputs.machine) }) }
    }
  }

  /// What a command prints about the question, in the styles of a terminal; what it refuses is thrown.
  func text(_ words: [String], of question: TUIQuestion, width: Int, usesUnicode: Bool) throws(Failure) -> String {
    var text = ""
    var surroundings = try prepared(question)
    surroundings.environment["LC_ALL"] = usesUnicode ? "C.UTF-8" : "C"
    surroundings.console = Console(width: width) {
      text += $0
      return true
    }
    _ = try Program.answer(words, surroundings)
    return text
  }

  /// How many picks are listed.
  private static let limit = 40

  private func asked<Answer>(
    _ question: TUIQuestion, _ body: (Ranking, Inputs) throws -> Answer
  ) throws(Failure) -> Answer {
    do {
      let isLimited = question.options.contains { $0.name == "limit" }
      let words = question.words(["recommend"], isLimited ? [] : [GivenOption("limit", String(Self.limit))])
      guard case .run(let command) = try CommandParser(root: RootCommand.self).parse(words),
        let command = command as? RecommendCommand
      else { throw Failure(.failed, "the question is none that 'recommend' takes") }
      let ranking = Ranking(options: command.options)
      return try body(ranking, ranking.inputs(prepared(question)))
    } catch {
      throw Program.failure(error)
    }
  }

  /// A world in which what was read before is kept.
  private func prepared(_ question: TUIQuestion) throws(Failure) -> Surroundings {
    var surroundings = surroundings()
    do {
      surroundings.kept = try kept(question)
    } catch {
      throw Program.failure(error)
    }
    return surroundings
  }

  private func kept(_ question: TUIQuestion) throws -> KeptInputs {
    let known = read.withLock { $0 }
    if question.startsFromThisMachine {
      if let own = known.own { return own }
      let bench = BenchOptions()
      bench.noBench = question.options.contains { $0.name == "no-bench" }
      let own = try InputKeeper(bench, surroundings).reading.kept
      read.withLock { ($0.own, $0.catalog) = (own, own.catalog) }
      return own
    }
    let catalog =
      try known.catalog ?? CatalogSource(options: CatalogOptions(), surroundings: surroundings()).catalog()
    read.withLock { $0.catalog = catalog }
    return KeptInputs(machine: nil, catalog: catalog)
  }
}

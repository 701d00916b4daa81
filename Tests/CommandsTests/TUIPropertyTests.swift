import Base
import Documents
import Memory
import Models
import Options
import Ranking
import TestSupport
import Testing

@testable import Commands

/// What holds whatever is typed, however large the terminal is, and whoever named a model.
@Suite struct TUIPropertyTests {
  /// Names as somebody would give them who wants to break the screen.
  private static let names = [
    "\u{1B}[2J\u{1B}[31mred", "日本語モデル 大規模言語", "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}a\u{308}", "\u{202E}gnirts",
    "👩‍👩‍👧‍👦 family 👍🏽", "a\tb\nc\rd\u{7}", "\u{200B}\u{FEFF}\u{301}", "한국어 \u{1100}\u{1161}\u{11A8}", "", "\u{9B}31m",
    String(repeating: "w", count: 300), "\u{E0041}tag \u{10FFFF} \u{378}",
  ]

  /// Real rows under hostile names.
  private static let rows: Result<[TUIRow], Failure> = {
    do throws(Failure) {
      let question: TUIQuestion
      do { question = try TUICommand.question(TUIDriver.desktop) } catch { throw Failure(.failed, "\(error)") }
      let all = try TUIDriver.survey(question).get()
      return .success(
        all.enumerated().filter { $0.offset % 5 == 0 }.map { number, row in
          let standing = row.standing
          var model = standing.model
          (model.name, model.license) = (names[number / 5 % names.count], names[(number / 5 + 3) % names.count])
          return TUIRow(
            standing: Standing(model, pick: standing.pick, rejection: standing.rejection), command: row.command)
        })
    } catch {
      return .failure(error)
    }
  }()

  private static let text =
    names.map { "\u{1B}[1m\($0)\u{1B}[0m is \u{1B}[90m\($0)" }.joined(separator: "\n") + "\n"
    + String(repeating: "long words and longer ones ", count: 20) + String(repeating: "x", count: 500)

  /// Answers every question at once with those rows and that text.
  private static func answer(_ effects: [TUIEffect], _ state: inout TUIState) throws {
    var rest = effects
    while let effect = rest.popLast() {
      switch effect {
      case .rank(let question), .compare(let question):
        let ranking = TUIRanking(
          rows: try rows.get().filter { $0.standing.pick != nil }, nearest: [], heldBack: 7,
          machine: names.joined(separator: " · "), workload: Workload(), wishes: Wishes())
        rest += state.reduce(.ranked(question, .success(ranking)))
      case .survey(let question): rest += state.reduce(.surveyed(question, rows))
      case .text(let request): rest += state.reduce(.text(request, .success(text)))
      default: break
      }
    }
  }

  private static let keys: [TUIKey] =
    [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .escape, .tab, .backTab, .backspace, .delete,
    ] + "hjklgGaoOrcmwpR?q=/0 yn\u{15}x日\u{301}".map(TUIKey.character)

  @Test(arguments: 0..<8)
  func anyKeysAndSizesLeaveAWholeScreen(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var state = TUIState(
      size: .init(rows: 24, columns: 80), usesUnicode: seed % 2 == 0,
      question: try TUICommand.question(TUIDriver.desktop), cards: Self.names)
    try Self.answer(state.ask(), &state)
    for step in 0..<250 {
      var effects: [TUIEffect] = []
      switch Int.random(in: 0..<12, using: &random) {
      case 0:
        let size = TUIState.Size(
          rows: Int.random(in: 1...60, using: &random), columns: Int.random(in: 1...200, using: &random))
        effects = state.reduce(.resized(size))
      case 1:
        let document = JSONValue.object([
          "event": "status", "status": .string(Self.names.randomElement(using: &random) ?? ""),
          "total_bytes": .integer(Int.random(in: -5...9, using: &random)), "completed_bytes": .integer(.max),
        ])
        effects = state.reduce(.pulled(document))
      case 2: effects = state.reduce(.pullEnded(Int32.random(in: 0...143, using: &random)))
      default: effects = state.reduce(.key(Self.keys.randomElement(using: &random) ?? .up))
      }
      try Self.answer(effects, &state)
      let flaws = TUIDriver.flaws(of: state)
      #expect(flaws.isEmpty, "step \(step) of seed \(seed): \(flaws)")
      if !flaws.isEmpty { return }
      #expect(TUIRender(state).screen() == TUIRender(state).screen())
    }
  }

  /// Columns stand below each other whatever the names are.
  @Test func columnsStandBelowEachOther() throws {
    var state = TUIState(
      size: .init(rows: 60, columns: 120), usesUnicode: true, question: try TUICommand.question(TUIDriver.desktop))
    try Self.answer(state.ask(), &state)
    let lines = TUIRender(state).screen().lines.dropFirst(3).prefix(state.listLines).filter { $0.columns > 0 }
    #expect(lines.count > 10)
    // The line beside the list stands in one column.
    for line in lines {
      let before = line.text.prefix { $0 != "│" }
      #expect(TextColumns.count(before) == state.listColumns, "\(line.text)")
    }
  }

  @Test(arguments: [
    ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("\u{301}", 0), ("👍", 2), ("👩‍👧", 4), ("a\u{1B}b", 2), ("\u{378}", 1),
    ("한국", 4), ("", 0),
  ])
  func columnsAreCounted(text: String, columns: Int) {
    #expect(TextColumns.count(text) == columns)
  }

  @Test func cellsAreAsWideAsTheyShouldBe() {
    for text in Self.names {
      for width in 0...12 {
        for usesUnicode in [true, false] {
          var line = TUILine(usesUnicode: usesUnicode)
          line.add(cell: text, width: width)
          #expect(
            line.columns == width && TextColumns.count(line.text) == width, "\(text.debugDescription) in \(width)")
        }
      }
    }
  }

  @Test func textsAreWrappedWithoutLosingAnything() {
    let text = "one \u{1B}[1mtwo three\u{1B}[0m 日本語 four"
    for width in 2...30 {
      let lines = TUIText.lines(text, width: width, usesUnicode: true)
      #expect(lines.allSatisfy { $0.columns <= width })
      let kept = lines.map(\.text).joined().filter { $0 != " " }
      #expect(kept == "onetwothree日本語four")
    }
    let styled = TUIText.lines(text, width: 80, usesUnicode: true)
    #expect(styled.first?.pieces.map(\.style) == [.plain, .bold, .plain])
    #expect(
      TUIText.lines("\u{1B}[32mgreen\u{1B}[0m", width: 9, usesUnicode: true).first?.pieces.first?.style.color == .green)
  }
}

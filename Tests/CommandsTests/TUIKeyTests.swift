import Options
import TestSupport
import Testing

@testable import Commands

/// What keys do.
@Suite struct TUIKeyTests {
  @Test func settingsMoveAndComeBack() throws {
    var driver = try TUIDriver()
    let first = driver.text
    #expect(driver.state.setting.name == "use-case")
    driver.press(.right)
    #expect(driver.state.setting.value == "coding")
    #expect(driver.text != first)
    driver.press(.backspace)
    #expect(driver.text == first)
    driver.press(.left)
    #expect(driver.text == first)
    driver.press(.backTab, .tab, .tab)
    driver.press(.right, .right)
    #expect(driver.state.question.options.contains(GivenOption("context", "4096")))
    driver.type("0")
    #expect(driver.state.question.options.isEmpty)
  }

  /// A slider asks what the command line would, and is told the same.
  @Test(arguments: [("min-speed", "30"), ("kv-type", "q8_0"), ("users", "4"), ("quant", "Q4_K_M"), ("context", "24k")])
  func aSettingAsksWhatItsOptionAsks(name: String, value: String) throws {
    var driver = try TUIDriver()
    while driver.state.setting.name != name { driver.press(.tab) }
    driver.type("=")
    driver.press(.character("\u{15}"))
    driver.type(value)
    driver.press(.enter)
    let run = ProgramRun(["recommend", "--json", "--limit", "40", "--\(name)", value] + TUIDriver.desktop)
    let told = try #require(try run.document()["recommendations"]?.array).map {
      ($0["model"]?["id"]?.string ?? "") + " " + ($0["row"]?["quantization"]?.string ?? "")
    }
    #expect(driver.state.ranking?.rows.map { "\($0.id) \($0.quantization)" } == told)
  }

  @Test func whatTheCommandLineGivesIsSet() throws {
    let words = ["tui", "--context", "24k", "--use-case=coding", "--quiet", "--color", "never", "--ubatch", "256"]
    let question = try TUICommand.question(words + TUIDriver.desktop)
    #expect(question.given == [GivenOption("ubatch", "256")])
    let context = try #require(question.settings.first { $0.name == "context" })
    #expect(context.value == "24k" && context.steps.contains("24k"))
    #expect(context.steps.firstIndex(of: "24k") == context.steps.firstIndex(of: "16384").map { $0 + 1 })
    #expect(
      question.words(["fit"], arguments: ["qwen3-8b"]).joined(separator: " ")
        == "fit --ubatch=256 --use-case=coding --context=24k --gpu=RTX 3060 12GB --ram=32GiB -- qwen3-8b")
    // Several stay as they are given.
    let several = try TUICommand.question(["--gpu", "RTX 3090", "--gpu", "RTX 3060 12GB"])
    #expect(several.options == [GivenOption("gpu", "RTX 3090"), GivenOption("gpu", "RTX 3060 12GB")])
  }

  @Test func aValueThatCannotBeAskedIsTakenBack() throws {
    var driver = try TUIDriver()
    let before = driver.state.question
    driver.type("wRTX 9999")
    driver.press(.enter)
    #expect(driver.state.question == before)
    #expect(driver.text.contains("unknown GPU 'RTX 9999'"))
    driver.press(.down)
    #expect(!driver.text.contains("RTX 9999"))
  }

  @Test func aQuestionWithoutAnAnswerEnds() throws {
    let driver = try TUIDriver(["--root", "/nowhere"])
    guard case .fail(let failure) = try #require(driver.others.first) else { throw Unexpected() }
    #expect(failure.code == .noInput)
  }

  private struct Unexpected: Error {}

  @Test func thePageOfAPickHasItsGates() throws {
    var driver = try TUIDriver(TUIDriver.desktop + ["--min-speed", "20", "--license", "open"], rows: 40)
    driver.press(.enter)
    #expect(driver.text.contains("an open licence") && driver.text.contains("at least 20 tok/s"))
    #expect(driver.flaws.isEmpty)
  }

  @Test func filteringKeepsWhatHasEveryWord() throws {
    var driver = try TUIDriver()
    let all = driver.state.list.rows.count
    driver.type("/QWEN 8b")
    #expect(driver.state.list.rows.allSatisfy { $0.name.contains("Qwen") && $0.matches(["8b"]) })
    #expect(driver.state.list.rows.count > 0 && driver.state.list.rows.count < all)
    driver.type(" no such model")
    #expect(driver.text.contains("No model of this list has"))
    driver.press(.escape)
    #expect(driver.state.list.rows.count == all)
  }

  @Test func allModelsAreThere() throws {
    var driver = try TUIDriver()
    driver.type("a")
    let catalog = try ProgramRun("catalog", "list", "--json").document()["models"]?.array?.count
    #expect(driver.state.list.rows.count == catalog)
    let picks = try #require(driver.state.ranking).rows
    for pick in picks {
      let row = try #require(driver.state.list.rows.first { $0.id == pick.id })
      #expect(row.standing.pick?.candidate == pick.standing.pick?.candidate)
    }
  }

  @Test func onlyThisMachineIsFetchedFor() throws {
    var driver = try TUIDriver()
    driver.type("p")
    #expect(driver.others.isEmpty && driver.text.contains("onto this machine"))
    driver.type("R")
    #expect(driver.others.isEmpty && driver.text.contains("another machine"))
  }

  @Test func whatIsFetchedIsShownAndEnded() throws {
    var driver = try TUIDriver()
    let row = try #require(driver.state.list.row)
    let words = TUIPull.words(row, driver.state.question, isForOllama: false)
    #expect(words == ["pull", "--quant=\(row.quantization)", "--runtime=llama.cpp", "--", row.id])
    driver.begin(.pull(TUIPull(name: row.name)))
    driver.take(.pulled(.object(["event": "progress", "total_bytes": 4096, "completed_bytes": 1024])))
    driver.take(.pulled(.object(["event": "status", "status": "verifying\u{1B}[31m"])))
    #expect(driver.text.contains("1.0 KiB of 4.0 KiB"))
    #expect(driver.text.contains("verifying[31m") && driver.flaws.isEmpty)
    driver.press(.escape, .escape)
    #expect(driver.others.count == 1)
    driver.take(.pullEnded(143))
    #expect(driver.text.contains("ended before everything had come"))
    driver.press(.escape)
    #expect(driver.text.contains("[picks"))
  }
}

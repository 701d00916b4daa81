import Base
import Commands
import TestSupport
import Testing

/// `plimsoll decide` from the command line on.
@Suite struct DecideTests {
  private static func document(_ arguments: String..., code: ExitCode = .answered) throws
    -> JSONValue
  {
    let run = ProgramRun(["decide"] + arguments + ["--json"])
    #expect(run.code == code, "\(run.messages)")
    let document = try run.document()
    #expect(try SchemaCheck.findings(in: document, schema: "decide") == [])
    return document
  }

  @Test func optionsAreAnswers() throws {
    let document = try Self.document(
      "--data", "health", "--data", "personal", "--residency", "EU", "--quality", "good",
      "--people", "yes")
    #expect(document["verdict"] == "local" && document["decided_by"] == "privacy")
    let questions = try #require(document["questions"]?.array)
    #expect(questions.count == 9)
    #expect(questions.first { $0["id"] == "data" }?["answer"] == "health,personal")
    #expect(questions.first { $0["id"] == "data" }?["from"] == "option")
    #expect(questions.first { $0["id"] == "shape" }?["answer"] == .null)
    #expect(questions.allSatisfy { $0["asked"] == false })
    #expect(document["pilot"]?["share"]?.number == 0.1 && document["pilot"]?["days"] == 30)
    #expect(document["notice"]?.string?.contains("no legal advice") == true)
  }

  @Test(arguments: [
    "data = [\"health\", \"payment\"] # remarks\nquality = frontier\nmonthly-api-usd = $900\npeople = yes\n",
    "{\"data\": [\"health\", \"payment\"], \"quality\": \"frontier\", \"monthly_api_usd\": 900, \"people\": true, \"shape\": null}",
  ])
  func answersComeFromAFile(text: String) throws {
    let folder = try TestFolder()
    try folder.write(text, to: "answers")
    let document = try Self.document(
      "--answers", folder.path + "/answers", "--people", "no", "--idle-hardware", "yes")
    #expect(document["verdict"] == "hybrid" && document["pattern"]?["name"] == "privacy-split")
    #expect(document["pattern"]?["emit"] == "plimsoll emit litellm --pattern privacy-split")
    let questions = try #require(document["questions"]?.array)
    #expect(questions.first { $0["id"] == "monthly_api_usd" }?["answer"] == "900")
    #expect(questions.first { $0["id"] == "people" }?["from"] == "option")
    #expect(questions.first { $0["id"] == "quality" }?["from"] == "file")
  }

  @Test func contradictionsAreExitCodeThree() throws {
    let document = try Self.document(
      "--offline", "yes", "--quality", "frontier", code: .nothingFits)
    #expect(document["verdict"] == .null && document["reasons"]?.array?.isEmpty == false)
    #expect(document["changes"]?.array?.contains { $0["answer"] == "offline=no" } == true)
  }

  @Test(arguments: [
    (["--data", "secret"], "'secret'"), (["--data", "health,none"], "'health,none'"),
    (["--people", "maybe"], "'maybe'"),
    (["--latency-ms", "0"], "'0'"), (["--monthly-api-usd", "-5"], "'-5'"),
    (["--monthly-api-usd", "5 EUR"], "'5 EUR'"),
    (["--residency", "1"], "'1'"), (["--quality", "best"], "'best'"),
  ])
  func whatIsNoAnswerIsRefused(arguments: [String], word: String) {
    let run = ProgramRun(["decide"] + arguments)
    #expect(run.code == .usage && run.messages.contains(word) && run.output.isEmpty)
  }

  @Test(arguments: [
    ("qality = good\n", ":1: there is no question 'qality'"),
    ("\nquality: good\n", ":2: expected a line"),
    ("quality = best\n", ":1: 'best' is no answer to quality"),
    ("{\"quality\": {}}", ":1: /quality: expected an answer"),
    ("{\"quality\": \"good\"", ":1:"),
  ])
  func aBrokenFileIsNamedWithItsLine(text: String, message: String) throws {
    let folder = try TestFolder()
    try folder.write(text, to: "answers")
    let run = ProgramRun("decide", "--answers", folder.path + "/answers")
    #expect(
      run.code == .badData && run.messages.contains(folder.path + "/answers" + message),
      "\(run.messages)")
  }

  @Test func thePageSaysItAll() {
    let page = ProgramRun(
      "decide", "--data", "none", "--quality", "good", "--monthly-api-usd", "4000", "--people",
      "yes"
    ).output
    for text in [
      "Run the model on your own machines", "Decided by cost", "It would be otherwise", "Try first",
      "vLLM",
      "Text Generation Inference (archived since 2026-03-21)", "Go on when", "no legal advice",
    ] { #expect(page.contains(text), "\(text)") }
    #expect(page.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}

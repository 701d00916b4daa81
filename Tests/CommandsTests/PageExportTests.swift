import Base
import Testing

@testable import Commands

/// A file of the page: what is asked beforehand, and how it is found again.
@Suite struct PageExportTests {
  /// Answers recommendations with one pick and nothing else, and notes what is asked.
  private final class Answers {
    var asked: [[String]] = []

    func answer(_ words: [String]) -> AnswerMaker.Answer {
      asked.append(words)
      guard words.first == "recommend" else { return AnswerMaker.Answer(Failure(.nothingFits, "no answer")) }
      let pick = #"{"model": {"id": "m", "name": "</script>"}, "row": {"quantization": "Q4_K_M"}}"#
      return AnswerMaker.Answer(.answered, "{\"recommendations\": [\(pick)]}", isError: false)
    }
  }

  private static func carried(_ view: String, _ answers: Answers) throws -> JSONValue {
    let page = try PageExport(view: view, answer: answers.answer).html()
    let data = try #require(page.split(separator: "id=\"carried\">").last?.split(separator: "</script>").first)
    return try JSONParser.parse(String(data))
  }

  @Test func theViewIsWhatAnAddressSays() throws {
    let data = try Self.carried("http://127.0.0.1:8717/#use-case=coding&gpu=RTX+3060%2012GB&token=1234", Answers())
    #expect(data["state"] == .object(["gpu": .string("RTX 3060 12GB"), "use-case": .string("coding")]))
    let addresses = try #require(data["documents"]?.members).map(\.key)
    #expect(
      addresses.contains("recommend?gpu=RTX%203060%2012GB&kv-type=q8_0&license=any&limit=24&use-case=coding&users=1"))
    #expect(addresses.allSatisfy { $0.hasPrefix("recommend?") })
  }

  @Test func whatCannotBeAViewIsRefused() {
    for view in ["use-cas=coding", "limit=3", "%zz=1"] {
      #expect(throws: Failure.self) { try PageExport(view: view) { _ in AnswerMaker.Answer(Failure(.failed, "")) } }
    }
  }

  @Test func theChosenPickIsAskedAbout() throws {
    let answers = Answers()
    _ = try Self.carried("users=4", answers)
    #expect(answers.asked.contains { $0.first == "capacity" && $0.last == "m" && $0.contains("--users=4") })
    #expect(answers.asked.contains { $0.first == "cost" && $0.contains("--local=m") && $0.contains("--quant=Q4_K_M") })
    #expect(answers.asked.contains { $0.first == "emit" && $0.suffix(2) == ["ollama", "m"] })
  }

  @Test func theSameAnswersGiveTheSameFile() throws {
    let pages = try (0..<2).map { _ in try PageExport(view: "", answer: Answers().answer).html() }
    #expect(pages[0] == pages[1])
  }

  @Test func withoutPicksThereIsNoFile() {
    let failing = { (_: [String]) in AnswerMaker.Answer(Failure(.badData, "no catalogue")) }
    #expect(throws: Failure.self) { try PageExport(view: "", answer: failing).html() }
  }

  /// What the page asks exists, and what it sets has a default.
  @Test func questionsAreThoseThatTheInterfaceAnswers() throws {
    let questions = try PageQuestions()
    for question in questions.documents.values {
      let endpoint = try #require(Endpoint.at([question.path]), "\(question.path)")
      let known = Set(endpoint.parameters.map(\.name))
      let used = question.options + question.fixed.map(\.name) + question.pick.map(\.name)
      #expect(known.isSuperset(of: used), "\(question.name): \(Set(used).subtracting(known))")
      #expect(question.options.allSatisfy { questions.defaults[$0] != nil }, "\(question.name)")
      #expect(question.beforehand.allSatisfy { questions.steps[$0] != nil || $0 == "format" }, "\(question.name)")
    }
    let page = String(decoding: try #require(PageFile.named("index.html")).bytes, as: UTF8.self)
    for match in page.matches(of: #/<(\w+)( type="range")? data-key="([^"]+)"/#) {
      let key = String(match.output.3)
      #expect(questions.defaults[key] != nil, "\(key)")
      if match.output.2 != nil {
        #expect(questions.steps[key]?.contains(questions.defaults[key] ?? "-") == true, "\(key)")
      }
    }
  }
}

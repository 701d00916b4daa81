import Base
import Documents
import Emit
import Options
import Web

/// Answers beforehand what a page asks, for a file that works without the server.
struct PageExport {
  let questions: PageQuestions
  /// What differs from the page's defaults, as the page's address says it.
  let view: [String: String]
  /// Folders and files of a fleet's documents; none: the page has no fleet.
  let fleet: [String]
  /// Answers the words of a command line.
  let answer: ([String]) -> AnswerMaker.Answer

  /// `view` is what an address of the page has after its `#`.
  init(view: String, fleet: [String] = [], answer: @escaping ([String]) -> AnswerMaker.Answer) throws {
    questions = try PageQuestions()
    (self.fleet, self.answer) = (fleet, answer)
    let fragment = view.split(separator: "#", omittingEmptySubsequences: false).last ?? ""
    guard let target = RequestTarget("/?" + fragment) else {
      throw Failure(.usage, "'\(view)' is no view of the page", hint: "take what its address has after the '#'")
    }
    var found: [String: String] = [:]
    for parameter in target.query where parameter.name != "token" {
      guard questions.defaults[parameter.name] != nil else {
        let nearest = NearestNames.of(parameter.name, in: questions.defaults.keys.sorted())
        throw Failure(
          .usage, "the page has no '\(parameter.name)'",
          hint: nearest.isEmpty
            ? "take what its address has after the '#'" : "nearest: \(nearest.joined(separator: ", "))")
      }
      found[parameter.name] = parameter.value ?? ""
    }
    self.view = found
  }

  func html() throws -> String {
    let documents = try documents()
    let data = JSONValue.object([
      "documents": .object(documents.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) }),
      "questions": questions.json,
      "state": .object(view.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }),
    ])
    let files = PageFile.all.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) }
    return try StandalonePage.html(Dictionary(uniqueKeysWithValues: files), carrying: data)
  }

  /// Every answer by its address; those that are none are left out, but for the picks, whose failure is the export's.
  private func documents() throws -> [String: JSONValue] {
    let state = questions.defaults.merging(view) { _, own in own }
    var found: [String: JSONValue] = [:]
    var pick: PagePick?
    if let question = questions.documents["picks"] {
      let (address, document) = try asked(question, state, nil)
      found[address] = document
      pick = Self.pick(document, wanted: state["pick"] ?? "")
    }
    for question in questions.documents.values.sorted(by: { $0.name < $1.name }) {
      if !question.pick.isEmpty, pick == nil { continue }
      for state in states(question, state) {
        guard let (address, document) = try? asked(question, state, pick) else { continue }
        found[address] = document
      }
    }
    return found
  }

  /// What is set, and each other step of the keys that a file carries answers for.
  private func states(_ question: PageQuestions.Question, _ state: [String: String]) -> [[String: String]] {
    [state]
      + question.beforehand.flatMap { key in
        let steps = key == "format" ? EmitFormats.all.map(\.name) : questions.steps[key] ?? []
        return steps.filter { $0 != state[key] }.map { step in state.merging([key: step]) { _, new in new } }
      }
  }

  private func asked(
    _ question: PageQuestions.Question, _ state: [String: String], _ pick: PagePick?
  ) throws -> (address: String, document: JSONValue) {
    guard let endpoint = Endpoint.at(question.path.split(separator: "/").map(String.init)) else {
      throw Failure(.failed, "the page asks for '\(question.path)', which nothing answers")
    }
    let parameters = question.parameters(state, pick)
    let answer = answer(try endpoint.commandLine(parameters.map { ($0.name, .text($0.value)) }, files: fleet))
    let document = try JSONParser.parse(String(decoding: answer.body, as: UTF8.self))
    if answer.isError {
      let error = document["error"]
      throw Failure(answer.code, error?["message"]?.string ?? "no answer", hint: error?["hint"]?.string)
    }
    return (question.address(parameters), document)
  }

  private static func pick(_ document: JSONValue, wanted: String) -> PagePick? {
    let picks = document["recommendations"]?.array ?? []
    let chosen = picks.first { $0["model"]?["id"]?.string == wanted } ?? picks.first
    guard let model = chosen?["model"]?["id"]?.string, let quantization = chosen?["row"]?["quantization"]?.string else {
      return nil
    }
    return PagePick(model: model, quantization: quantization)
  }
}

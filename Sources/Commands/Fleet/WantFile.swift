import Base
import Fleet
import Models
import Ranking
import Serving

/// Reads what a fleet is to serve (`--want`): tables `[[want]]` of TOML, or an array `want` of JSON.
struct WantFile {
  /// No list of wishes is longer.
  private static let most = 1000
  /// Seconds for the first token that 19 of 20 requests wait at most, where nothing is said of it.
  private static let longestWait = 10.0
  private static let keys = [
    "name", "model", "use_case", "users", "rate", "think_time", "input", "output", "target_ttft", "target_speed",
    "license", "min_quality", "checkpoint",
  ]

  let path: String
  let catalog: Catalog
  let surroundings: Surroundings

  func wants() throws -> [Want] {
    let (root, lines) = try document()
    do {
      for (key, node) in try root.members() where key != "want" { throw node.complaint("only tables [[want]]") }
      let nodes = try root.required("want").elements()
      guard (1...Self.most).contains(nodes.count) else {
        throw try root.required("want").complaint("from 1 to \(Self.most) wants")
      }
      var wants: [Want] = []
      for node in nodes {
        let want = try self.want(node)
        guard !wants.contains(where: { $0.name == want.name }) else {
          throw node.complaint("a name that no other want has, not \"\(want.name)\"; 'name' gives it another")
        }
        wants.append(want)
      }
      return wants
    } catch let error as JSONShapeError {
      let line = lines?.line(of: error.pointer) ?? error.line
      throw InputFile.failure(
        JSONShapeError(pointer: error.pointer, line: line, expected: error.expected), file: path)
    }
  }

  /// The document; for TOML with the lines of its values.
  private func document() throws -> (root: JSONNode, lines: TOMLDocument?) {
    let bytes = try InputFile.bytes(path, what: "the wants")
    if path.hasSuffix(".json") { return (try InputFile.json(bytes, file: path), nil) }
    do {
      let toml = try TOMLDocument(parsing: bytes)
      return (try JSONNode(parsing: JSONWriter.line(toml.value)), toml)
    } catch {
      throw Failure(.badData, "\(path):\(error.line):\(error.column): this is not TOML: expected \(error.expected)")
    }
  }

  private func want(_ node: JSONNode) throws -> Want {
    for (key, value) in try node.members() where !Self.keys.contains(key) {
      throw value.complaint("one of the keys \(Self.keys.joined(separator: ", "))")
    }
    let subject = try subject(node)
    let checkpoint = try node.optional("checkpoint")?.string()
    return Want(
      name: try node.optional("name").map(text) ?? subject.name, subject: subject.subject, request: try request(node),
      license: try node.optional("license")?.word(Wishes.LicenseGate.self) ?? .any,
      minimumQuality: try number(node, "min_quality", in: 0...100),
      checkpoint: checkpoint)
  }

  private func subject(_ node: JSONNode) throws -> (subject: Want.Subject, name: String) {
    switch (try node.optional("model"), try node.optional("use_case")) {
    case (let model?, nil):
      let name = try text(model)
      guard case .found(let found, _, let recipe) = ModelResolver(catalog).resolve(name) else {
        throw model.complaint("a model of the catalogue, not \"\(name)\" ('plimsoll catalog search' finds names)")
      }
      guard !found.capabilities.contains(.embedding), found.architecture != nil else {
        throw model.complaint("a model that writes and whose dimensions are known, not \"\(found.id)\"")
      }
      return (.model(found, recipe: recipe), found.id)
    case (nil, let useCase?):
      let found = try useCase.word(UseCase.self)
      guard found != .embedding else {
        throw useCase.complaint("a use case in which a model writes, not \"embedding\"")
      }
      return (.useCase(found), found.rawValue)
    default: throw node.complaint("either 'model' or 'use_case'")
    }
  }

  private func request(_ node: JSONNode) throws -> ServingRequest {
    let think = try number(node, "think_time", in: 0...86_400)
    let demand: ServingRequest.Demand
    switch (try node.optional("users"), try number(node, "rate", in: 1e-6...1e6)) {
    case (let users?, nil): demand = .users(try users.integer(in: 1...1_000_000), thinkSeconds: think ?? 0)
    case (nil, let rate?):
      guard think == nil else { throw node.complaint("'think_time' beside 'users' alone") }
      demand = .rate(rate)
    default: throw node.complaint("either 'users' or 'rate'")
    }
    return ServingRequest(
      inputTokens: try node.optional("input")?.integer(in: 1...10_000_000) ?? 1024,
      outputTokens: try node.optional("output")?.integer(in: 1...10_000_000) ?? 256, demand: demand,
      level: ServiceLevel(
        // Without a limit any number of people could wait in the queue.
        timeToFirstTokenSeconds: try number(node, "target_ttft", in: 1e-3...1e6) ?? Self.longestWait,
        tokensPerSecond: try number(node, "target_speed", in: 1e-3...1e6)))
  }

  private func text(_ node: JSONNode) throws -> String {
    let text = try node.string()
    guard !text.isEmpty, text.utf8.count <= 200 else { throw node.complaint("a name of 1 to 200 bytes") }
    return text
  }

  private func number(_ node: JSONNode, _ key: String, in range: ClosedRange<Double>) throws -> Double? {
    guard let value = try node.optional(key) else { return nil }
    let number = try value.number()
    guard range.contains(number) else {
      throw value.complaint(
        "a number from \(JSONWriter.line(.number(range.lowerBound))) to \(JSONWriter.line(.number(range.upperBound)))")
    }
    return number
  }
}

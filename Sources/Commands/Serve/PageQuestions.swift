import Base

/// What the page asks, from `page/questions.json`: the same file that the page reads.
struct PageQuestions {
  struct Question {
    let name: String
    /// The endpoint's path below `/api/v1/`.
    let path: String
    let options: [String]
    let fixed: [(name: String, value: String)]
    /// Options that are a part of the chosen pick: `model` or `quantization`.
    let pick: [(name: String, part: String)]
    /// Keys whose other steps a file carries too.
    let beforehand: [String]
  }

  /// The file itself, as the page reads it.
  let json: JSONValue
  let defaults: [String: String]
  let steps: [String: [String]]
  /// By name.
  let documents: [String: Question]

  init() throws {
    guard let file = PageFile.named("questions.json") else {
      throw Failure(.failed, "the page's file questions.json is missing")
    }
    json = try JSONParser.parse(String(decoding: file.bytes, as: UTF8.self))
    defaults = Dictionary(uniqueKeysWithValues: Self.texts(json["defaults"]))
    steps = Dictionary(
      uniqueKeysWithValues: (json["steps"]?.members ?? []).map { ($0.key, Self.list($0.value)) })
    documents = Dictionary(
      uniqueKeysWithValues: (json["documents"]?.members ?? []).map { member in
        let value = member.value
        return (
          member.key,
          Question(
            name: member.key, path: value["path"]?.string ?? "", options: Self.list(value["options"]),
            fixed: Self.texts(value["fixed"]), pick: Self.texts(value["pick"]),
            beforehand: Self.list(value["beforehand"]))
        )
      })
  }

  private static func texts(_ object: JSONValue?) -> [(String, String)] {
    (object?.members ?? []).compactMap { member in member.value.string.map { (member.key, $0) } }
  }

  private static func list(_ array: JSONValue?) -> [String] { (array?.array ?? []).compactMap(\.string) }
}

extension PageQuestions.Question {
  /// The parameters for what is set, sorted by name; those of a pick only where there is one.
  func parameters(_ state: [String: String], _ chosen: PagePick?) -> [(name: String, value: String)] {
    var found = fixed
    found += options.compactMap { key in state[key].flatMap { $0.isEmpty ? nil : (key, $0) } }
    if let chosen {
      for (name, part) in pick { found.append((name, part == "model" ? chosen.model : chosen.quantization)) }
    }
    // An option of the pick replaces what is set.
    var byName: [String: String] = [:]
    for (name, value) in found { byName[name] = value }
    return byName.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The address below `/api/v1/`, spelled as the page spells it: the key of the answer in a file.
  func address(_ parameters: [(name: String, value: String)]) -> String {
    // The signs that JavaScript's `encodeURIComponent` keeps.
    let query = parameters.map { "\($0.name)=\(PercentEncoding.text($0.value, keeping: "-_.!~*'()"))" }
      .joined(separator: "&")
    return query.isEmpty ? path : "\(path)?\(query)"
  }
}

/// The pick that a page looks at.
struct PagePick {
  let model: String
  let quantization: String
}

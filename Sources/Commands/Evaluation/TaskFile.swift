import Base

/// A question of the user's own.
struct EvaluationTask {
  let id: String
  let prompt: String
  let check: TaskCheck
}

/// A file of them: JSON lines with `prompt` and `check`, perhaps `id`.
///
/// `check` is a text that the answer must hold, a number that it must end with, or an object with one of `substring`,
/// `regex`, `schema` and `number` (with `tolerance`).
struct TaskFile {
  let tasks: [EvaluationTask]

  init(_ path: String) throws {
    let bytes = try InputFile.bytes(path, what: "the tasks")
    var tasks: [EvaluationTask] = []
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let isBlank = line.allSatisfy { $0 <= 0x20 }
      if isBlank { continue }
      let place = "\(path):\(index + 1)"
      guard let value = try? JSONParser.parse(Array(line)), value.members != nil else {
        throw Failure(.badData, "\(place): expected a JSON object with prompt and check")
      }
      guard let prompt = value["prompt"]?.string, !prompt.isEmpty else {
        throw Failure(.badData, "\(place): /prompt: expected a text")
      }
      let id = value["id"]?.string ?? value["id"]?.integer.map(String.init) ?? String(index + 1)
      tasks.append(EvaluationTask(id: id, prompt: prompt, check: try Self.check(value, place)))
    }
    guard !tasks.isEmpty else { throw Failure(.badData, "\(path): expected at least one task") }
    self.tasks = tasks
  }

  private static func check(_ task: JSONValue, _ place: String) throws -> TaskCheck {
    // The keys of a check may stand beside the prompt too.
    let check = task["check"] ?? task
    if let text = check.string { return .substring(text) }
    if let number = check.number { return .number(number, tolerance: tolerance(nil, number)) }
    for key in ["substring", "contains"] {
      if let text = check[key]?.string { return .substring(text) }
    }
    for key in ["regex", "pattern"] {
      guard let pattern = check[key]?.string else { continue }
      do {
        _ = try Regex(pattern)
      } catch {
        throw Failure(.badData, "\(place): /check/\(key): this is no regular expression: '\(pattern)'")
      }
      return .pattern(pattern)
    }
    for key in ["schema", "json_schema"] {
      guard let schema = check[key] else { continue }
      do {
        return .schema(try JSONSchemaSubset(schema))
      } catch {
        throw Failure(.badData, "\(place): /check/\(key): '\(error.keyword)' of JSON Schema is not known here")
      }
    }
    if let number = check["number"]?.number {
      return .number(number, tolerance: tolerance(check["tolerance"]?.number, number))
    }
    throw Failure(
      .badData, "\(place): /check: expected a text, a number, or an object with substring, regex, schema or number")
  }

  /// Where none is named, what the digits of a number in text lose.
  private static func tolerance(_ named: Double?, _ number: Double) -> Double {
    named.map(abs) ?? max(1e-9, abs(number) * 1e-6)
  }
}

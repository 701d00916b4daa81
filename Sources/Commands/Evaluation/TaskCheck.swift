import Base

/// What an answer must be.
enum TaskCheck {
  /// It holds this text, whatever the case of its letters.
  case substring(String)
  case pattern(String)
  /// It is JSON of this shape.
  case schema(JSONSchemaSubset)
  /// Its last number differs from this one by no more than the tolerance.
  case number(Double, tolerance: Double)

  /// Why an answer does not pass; nil where it does.
  func complaint(about answer: String) -> String? {
    let text = Self.withoutThoughts(answer)
    switch self {
    case .substring(let wanted):
      return text.lowercased().contains(wanted.lowercased()) ? nil : "does not hold \"\(wanted)\""
    case .pattern(let pattern):
      // Made for each answer: compiled ones cannot be shared.
      guard let expression = try? Regex(pattern) else { return "the pattern cannot be read" }
      return text.prefix(Self.longestSearch).contains(expression) ? nil : "does not match \(pattern)"
    case .schema(let schema):
      guard let value = Self.document(in: text) else { return "is not JSON" }
      return schema.complaint(about: value)
    case .number(let wanted, let tolerance):
      guard let found = Self.lastNumber(in: text) else { return "has no number" }
      return abs(found - wanted) <= tolerance ? nil : "says \(found), not \(wanted)"
    }
  }

  /// Characters of an answer in which a pattern is looked for: some patterns take long in long texts.
  private static let longestSearch = 1 << 16

  /// What follows the thinking of models that write it down.
  private static func withoutThoughts(_ text: String) -> String {
    guard let end = text.ranges(of: "</think>").last else { return text }
    return String(text[end.upperBound...])
  }

  /// The JSON of an answer: all of it, what stands in a fence, or from the first bracket to the last.
  static func document(in text: String) -> JSONValue? {
    if let value = try? JSONParser.parse(text) { return value }
    let fenced = text.split(separator: "```", omittingEmptySubsequences: false)
    for piece in fenced.dropFirst() {
      let inside = piece.hasPrefix("json") ? piece.dropFirst(4) : piece
      if let value = try? JSONParser.parse(String(inside)) { return value }
    }
    guard let first = text.firstIndex(where: { $0 == "{" || $0 == "[" }),
      let last = text.lastIndex(where: { $0 == "}" || $0 == "]" }), first < last
    else { return nil }
    return try? JSONParser.parse(String(text[first...last]))
  }

  /// The last number of a text, with commas between thousands or without: `1,234.5`.
  static func lastNumber(in text: String) -> Double? {
    var found: Double?
    var current = ""
    func take() {
      var digits = current.filter { $0 != "," }
      while digits.last == "." { digits.removeLast() }
      if let number = Double(digits), digits.contains(where: \.isNumber) { found = number }
      current = ""
    }
    for character in text {
      if character.isASCII, character.isNumber || ".,".contains(character) && !current.isEmpty {
        current.append(character)
      } else {
        take()
        if character == "-" || character == "−" { current = "-" }
      }
    }
    take()
    return found
  }
}

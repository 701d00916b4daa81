import Machines

/// Why facts of a document that is being read are unknown, and where in the document the reader is.
struct Reasons: Sendable {
  private let byPath: [String: String]
  /// Dotted path of the object that is being read, with its last dot; empty for the whole.
  var path = ""

  init(_ gaps: [Gap]) {
    byPath = Dictionary(gaps.map { ($0.subject, $0.reason) }, uniquingKeysWith: { first, _ in first })
  }

  /// The reason that the document gives for a null under `key`, or nil.
  subscript(key: String) -> String? { byPath[path + key] }

  func below(_ key: String) -> Reasons {
    var reasons = self
    reasons.path += key + "."
    return reasons
  }
}

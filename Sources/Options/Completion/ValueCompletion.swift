/// What can stand where an option's value or an argument is expected, for shells that complete it.
package enum ValueCompletion: Equatable {
  /// Nothing that can be listed, such as a number.
  case nothing
  case files
  case folders
  /// One of a list that the program knows by this name, such as the models of the catalogue.
  case list(String)

  /// Whether it is a path of the file system.
  var isOfPaths: Bool { self == .files || self == .folders }
}

/// A word that may stand at the cursor.
package struct CompletionCandidate: Equatable {
  package var word: String
  /// One line about it; empty when there is nothing to say.
  package var meaning: String

  package init(_ word: String, _ meaning: String = "") {
    self.word = word
    self.meaning = meaning
  }
}

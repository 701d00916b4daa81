/// A text that is not JSON: where it stops being so, and what would have been right there.
package struct JSONSyntaxError: Error, Equatable {
  /// Line and column, both counted from 1; the column counts bytes.
  package let line: Int
  package let column: Int
  package let expected: String
}

/// A value that does not have the shape a document needs: where it is, and what was expected there.
package struct JSONShapeError: Error, Equatable {
  /// JSON pointer (RFC 6901) of the value, such as `/models/3/parameters`.
  package let pointer: String
  /// The line, counted from 1, on which the value begins; where a key is missing, its object.
  package let line: Int
  package let expected: String

  package init(pointer: String, line: Int, expected: String) {
    self.pointer = pointer
    self.line = line
    self.expected = expected
  }
}

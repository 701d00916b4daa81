import Base

/// A catalogue that cannot be read: which file, where in it, and what was expected.
package struct CatalogError: Error, Equatable {
  package let file: String
  package let line: Int
  package let column: Int?
  package let pointer: String
  package let expected: String

  package init(file: String, line: Int, column: Int?, pointer: String, expected: String) {
    self.file = file
    self.line = line
    self.column = column
    self.pointer = pointer
    self.expected = expected
  }

  package init(file: String, shape: JSONShapeError) {
    self.init(file: file, line: shape.line, column: nil, pointer: shape.pointer, expected: shape.expected)
  }

  /// The complaint on one line: file, line, place and what was expected there.
  package var message: String {
    let place = pointer.isEmpty ? "" : " at \(pointer)"
    return "\(file):\(line)\(column.map { ":\($0)" } ?? ""): expected \(expected)\(place)"
  }
}

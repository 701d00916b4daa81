import Base

/// A value of a row by the keys that lead to it.
struct Column: Sendable {
  let path: [String]
  let shape: Shape

  var key: String { path.joined(separator: ".") }

  func value(in row: JSONValue) -> JSONValue? {
    path.reduce(.some(row)) { value, key in value?[key] }
  }
}

extension ObjectShape {
  /// The value that a dotted key leads to; nil when there is no such key.
  func column(_ key: String) -> Column? {
    let path = key.split(separator: ".").map(String.init)
    var shape = Shape.object(self, nil)
    for key in path {
      guard let member = shape.members?.first(where: { $0.key == key }) else { return nil }
      shape = member.shape
    }
    return Column(path: path, shape: shape)
  }

  /// All values that are no objects themselves, in the table's order; of optional keys only those that a row has.
  func leaves(of rows: [JSONValue], at path: [String] = []) -> [Column] {
    members.flatMap { member -> [Column] in
      let column = Column(path: path + [member.key], shape: member.shape)
      if member.isOptional, !rows.contains(where: { column.value(in: $0) != nil }) { return [] }
      guard case .object(let object, _) = member.shape.wrapped else { return [column] }
      return object.leaves(of: rows, at: column.path)
    }
  }
}

extension DocumentShape {
  /// The entries of the document's list, and what they look like.
  func table(in document: JSONValue) -> (rows: [JSONValue], shape: ObjectShape)? {
    guard let rows, let column = object.column(rows), case .list(.object(let shape, _)) = column.shape else {
      return nil
    }
    return (column.value(in: document)?.array ?? [], shape)
  }
}

import Base
import Machines

/// The keys of one kind of object, each described once.
package struct Table<Object: Sendable>: Sendable {
  let shape: ObjectShape
  let fields: [Field<Object>]
  /// What reading starts from; nil for objects that are only written.
  private let blank: Object?
  /// The key by whose value gaps tell the objects of a list apart.
  private let identity: String?

  /// A table; `name` is the one of its schema among the shared definitions.
  init(
    _ name: String, _ meaning: String, blank: Object? = nil, identity: String? = nil,
    @Fields<Object> fields: () -> [Field<Object>]
  ) {
    self.fields = fields()
    shape = ObjectShape(name: name, meaning: meaning, members: self.fields.map(\.member))
    (self.blank, self.identity) = (blank, identity)
  }

  func members(_ object: Object) -> [JSONValue.Member] {
    fields.compactMap { field in field.write(object).map { JSONValue.Member(field.member.key, $0) } }
  }

  func write(_ object: Object) -> JSONValue { .object(members(object)) }

  /// Everything unknown in the object at a dotted path, in the order of the table.
  func gaps(_ object: Object, at path: String = "") -> [Gap] {
    let path = path + place { key in fields.first { $0.member.key == key }?.write(object) }
    return fields.flatMap { $0.gaps?(object, path) ?? [] }
  }

  /// The object of a node; keys that the node may lack stay as `blank` has them.
  func read(_ node: JSONNode, _ reasons: Reasons, from blank: Object) throws(JSONShapeError) -> Object {
    var (object, reasons) = (blank, reasons)
    reasons.path += place { node.value[$0] }
    for field in fields { try field.read?(node, reasons, &object) }
    return object
  }

  private func place(_ value: (String) -> JSONValue?) -> String {
    guard let identity, let value = value(identity) else { return "" }
    return (value.string ?? JSONWriter.line(value)) + "."
  }

  var codec: Codec<Object> {
    guard let blank else { return Codec(.object(shape, nil), write: write, gaps: { gaps($0, at: $1) }) }
    return Codec(
      .object(shape, nil), write: write,
      read: { (node, reasons) throws(JSONShapeError) in try read(node, reasons, from: blank) },
      gaps: { gaps($0, at: $1) })
  }
}

import Base
import Machines

/// One key of an object, described once: writer, reader, gaps, schema and tables follow from it.
package struct Field<Object: Sendable>: Sendable {
  let member: ObjectShape.Member
  /// Nil leaves the key out.
  let write: @Sendable (Object) -> JSONValue?
  /// Takes the key out of the object's node; nil for what is only written.
  private(set) var read: (@Sendable (JSONNode, Reasons, inout Object) throws(JSONShapeError) -> Void)?
  private(set) var gaps: (@Sendable (Object, String) -> [Gap])?
}

// Key paths are made when they are asked for: each brings a type of its own into being, which for a machine's hundred fields
// takes a quarter of what a look at the machine does.
extension Field {
  /// A value that is always there.
  init<Value>(_ key: String, _ codec: Codec<Value>, _ meaning: String, value: @escaping @Sendable (Object) -> Value) {
    member = .init(key: key, meaning: meaning, shape: codec.shape)
    write = { codec.write(value($0)) }
    if let gaps = codec.gaps { self.gaps = { object, path in gaps(value(object), path + key + ".") } }
  }

  /// The same key of an object that holds this one; only written.
  func of<Whole>(_ part: @escaping @Sendable (Whole) -> Object) -> Field<Whole> {
    Field<Whole>(member: member, write: { [write] in write(part($0)) })
  }

  /// A value that may be null.
  init<Value>(
    _ key: String, optional codec: Codec<Value>, _ meaning: String, value: @escaping @Sendable (Object) -> Value?
  ) {
    member = .init(key: key, meaning: meaning, shape: .nullable(codec.shape))
    write = { value($0).map(codec.write) ?? .null }
  }

  /// A key that is left out where there is nothing to say.
  init<Value>(
    _ key: String, ifAny codec: Codec<Value>, _ meaning: String, value: @escaping @Sendable (Object) -> Value?
  ) {
    member = .init(key: key, meaning: meaning, shape: codec.shape, isOptional: true)
    write = { value($0).map(codec.write) }
  }

  /// A value that is read back; a document that lacks it is refused, or where `mayLack` is true leaves the blank's.
  init<Value>(
    _ key: String, _ path: @autoclosure @escaping @Sendable () -> WritableKeyPath<Object, Value>, _ codec: Codec<Value>,
    mayLack: Bool = false,
    _ meaning: String
  ) {
    self.init(key, codec, meaning) { $0[keyPath: path()] }
    if let read = codec.read {
      self.read = { (node, reasons, object) throws(JSONShapeError) in
        guard let node = mayLack ? try node.optional(key) : try node.required(key) else { return }
        object[keyPath: path()] = try read(node, reasons.below(key))
      }
    }
  }

  /// A value that is read back and may be null: the machine has no such thing.
  init<Value>(
    _ key: String, optional path: @autoclosure @escaping @Sendable () -> WritableKeyPath<Object, Value?>,
    _ codec: Codec<Value>, _ meaning: String
  ) {
    self.init(key, optional: codec, meaning) { $0[keyPath: path()] }
    if let read = codec.read {
      self.read = { (node, reasons, object) throws(JSONShapeError) in
        guard let node = try node.optional(key) else { return }
        object[keyPath: path()] = try read(node, reasons.below(key))
      }
    }
  }

  /// A fact: null where it is unknown, with the reason under `gaps`.
  init<Value>(
    _ key: String, fact path: @autoclosure @escaping @Sendable () -> WritableKeyPath<Object, Known<Value>>,
    _ codec: Codec<Value>, _ meaning: String
  ) {
    self.init(key, optional: codec, meaning) { $0[keyPath: path()].value }
    if let read = codec.read {
      self.read = { (node, reasons, object) throws(JSONShapeError) in
        if let node = try node.optional(key) {
          object[keyPath: path()] = .known(try read(node, reasons))
        } else {
          object[keyPath: path()] = .unknown(reason: reasons[key] ?? "the machine document does not say")
        }
      }
    }
    gaps = { object, place in object[keyPath: path()].reason.map { [Gap(place + key, $0)] } ?? [] }
  }

  /// A fact that there may be none of: null means that, unless the gaps give a reason.
  init<Value>(
    _ key: String, optionalFact path: @autoclosure @escaping @Sendable () -> WritableKeyPath<Object, Known<Value?>>,
    _ codec: Codec<Value>,
    _ meaning: String
  ) {
    self.init(key, optional: codec, meaning) { $0[keyPath: path()].value ?? nil }
    if let read = codec.read {
      self.read = { (node, reasons, object) throws(JSONShapeError) in
        if let node = try node.optional(key) {
          object[keyPath: path()] = .known(try read(node, reasons))
        } else {
          object[keyPath: path()] = reasons[key].map { .unknown(reason: $0) } ?? .known(nil)
        }
      }
    }
    gaps = { object, place in object[keyPath: path()].reason.map { [Gap(place + key, $0)] } ?? [] }
  }
}

/// Collects the fields of a table; each is checked by the compiler on its own, which keeps builds quick.
@resultBuilder
enum Fields<Object: Sendable> {
  static func buildExpression(_ field: Field<Object>) -> [Field<Object>] { [field] }
  static func buildExpression(_ fields: [Field<Object>]) -> [Field<Object>] { fields }
  static func buildBlock(_ fields: [Field<Object>]...) -> [Field<Object>] { fields.flatMap(\.self) }
}

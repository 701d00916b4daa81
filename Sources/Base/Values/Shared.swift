/// Keeps a large value once for all copies of what has it: they are a reference long.
///
/// Copying a model or a fit inside of rows, picks and rejections costs code as well as time: every type that has one of
/// them would have the copying of all of their parts in its own code.
///
/// Public, so that it is specialized in other modules (see `Deferred`).
@propertyWrapper
public struct Shared<Value: Sendable>: Sendable {
  @usableFromInline
  final class Storage: Sendable {
    @usableFromInline let value: Value

    @inlinable
    init(_ value: Value) { self.value = value }
  }

  @usableFromInline var storage: Storage

  @inlinable
  public init(wrappedValue: Value) { storage = Storage(wrappedValue) }

  @inlinable public var wrappedValue: Value {
    // Lends the value: who looks at a part of it need not copy the whole.
    _read { yield storage.value }
    set { storage = Storage(newValue) }
  }
}

extension Shared: Equatable where Value: Equatable {
  public static func == (one: Shared, other: Shared) -> Bool {
    one.storage === other.storage || one.wrappedValue == other.wrappedValue
  }
}

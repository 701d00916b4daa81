import Synchronization

/// A value that is made when it is first asked for, once for all copies of what has it.
@propertyWrapper
package struct Deferred<Value: Sendable>: Sendable {
  @usableFromInline
  enum State: Sendable {
    case made(Value)
    case unmade(@Sendable () -> Value)
  }

  @usableFromInline
  final class Storage: Sendable {
    @usableFromInline let state: Mutex<State>

    @inlinable
    init(_ state: State) { self.state = Mutex(state) }

    @inlinable var value: Value {
      state.withLock { state in
        switch state {
        case .made(let value): return value
        case .unmade(let make):
          let value = make()
          state = .made(value)
          return value
        }
      }
    }
  }

  @usableFromInline var storage: Storage

  @inlinable
  package init(wrappedValue: Value) { storage = Storage(.made(wrappedValue)) }

  /// `make` must not ask for the value that it makes.
  @inlinable
  package init(making make: @escaping @Sendable () -> Value) { storage = Storage(.unmade(make)) }

  /// Itself, to be made later or when another is.
  @inlinable package var projectedValue: Deferred {
    get { self }
    set { self = newValue }
  }

  @inlinable package var wrappedValue: Value {
    get { storage.value }
    set { storage = Storage(.made(newValue)) }
  }
}

extension Deferred: Equatable where Value: Equatable {
  package static func == (one: Deferred, other: Deferred) -> Bool {
    one.storage === other.storage || one.wrappedValue == other.wrappedValue
  }
}

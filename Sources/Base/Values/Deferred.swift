import Synchronization

/// A value that is made when it is first asked for, once for all copies of what has it.
@propertyWrapper
package struct Deferred<Value: Sendable>: Sendable {
  private enum State: Sendable {
    case made(Value)
    case unmade(@Sendable () -> Value)
  }

  private final class Storage: Sendable {
    private let state: Mutex<State>

    init(_ state: State) { self.state = Mutex(state) }

    var value: Value {
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

  private var storage: Storage

  package init(wrappedValue: Value) { storage = Storage(.made(wrappedValue)) }

  /// `make` must not ask for the value that it makes.
  package init(making make: @escaping @Sendable () -> Value) { storage = Storage(.unmade(make)) }

  /// Itself, to be made later or when another is.
  package var projectedValue: Deferred {
    get { self }
    set { self = newValue }
  }

  package var wrappedValue: Value {
    get { storage.value }
    set { storage = Storage(.made(newValue)) }
  }
}

extension Deferred: Equatable where Value: Equatable {
  package static func == (one: Deferred, other: Deferred) -> Bool {
    one.storage === other.storage || one.wrappedValue == other.wrappedValue
  }
}

import Synchronization

/// A value that is made when it is first asked for, once for all copies of what has it.
///
/// Public, as is whatever here is to be inlined elsewhere: the compiler inlines nothing in other modules that is `package`, and
/// generic code that is not specialized looks its types up at every step.
@propertyWrapper
public struct Deferred<Value: Sendable>: Sendable {
  /// What is made is written once, under the lock and before the flag; nobody reads it before the flag is set.
  @usableFromInline
  final class Storage: @unchecked Sendable {
    @usableFromInline let isMade: Atomic<Bool>
    @usableFromInline let lock = Mutex<Void>(())
    @usableFromInline var made: Value?
    @usableFromInline var make: (@Sendable () -> Value)?

    @inlinable
    init(_ value: Value) {
      isMade = Atomic(true)
      made = value
    }

    @inlinable
    init(making make: @escaping @Sendable () -> Value) {
      isMade = Atomic(false)
      self.make = make
    }

    @inlinable var value: Value {
      if !isMade.load(ordering: .acquiring) { makeNow() }
      guard let made else { preconditionFailure("a deferred value was asked for by what makes it") }
      return made
    }

    @inlinable
    @inline(never)
    func makeNow() {
      lock.withLock { _ in
        guard let make else { return }
        made = make()
        self.make = nil
        isMade.store(true, ordering: .releasing)
      }
    }
  }

  @usableFromInline var storage: Storage

  @inlinable
  public init(wrappedValue: Value) { storage = Storage(wrappedValue) }

  /// `make` must not ask for the value that it makes.
  @inlinable
  public init(making make: @escaping @Sendable () -> Value) { storage = Storage(making: make) }

  /// Itself, to be made later or when another is.
  @inlinable public var projectedValue: Deferred {
    get { self }
    set { self = newValue }
  }

  @inlinable public var wrappedValue: Value {
    get { storage.value }
    set { storage = Storage(newValue) }
  }
}

extension Deferred: Equatable where Value: Equatable {
  public static func == (one: Deferred, other: Deferred) -> Bool {
    one.storage === other.storage || one.wrappedValue == other.wrappedValue
  }
}

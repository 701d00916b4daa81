/// A fact about a machine that was either read or could not be read, with the reason why.
///
/// Unknown is never zero: a value that could not be read stays apart from one that is really nothing.
package enum Known<Value> {
  case known(Value)
  case unknown(reason: String)

  /// What a fact is before anything has looked for it.
  package static var unread: Known { .unknown(reason: "not read") }

  /// The value, or `nil` when it is unknown.
  package var value: Value? {
    if case .known(let value) = self { value } else { nil }
  }

  /// Why the value is unknown, or `nil` when it is known.
  package var reason: String? {
    if case .unknown(let reason) = self { reason } else { nil }
  }

  /// `value` when there is one, otherwise unknown for the given reason.
  package init(_ value: Value?, otherwise reason: @autoclosure () -> String) {
    self = value.map(Known.known) ?? .unknown(reason: reason())
  }

  /// The same fact with the value transformed; unknown stays unknown for the same reason.
  package func map<Other>(_ transform: (Value) -> Other) -> Known<Other> {
    switch self {
    case .known(let value): .known(transform(value))
    case .unknown(let reason): .unknown(reason: reason)
    }
  }

  /// This fact, or `other` when this one is unknown.
  package func or(_ other: @autoclosure () -> Known) -> Known {
    if case .known = self { self } else { other() }
  }
}

extension Known: Sendable where Value: Sendable {}
extension Known: Equatable where Value: Equatable {}

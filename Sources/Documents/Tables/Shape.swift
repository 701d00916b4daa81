/// What the values under a key look like: the part of a field's description that knows no Swift type.
package indirect enum Shape: Sendable {
  case text
  case flag
  case count(ClosedRange<Int>, Unit?)
  /// A whole number that may be negative.
  case integer(Unit?)
  case number(Unit?)
  /// One of these words.
  case word([String])
  case list(Shape)
  /// An object whose keys are not fixed.
  case map(Shape)
  /// An object of a table; the unit is that of its numbers where they share one.
  case object(ObjectShape, Unit?)
  case nullable(Shape)
  /// Any JSON value.
  case anything
  /// What the schema at that place of `docs/schema` describes.
  case described(elsewhere: String)

  /// The shape without the null that it may be.
  var wrapped: Shape {
    if case .nullable(let shape) = self { shape } else { self }
  }

  var members: [ObjectShape.Member]? {
    if case .object(let object, _) = wrapped { object.members } else { nil }
  }
}

/// The keys of an object in the order of their table.
package struct ObjectShape: Sendable {
  /// Its name among the shared definitions, in the spelling of keys.
  package let name: String
  package let meaning: String
  package let members: [Member]

  package struct Member: Sendable {
    package let key: String
    package let meaning: String
    package let shape: Shape
    /// Whether the key is there only where there is something to say.
    var isOptional = false
  }
}

/// What a number counts, for pages that people read.
package enum Unit: Sendable {
  case bytes, bytesPerSecond, tokens, tokensPerSecond, seconds, hertz, parameters, dollars, money
}

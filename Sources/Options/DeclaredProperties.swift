import Glibc

/// The properties of a command as they are made, those of its groups before the groups.
///
/// They come without the names that they have in the program, which take reflection: as much work as all else that a short
/// command line does. Most command lines ask for none of them.
struct DeclaredProperties {
  private final class List { var properties: [DeclaredProperty] = [] }

  let properties: [DeclaredProperty]

  /// What makes a command, and the properties that it has.
  static func of<Command>(_ make: () -> Command) -> (command: Command, declared: DeclaredProperties) {
    let (list, outer) = (List(), pthread_getspecific(key))
    pthread_setspecific(key, Unmanaged.passUnretained(list).toOpaque())
    defer { pthread_setspecific(key, outer) }
    let command = make()
    return (command, DeclaredProperties(properties: list.properties))
  }

  /// Called by each property that is made.
  static func note(_ property: DeclaredProperty) {
    guard let list = pthread_getspecific(key) else { return }
    Unmanaged<List>.fromOpaque(list).takeUnretainedValue().properties.append(property)
  }

  /// The list that this thread is filling.
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// The groups, the last first.
  var groups: [any ParsableArguments] { properties.reversed().compactMap(\.group) }

  /// The definitions of what can be told without the properties' names.
  var definitions: [ArgumentDefinition] {
    properties.compactMap { property in
      property.isPositional || !property.ownNames.isEmpty ? property.definition(propertyName: "") : nil
    }
  }
}

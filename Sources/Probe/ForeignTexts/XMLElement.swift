/// An element of an XML text: its name, attributes, text and children.
struct XMLElement: Equatable {
  var name: String
  var attributes: [String: String] = [:]
  /// The text directly inside, without white space at both ends.
  var text = ""
  var children: [XMLElement] = []

  /// The first child of that name.
  subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

  /// The first child that has one of the names, by their order.
  func first(_ names: String...) -> XMLElement? { names.lazy.compactMap { self[$0] }.first }

  /// This element and all below it, in the order of the text.
  func forEach(_ body: (XMLElement) -> Void) {
    body(self)
    for child in children { child.forEach(body) }
  }
}

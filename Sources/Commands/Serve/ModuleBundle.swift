import Base

/// JavaScript modules joined into one, so that a page in a single file needs no other.
///
/// Each module becomes a function that is called once and hands back what it exports; imports become names of what others
/// handed back. That takes modules as those of `page/` are written: an import or export begins its line and ends on it.
struct ModuleBundle {
  private let sources: [String: String]
  private var order: [String] = []

  /// The modules that `entry` reaches, each after what it needs.
  init(entry: String, sources: [String: String]) throws {
    self.sources = sources
    try visit(entry, above: [])
  }

  var text: String {
    order.map { name in
      "// \(name)\nconst \(Self.variable(name)) = (() => {\n\(body(of: name))})();\n"
    }.joined()
  }

  private mutating func visit(_ name: String, above: [String]) throws {
    if order.contains(name) { return }
    guard let source = sources[name], !above.contains(name) else {
      throw Failure(.failed, "the page's module \(name) is missing or needs itself")
    }
    for line in Self.lines(source) {
      if let imported = Import(line) { try visit(imported.module, above: above + [name]) }
    }
    order.append(name)
  }

  private func body(of name: String) -> String {
    var exported: [String] = []
    var lines: [String] = []
    for line in Self.lines(sources[name] ?? "") {
      if let imported = Import(line) {
        lines.append("const \(imported.names) = \(Self.variable(imported.module));")
      } else if let (declaration, identifier) = Self.export(line) {
        lines.append(declaration)
        exported.append(identifier)
      } else {
        lines.append(line)
      }
    }
    return lines.joined(separator: "\n") + "\nreturn { \(exported.joined(separator: ", ")) };\n"
  }

  /// `export function name(…` without its first word, and the name.
  private static func export(_ line: String) -> (declaration: String, identifier: String)? {
    guard line.hasPrefix("export ") else { return nil }
    let declaration = line.dropFirst("export ".count)
    let words = declaration.split(separator: " ", maxSplits: 3).filter { $0 != "async" }
    guard words.count > 1 else { return nil }
    let identifier = words[1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return (String(declaration), String(identifier))
  }

  private static func lines(_ source: String) -> [String] {
    source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// `what-if.js` as an identifier.
  private static func variable(_ name: String) -> String {
    "module_" + String(name.prefix { $0 != "." }.map { $0 == "-" ? "_" : $0 })
  }

  /// A line that begins with `import`: the names, in braces or behind `* as`, and the module that they come from.
  private struct Import {
    let names: String
    let module: String

    init?(_ line: String) {
      guard line.hasPrefix("import "), line.hasSuffix("\";"), let from = line.firstRange(of: " from \"./") else {
        return nil
      }
      let list = line[line.index(line.startIndex, offsetBy: 7)..<from.lowerBound]
      names = String(list.hasPrefix("* as ") ? list.dropFirst(5) : list)
      module = String(line[from.upperBound...].dropLast(2))
    }
  }
}

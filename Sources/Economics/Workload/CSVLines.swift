/// Cuts CSV (RFC 4180) into lines of cells; a quote that is never closed reaches to the end.
struct CSVLines {
  private var rest: ArraySlice<Unicode.Scalar>
  private var number = 1

  init(_ text: String) { rest = Array(text.unicodeScalars)[...] }

  /// The next line with the number of its first one in the text; nil at the end.
  mutating func next() -> (cells: [String], number: Int)? {
    guard !rest.isEmpty else { return nil }
    let start = number
    var (cells, cell) = ([String](), "")
    var isQuoted = false
    while let scalar = rest.popFirst() {
      if scalar == "\n" { number += 1 }
      switch scalar {
      case "\"" where isQuoted && rest.first == "\"":
        rest.removeFirst()
        cell.unicodeScalars.append(scalar)
      case "\"" where isQuoted || cell.isEmpty: isQuoted.toggle()
      case "," where !isQuoted: (cells, cell) = (cells + [cell], "")
      case "\r" where !isQuoted: break
      case "\n" where !isQuoted: return (cells + [cell], start)
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return (cells + [cell], start)
  }
}

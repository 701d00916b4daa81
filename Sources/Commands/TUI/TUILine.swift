import Base
import Documents

/// How a piece of a line looks.
struct TUIStyle: Equatable, Sendable {
  var color: TextStyle.Color?
  var isBold = false
  var isDim = false
  var isReversed = false

  static let plain = TUIStyle()
  static let bold = TUIStyle(isBold: true)
  static let dim = TUIStyle(isDim: true)
  static let reversed = TUIStyle(isReversed: true)

  static func colored(_ color: TextStyle.Color) -> TUIStyle { TUIStyle(color: color) }
}

/// A line of the screen: pieces of text, each in one style, of which none can be more than text.
struct TUILine: Equatable, Sendable {
  struct Piece: Equatable, Sendable {
    var text: String
    var style: TUIStyle
  }

  private(set) var pieces: [Piece] = []
  /// How many columns a terminal draws it in.
  private(set) var columns = 0
  /// Whether the terminal has more than ASCII.
  let usesUnicode: Bool

  init(usesUnicode: Bool) { self.usesUnicode = usesUnicode }

  init(_ text: String, _ style: TUIStyle = .plain, usesUnicode: Bool) {
    self.init(usesUnicode: usesUnicode)
    add(text, style)
  }

  var text: String { pieces.map(\.text).joined() }

  /// Adds text, at most so many columns of it; what is cut ends with a mark.
  mutating func add(_ text: String, _ style: TUIStyle = .plain, width: Int = .max) {
    let spelled = usesUnicode ? text : text.inASCII
    if spelled.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), spelled.utf8.count <= width {
      return append(spelled, spelled.utf8.count, style)
    }
    let clusters = TextColumns.clusters(spelled)
    let total = clusters.reduce(0) { $0 + $1.columns }
    guard total > width else { return append(clusters.map(\.text).joined(), total, style) }
    let room = width - 1
    guard room >= 0 else { return }
    var (kept, used) = ("", 0)
    for cluster in clusters {
      guard used + cluster.columns <= room else { break }
      kept += cluster.text
      used += cluster.columns
    }
    append(kept + (usesUnicode ? "…" : "~"), used + 1, style)
  }

  /// Adds text in a cell of so many columns.
  mutating func add(cell text: String, width: Int, alignment: TextTable.Alignment = .left, _ style: TUIStyle = .plain) {
    var cell = TUILine(usesUnicode: usesUnicode)
    cell.add(text, style, width: width)
    let space = String(repeating: " ", count: max(0, width - cell.columns))
    if alignment == .right { append(space, space.utf8.count, style) }
    add(cell)
    if alignment == .left { append(space, space.utf8.count, style) }
  }

  mutating func add(_ line: TUILine) {
    for piece in line.pieces { append(piece.text, TextColumns.count(piece.text), piece.style) }
  }

  /// Adds spaces, or another sign of one column, until the line has so many columns.
  mutating func fill(to width: Int, with sign: String = " ", _ style: TUIStyle = .plain) {
    guard width > columns else { return }
    append(String(repeating: sign, count: width - columns), width - columns, style)
  }

  /// The first columns of the line, all of them where it has no more.
  func cut(to width: Int) -> TUILine {
    guard columns > width else { return self }
    var line = TUILine(usesUnicode: usesUnicode)
    for piece in pieces where line.columns < width { line.add(piece.text, piece.style, width: width - line.columns) }
    return line
  }

  /// The line as one that is chosen, over its whole width.
  func reversed(to width: Int) -> TUILine {
    var line = cut(to: width)
    line.fill(to: width)
    for index in line.pieces.indices { line.pieces[index].style = .reversed }
    return line
  }

  private mutating func append(_ text: String, _ count: Int, _ style: TUIStyle) {
    guard count > 0 else { return }
    columns += count
    if let last = pieces.indices.last, pieces[last].style == style {
      pieces[last].text += text
    } else {
      pieces.append(Piece(text: text, style: style))
    }
  }
}

/// What is on the screen.
struct TUIScreen: Equatable, Sendable {
  var lines: [TUILine]
  /// Where the cursor stands; nil where nothing is typed.
  var cursor: (row: Int, column: Int)?

  /// The characters alone, each line ended, without the spaces at the ends.
  var text: String {
    lines.map { line in
      var text = line.text
      while text.last == " " { text.removeLast() }
      return text + "\n"
    }.joined()
  }

  static func == (one: TUIScreen, other: TUIScreen) -> Bool {
    one.lines == other.lines && one.cursor?.row == other.cursor?.row && one.cursor?.column == other.cursor?.column
  }
}

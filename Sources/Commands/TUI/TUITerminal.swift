import Base
import CNcurses
import Glibc

/// The terminal with a full screen on it, by ncurses.
///
/// There is one in a process; whoever opens it closes it on every way out.
struct TUITerminal {
  /// What Debian calls its package, for who lacks it.
  static let package = "libncursesw6"
  static let library = "libncursesw.so.6"

  /// Takes the terminal of standard input and output.
  init(environment: [String: String], usesUnicode: Bool, usesColor: Bool) throws(Failure) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw Failure(
        .unavailable, "there is no terminal: standard input and output must be one",
        hint: "'plimsoll recommend' prints the same picks")
    }
    let name = environment["TERM"] ?? ""
    let unusable = Failure(
      .unavailable, "the terminal '\(name)' is unknown, or nothing can be drawn on it",
      hint: "set TERM to what it is, such as xterm-256color; 'plimsoll recommend' needs nothing of it")
    guard !name.isEmpty, name != "dumb" else { throw unusable }
    guard let handle = dlopen(Self.library, RTLD_NOW | RTLD_LOCAL) else { throw Self.missing }
    switch plimsoll_screen_open(handle, name, usesUnicode ? 1 : 0, usesColor ? 1 : 0) {
    case plimsoll_screen_ready: break
    case plimsoll_screen_no_library: throw Self.missing
    default: throw unusable
    }
  }

  private static var missing: Failure {
    Failure(
      .unavailable, "\(library) is not there, which draws on terminals", hint: "sudo apt-get install \(package)")
  }

  /// Gives the terminal back.
  func close() { plimsoll_screen_close() }

  /// Gives the terminal back and stops; goes on when the program is continued.
  func stop() { plimsoll_screen_stop() }

  /// Draws everything anew the next time.
  func forget() { plimsoll_screen_redraw() }

  func size() -> TUIState.Size {
    var (rows, columns) = (Int32(0), Int32(0))
    plimsoll_screen_measure(&rows, &columns)
    return TUIState.Size(rows: Int(rows), columns: Int(columns))
  }

  func show(_ screen: TUIScreen) {
    plimsoll_screen_erase()
    for (row, line) in screen.lines.enumerated() {
      var column = 0
      for piece in line.pieces {
        let style = piece.style
        // Eight colours have no gray.
        let isDim = style.isDim || style.color == .gray
        let attributes =
          (style.isBold ? plimsoll_bold : 0) | (isDim ? plimsoll_dim : 0)
          | (style.isReversed ? plimsoll_reverse : 0)
        let scalars = piece.text.unicodeScalars.map(\.value)
        plimsoll_screen_put(
          Int32(row), Int32(column), scalars, Int32(scalars.count), UInt32(attributes),
          Int32(style.color.map { $0 == .gray ? 0 : $0.rawValue - 30 } ?? 0))
        column += TextColumns.count(piece.text)
      }
    }
    plimsoll_screen_show(Int32(screen.cursor?.row ?? -1), Int32(screen.cursor?.column ?? 0))
  }

  enum Input { case key(TUIKey), redraw }

  /// What has been typed since, without waiting.
  func typed() -> [Input] {
    var found: [Input] = []
    var value: UInt32 = 0
    while true {
      switch plimsoll_screen_read(&value) {
      case plimsoll_screen_character: Self.character(value).map { found.append($0) }
      case plimsoll_screen_key: Self.key(value).map { found.append(.key($0)) }
      default: return found
      }
    }
  }

  private static func character(_ value: UInt32) -> Input? {
    switch value {
    case 0x0C: .redraw
    case 0x0A, 0x0D: .key(.enter)
    case 0x1B: .key(.escape)
    case 0x09: .key(.tab)
    case 0x08, 0x7F: .key(.backspace)
    default: Unicode.Scalar(value).map { .key(.character(Character($0))) }
    }
  }

  private static func key(_ value: UInt32) -> TUIKey? {
    switch Int(value) {
    case plimsoll_key_up: .up
    case plimsoll_key_down: .down
    case plimsoll_key_left: .left
    case plimsoll_key_right: .right
    case plimsoll_key_home: .home
    case plimsoll_key_end: .end
    case plimsoll_key_page_up: .pageUp
    case plimsoll_key_page_down: .pageDown
    case plimsoll_key_enter: .enter
    case plimsoll_key_back_tab: .backTab
    case plimsoll_key_backspace: .backspace
    case plimsoll_key_delete: .delete
    default: nil
    }
  }
}

/// How the lines and columns of the screen are shared out.
extension TUIState {
  /// Whether the settings, all of them, have a place of their own beside the list.
  var isWide: Bool { size.columns >= 100 && size.rows >= 26 }

  /// Columns of the settings beside the list, with the line between.
  static let panelColumns = 38

  var listColumns: Int { isWide ? size.columns - Self.panelColumns : size.columns }

  /// Lines of the settings below the list.
  var settingLines: Int { isWide ? 0 : size.rows >= 20 ? 2 : 1 }

  /// Lines about the chosen model, below the line with its name.
  var detailLines: Int { size.rows < 16 ? 0 : max(5, size.rows / 4) }

  /// Lines of the list: without the title, the tabs, the heads of the columns and the hints.
  var listLines: Int { max(1, size.rows - 4 - settingLines - (detailLines > 0 ? detailLines + 1 : 0)) }

  /// Lines of a page: without its title, its tabs and the hints.
  var pageLines: Int { max(1, size.rows - 3) }
}

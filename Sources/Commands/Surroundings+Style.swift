import Documents

extension Surroundings {
  /// How text looks here: colour only on a terminal unless asked for, `NO_COLOR` and dumb terminals respected.
  func style(_ options: OutputOptions) -> TextStyle {
    let usesColor: Bool
    switch options.color {
    case .always: usesColor = true
    case .never: usesColor = false
    case .auto:
      usesColor = console.outputIsTerminal && nonEmpty("NO_COLOR") == nil && environment["TERM"] != "dumb"
    }
    console.passesStyles = usesColor
    let locale = nonEmpty("LC_ALL") ?? nonEmpty("LC_CTYPE") ?? nonEmpty("LANG") ?? ""
    let isUnicode = locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
    return TextStyle(usesColor: usesColor, usesUnicode: isUnicode, width: console.width)
  }
}

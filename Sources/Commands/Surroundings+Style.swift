import Base
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
    return TextStyle(usesColor: usesColor, usesUnicode: hasUnicode, width: console.width)
  }

  /// Whether the locale has more than ASCII; the one of POSIX, which holds where none is named, has not.
  var hasUnicode: Bool {
    let locale = (nonEmpty("LC_ALL") ?? nonEmpty("LC_CTYPE") ?? nonEmpty("LANG") ?? "").lowercased()
    return locale.contains("utf-8") || locale.contains("utf8")
  }
}

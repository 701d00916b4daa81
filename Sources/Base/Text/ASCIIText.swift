extension String {
  /// The text in ASCII alone, for locales that have nothing else: signs as they are typed, letters without their marks.
  package var inASCII: String {
    if utf8.allSatisfy({ $0 < 0x80 }) { return self }
    var result = ""
    for scalar in unicodeScalars {
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else if let spelling = ASCIISpelling.signs[scalar] {
        result += spelling
      } else {
        result += ASCIISpelling.letter(scalar)
      }
    }
    return result
  }
}

private enum ASCIISpelling {
  static let signs: [Unicode.Scalar: String] = [
    "·": "|", "•": "*", "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "×": "x", "±": "+-", "≤": "<=", "≥": ">=",
    "≈": "~", "→": "->", "←": "<-", "▶": ">", "“": "\"", "”": "\"", "„": "\"", "‘": "'", "’": "'", "«": "\"", "»": "\"",
    "µ": "u", "μ": "u", "²": "2", "³": "3", "₂": "2", "⁹": "9", "½": "1/2", "¼": "1/4", "°": " deg", "€": "EUR",
    "£": "GBP",
    "§": "section ", "Σ": "sum", "√": "sqrt", "∞": "infinite", "◆": "*", "◂": "<", "█": "#", "▓": "=", "▒": "-",
    "░": ".",
    "✓": "ok", "✗": "x", "│": "|", "─": "-", "\u{A0}": " ", "\u{202F}": " ", "®": "(R)", "™": "(TM)", "ß": "ss",
    "æ": "ae",
    "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ı": "i",
  ]

  /// The letter below the marks; a question mark for what has none.
  static func letter(_ scalar: Unicode.Scalar) -> String {
    for (base, marked) in marked where marked.unicodeScalars.contains(scalar) { return base }
    return scalar.properties.generalCategory == .nonspacingMark ? "" : "?"
  }

  private static let marked = [
    ("a", "àáâãäåāăą"), ("A", "ÀÁÂÃÄÅĀĂĄ"), ("c", "çćč"), ("C", "ÇĆČ"), ("e", "èéêëēęě"), ("E", "ÈÉÊËĒĘĚ"), ("g", "ğ"),
    ("i", "ìíîïī"), ("I", "ÌÍÎÏİ"), ("n", "ñńň"), ("N", "ÑŃŇ"), ("o", "òóôõöőō"), ("O", "ÒÓÔÕÖŐ"), ("r", "ř"),
    ("s", "śšş"),
    ("S", "ŚŠŞ"), ("t", "ť"), ("u", "ùúûüūůű"), ("U", "ÙÚÛÜŮ"), ("y", "ýÿ"), ("z", "źžż"), ("Z", "ŹŽŻ"),
  ]
}

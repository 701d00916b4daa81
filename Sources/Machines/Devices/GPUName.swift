/// A product name taken apart, so that two spellings of one product compare equal and two products never do.
///
/// `NVIDIA GeForce RTX 3060 Laptop GPU`, `GeForce RTX 3060 Mobile / Max-Q` and `rtx3060 mobile` name the same words,
/// and none of them is the desktop card: every word that tells products apart (Ti, SUPER, Max-Q, mobile, D) is kept.
struct GPUName: Sendable, Equatable {
  /// The words that tell products apart.
  var words: Set<String> = []
  /// Form factor and memory technology: they tell variants of one product apart.
  var form: Set<String> = []
  /// Memory size named in GB or GiB, which both mean GiB on a graphics card.
  var memoryGiB: Double?
  /// The vendor, where the name gives it away.
  var vendor: String?

  /// The parts of `text`.
  init(_ text: String) {
    var tokens = Self.tokens(text)[...]
    while let token = tokens.popFirst() {
      let next = tokens.first
      if next == "gb" || next == "gib" || next == "g", let size = Double(token) {
        (memoryGiB, _) = (size, tokens.popFirst())
      } else if let size = Self.memorySize(token) {
        memoryGiB = size
      } else if next == "core" || next == "cores", Double(token) != nil {
        words.insert(token + "core")
        tokens.removeFirst()
      } else if let cores = Self.suffixed(token, ["c", "core", "cores"]) {
        words.insert(cores + "core")
      } else if token == "max", next == "q" {
        words.insert("maxq")
        tokens.removeFirst()
      } else if token == "xe", next == "max" {
        words.formUnion(["xe", "max"])
        tokens.removeFirst()
      } else {
        add(token)
      }
    }
    // A Max-Q part is a laptop part: "Mobile / Max-Q" and "Max-Q" mean one.
    if words.contains("maxq") { words.remove("mobile") }
  }

  private mutating func add(_ token: String) {
    if let vendor = Self.vendors[token], self.vendor == nil { self.vendor = vendor }
    if Self.fillers.contains(token) { return }
    if Self.forms.contains(token) {
      form.insert(token)
    } else if Self.laptop.contains(token) {
      words.insert("mobile")
    } else {
      words.formUnion(Self.split(token))
    }
  }

  /// The words without those that only name a family, for names as people type them: `4090`, `W7900`.
  var coreWords: Set<String> { words.subtracting(Self.families) }

  /// The name without a number of cores, for chips that are told apart by it and listed without.
  var withoutCoreCount: GPUName {
    var name = self
    name.words = words.filter { !$0.hasSuffix("core") }
    return name
  }

  /// One line of text for comparing spellings.
  var spelling: String {
    (words.sorted() + form.sorted()).joined(separator: " ")
  }

  private static let vendors = [
    "nvidia": "nvidia", "geforce": "nvidia", "quadro": "nvidia", "tesla": "nvidia", "rtx": "nvidia", "gtx": "nvidia",
    "jetson": "nvidia", "amd": "amd", "ati": "amd", "radeon": "amd", "instinct": "amd", "rx": "amd",
    "intel": "intel", "arc": "intel", "iris": "intel", "uhd": "intel", "apple": "apple", "qualcomm": "qualcomm",
    "adreno": "qualcomm",
  ]
  private static let fillers: Set = [
    "nvidia", "corporation", "corp", "inc", "co", "ltd", "amd", "ati", "advanced", "micro", "devices", "technologies",
    "intel", "apple", "qualcomm", "geforce", "radeon", "tesla", "instinct", "graphics", "gpu", "gpus", "card",
    "edition", "workstation", "generation", "series", "with", "design", "r", "tm", "c", "integrated", "igpu", "the",
    "accelerator", "discrete",
  ]
  private static let laptop: Set = ["laptop", "mobile", "notebook"]
  private static let forms: Set = [
    "pcie", "pci", "sxm", "sxm2", "sxm3", "sxm4", "sxm5", "sxm6", "nvl", "oam", "passive", "hbm2", "hbm2e", "hbm3",
    "hbm3e", "ddr4", "gddr5", "gddr5x", "gddr6", "gddr6x", "gddr7", "lpddr4x", "lpddr5", "lpddr5x", "oem", "server",
    "refresh",
    "anniversary", "50th", "liquid", "cooling", "watercooled", "limited", "fhhl", "module", "developer", "kit",
  ]
  private static let families: Set = ["rtx", "gtx", "rx", "gt", "arc", "pro", "ai", "jetson", "xe", "iris", "quadro"]

  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var token = ""
    for scalar in text.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9", "+": token.unicodeScalars.append(scalar)
      case "." where token.last?.isNumber == true: token.unicodeScalars.append(scalar)
      case "®", "™": continue
      default:
        if !token.isEmpty { tokens.append(token) }
        token = ""
      }
    }
    if !token.isEmpty { tokens.append(token) }
    return tokens
  }

  /// The size in `12gb` or `12g`; with a single letter only what a card may have, since there is an RX 580G.
  private static func memorySize(_ token: String) -> Double? {
    if let size = suffixed(token, ["gb", "gib"]) { return Double(size) }
    guard let size = suffixed(token, ["g"]).flatMap({ Double($0) }), size <= 256 else { return nil }
    return size
  }

  /// The digits in front of one of the suffixes, or nil.
  private static func suffixed(_ token: String, _ suffixes: [String]) -> String? {
    // Tokens are ASCII, and a point stands behind a digit.
    guard let end = token.utf8.firstIndex(where: { $0 != UInt8(ascii: ".") && !(0x30...0x39).contains($0) }),
      end > token.startIndex, suffixes.contains(String(token[end...]))
    else { return nil }
    return String(token[..<end])
  }

  /// `rtx4090ti` is three words; `m40`, `780m` and `8060s` are one each.
  private static func split(_ token: String) -> [String] {
    for family in ["rtx", "gtx", "rx", "arc", "gt"] where token.hasPrefix(family) && token.count > family.count {
      let rest = String(token.dropFirst(family.count))
      if rest.first?.isNumber == true { return [family] + split(rest) }
    }
    let digits = token.prefix { $0.isNumber }
    if digits.count >= 3 {
      let rest = String(token.dropFirst(digits.count))
      if ["ti", "super", "xt", "xtx", "gre"].contains(rest) { return [String(digits), rest] }
      if rest == "tisuper" { return [String(digits), "ti", "super"] }
      if rest == "maxq" { return [String(digits), "maxq"] }
    }
    for tier in ["pro", "max", "ultra"] where token.hasSuffix(tier) && token.first == "m" {
      let chip = token.dropLast(tier.count)
      if chip.count == 2, chip.last?.isNumber == true { return [String(chip), tier] }
    }
    return [token]
  }
}

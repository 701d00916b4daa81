import Base

/// Where the parts of a recording are: a whole tree, or just the folder that one kind of recording holds.
struct AcceleratorLayout {
  var drmFolder = DRMCard.folder
  var kfdFolder = AMDNode.folder

  init(root: SystemRoot) {
    guard !root.isLive else { return }
    let names = root.names(in: "/")
    if !root.exists(drmFolder), names.contains(where: { $0.hasPrefix("card") && Int($0.dropFirst(4)) != nil }) {
      drmFolder = ""
    }
    if !root.exists(kfdFolder + "/nodes") {
      kfdFolder =
        ["", "/topology", "/kfd/topology", "/kfd/kfd/topology", kfdFolder + "/topology"].first {
          root.exists($0 + "/nodes")
        } ?? kfdFolder
    }
  }

  /// Whether a text has a line that begins with a PCI address and, after it, a line of hexadecimal bytes.
  static func isDump(text: String) -> Bool {
    var hasAddress = false
    for line in text.split(whereSeparator: \.isNewline).prefix(400) {
      let first = line.prefix { $0 != " " }
      if PCIAddress(first) != nil { hasAddress = true }
      if hasAddress, first == "00:", line.split(separator: " ").count == 17 { return true }
    }
    return false
  }
}

/// What a maker's kernel drivers are read from.
struct AcceleratorTree {
  let root: SystemRoot
  let layout: AcceleratorLayout
  let cards: [PCIAddress: DRMCard]
  let functions: [PCIFunction]

  /// The kernel driver of a card.
  func driver(of card: DRMCard) -> String? {
    card.uevent["DRIVER"] ?? functions.first { $0.address == card.address }?.driver
  }
}

import Base

/// Where the parts of a recording are: a whole tree, or just the folder that one kind of recording holds.
struct AcceleratorLayout {
  /// A file that `lspci -x` wrote, in the program's file system.
  var dump: String?
  var drmFolder = DRMCard.folder
  var kfdFolder = AMDNode.folder

  init(root: SystemRoot) {
    guard !root.isLive else { return }
    dump = Self.dump(in: root)
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

  /// The root itself when it is a file, or the only file of a folder, that begins like a dump.
  private static func dump(in root: SystemRoot) -> String? {
    if isDump(root.prefix) { return root.prefix }
    let names = root.names(in: "/")
    guard names.count <= 8, !names.contains("sys"), !names.contains("proc") else { return nil }
    return names.map { root.prefix + "/" + $0 }.first { isDump($0) }
  }

  /// Whether a file has a line that begins with a PCI address and, after it, a line of hexadecimal bytes.
  private static func isDump(_ file: String) -> Bool {
    let folder = file.split(separator: "/").dropLast().joined(separator: "/")
    let name = file.split(separator: "/").last.map(String.init) ?? ""
    let parent = SystemRoot((file.hasPrefix("/") ? "/" : "./") + folder)
    guard case .success(let bytes) = parent.bytes("/" + name, limit: 1 << 20) else { return false }
    return isDump(text: String(decoding: bytes, as: UTF8.self))
  }

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

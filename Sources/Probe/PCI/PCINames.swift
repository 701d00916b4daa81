import Base
import CSystem
import Glibc
import Machines

/// The list of PCI ids that Debian's `pci.ids` package and others install, and a selection of it in the program.
///
/// Distributions keep the list as it was at their release, so that newer devices have no name there. The file is searched for the two lines wanted instead of being read in as libpci does, which takes some 9 ms.
enum PCINames {
  static let files = ["/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids", "/usr/share/pci.ids"]

  /// Where a recording keeps the lines of the list that it needs.
  static let recordedFile = "/plimsoll/pci.ids"

  /// The names that a recording keeps, or else those of the program's own list: what this machine has installed says
  /// nothing of another.
  static func names(of ids: some Sequence<String>, in root: SystemRoot) -> [String: String] {
    guard !root.isLive else { return names(of: ids) }
    if root.exists(recordedFile), let file = root.resolve(recordedFile) {
      return reading([file]) { names(of: Set(ids), in: $0) } ?? [:]
    }
    return names(of: Set(ids), in: UnsafeRawBufferPointer(PCINameList.builtIn))
  }

  /// The lines of a list that give these names.
  static func list(_ names: [String: String]) -> String {
    var lines = ["# names of the devices in this recording"]
    var maker = ""
    for (id, name) in names.sorted(by: { $0.key < $1.key }) {
      let parts = id.split(separator: ":").map(String.init)
      guard parts.count == 2 else { continue }
      if parts[0] != maker { lines.append(parts[0] + "  its maker") }
      maker = parts[0]
      lines.append("\t" + parts[1] + "  " + name)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The names of the ids given as `vendor:device`; those not in a list are left out.
  ///
  /// The later of this machine's list and the one in the program comes first, the other one fills its gaps.
  private static func names(of ids: some Sequence<String>) -> [String: String] {
    let wanted = Set(ids)
    guard !wanted.isEmpty else { return [:] }
    let builtIn = UnsafeRawBufferPointer(PCINameList.builtIn)
    let own = names(of: wanted, in: builtIn)
    return reading(files) { text in
      let other = names(of: wanted, in: text)
      let isOlder = version(of: text).lexicographicallyPrecedes(version(of: builtIn))
      return isOlder ? other.merging(own) { $1 } : own.merging(other) { $1 }
    } ?? own
  }

  private static func names(of ids: Set<String>, in text: UnsafeRawBufferPointer) -> [String: String] {
    var names: [String: String] = [:]
    for id in ids { if let name = name(of: id, in: text) { names[id] = name } }
    return names
  }

  /// The date in a list's head, such as `2023.04.10`.
  static func version(of text: UnsafeRawBufferPointer) -> String {
    let head = String(decoding: text.prefix(2048), as: UTF8.self)
    return head.range(after: "Version: ").map { String($0.prefix { $0.isNumber || $0 == "." }) } ?? ""
  }

  /// Runs `body` with the text of the first file that is there.
  private static func reading<Result>(_ files: [String], _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
    for file in files {
      let descriptor = open(file, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_size > 0, status.st_size < 1 << 26 else { continue }
      let size = Int(status.st_size)
      guard let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED else { continue }
      defer { munmap(memory, size) }
      return body(UnsafeRawBufferPointer(start: memory, count: size))
    }
    return nil
  }

  /// The name of one id in the text of a list.
  static func name(of id: String, in text: UnsafeRawBufferPointer) -> String? {
    let parts = id.split(separator: ":")
    guard parts.count == 2, let vendor = line("\n\(parts[0])  ", in: text[...]) else { return nil }
    // The vendor's devices follow, until a line that starts with neither a tab nor a comment sign.
    var end = vendor.upperBound
    while end < text.count {
      let next = text[end]
      guard next == 0x09 || next == 0x23 || next == 0x0A else { break }
      end = (lineEnd(end, in: text)) + 1
    }
    let devices = text[max(0, vendor.upperBound - 1)..<min(end, text.count)]
    guard let device = line("\n\t\(parts[1])  ", in: devices) else { return nil }
    return String(decoding: text[device.lowerBound..<max(device.lowerBound, device.upperBound - 1)], as: UTF8.self)
  }

  /// The rest of the line that begins with `start`, and where the next line begins.
  private static func line(_ start: String, in text: Slice<UnsafeRawBufferPointer>) -> Range<Int>? {
    let bytes = Array(start.utf8)
    guard let base = text.base.baseAddress, !text.isEmpty,
      let hit = plimsoll_find(base + text.startIndex, text.count, bytes, bytes.count)
    else { return nil }
    let begin = hit - base + bytes.count
    return begin..<(lineEnd(begin, in: text.base) + 1)
  }

  private static func lineEnd(_ position: Int, in text: UnsafeRawBufferPointer) -> Int {
    guard let base = text.baseAddress, position < text.count,
      let hit = memchr(base + position, 0x0A, text.count - position)
    else { return text.count }
    return UnsafeRawPointer(hit) - base
  }
}

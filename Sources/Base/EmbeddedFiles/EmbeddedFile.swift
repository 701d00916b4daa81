import CCatalog
import CSystem
import Glibc

/// A file of `catalog/` or `page/` that was embedded in the program.
package struct EmbeddedFile: @unchecked Sendable {
  /// Path relative to its folder, such as `models/meta.json`.
  package let name: String
  /// The file's bytes; they live as long as the program.
  package let bytes: UnsafeBufferPointer<UInt8>

  /// Every file of `catalog/`, sorted by name.
  package static let all = (0..<plimsoll_embedded_file_count()).map { EmbeddedFile(plimsoll_embedded_file_at($0)) }

  /// The file of `catalog/` with that name, or nil.
  package static func named(_ name: String) -> EmbeddedFile? { all.first { $0.name == name } }

  /// The lines of a text without what ends them; empty ones are left out.
  package var lines: [UnsafeBufferPointer<UInt8>] {
    guard let start = bytes.baseAddress else { return [] }
    var lines: [UnsafeBufferPointer<UInt8>] = []
    var position = 0
    while position < bytes.count {
      let rest = bytes.count - position
      let count =
        memchr(start + position, 0x0A, rest).map { UnsafeRawPointer($0) - UnsafeRawPointer(start + position) } ?? rest
      if count > 0 { lines.append(UnsafeBufferPointer(start: start + position, count: count)) }
      position += count + 1
    }
    return lines
  }

  /// Whether the file has this text somewhere, as it is spelled.
  package func spells(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { wanted in
      plimsoll_contains(bytes.baseAddress, bytes.count, wanted.baseAddress, wanted.count) != 0
    }
  }

  init(_ file: plimsoll_embedded_file) {
    name = String(cString: file.name)
    bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
  }
}

import Base

/// A file of a recording as a text.
enum RecordedFile {
  /// The text that some editors and shells write in place of UTF-8 with plain line ends.
  static func plain(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.starts(with: [0xFF, 0xFE]) {
      let units = stride(from: 2, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
      return plain(Array(String(decoding: units, as: UTF16.self).utf8))
    }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    return text.contains(0x0D) ? text.filter { $0 != 0x0D } : Array(text)
  }

  /// The bytes of a file that is no program, image or archive: these have zeros near their beginning, and texts only where
  /// each letter has two bytes.
  static func text(at path: String) -> [UInt8]? {
    guard let head = bytes(at: path, limit: 1 << 12) else { return nil }
    let isText =
      !head.contains(0) || head.starts(with: [0xFF, 0xFE]) || ProcText.allCases.contains { path.hasSuffix($0.rawValue) }
    guard isText else { return nil }
    return head.count < 1 << 12 ? head : bytes(at: path)
  }

  /// The bytes of a regular file of the program's file system, at most 16 MiB of them.
  static func bytes(at path: String, limit: Int = 1 << 24) -> [UInt8]? {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    return try? SystemRoot((path.hasPrefix("/") ? "/" : "./") + folder).bytes("/" + name, limit: limit).get()
  }
}

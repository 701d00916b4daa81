import CPage

/// The files of the page that `plimsoll serve` shows, from the folder `page/`.
package enum PageFile {
  package static let all: [EmbeddedFile] = (0..<plimsoll_page_file_count()).map { index in
    let file = plimsoll_page_file_at(index)
    return EmbeddedFile(
      name: String(cString: file.name), bytes: UnsafeBufferPointer(start: file.bytes, count: file.count))
  }

  /// The file with that name, or nil.
  package static func named(_ name: String) -> EmbeddedFile? { all.first { $0.name == name } }
}

import CPage

/// The files of the page that `plimsoll serve` shows, from the folder `page/`.
package enum PageFile {
  package static let all = (0..<plimsoll_page_file_count()).map { EmbeddedFile(plimsoll_page_file_at($0)) }

  /// The file with that name, or nil.
  package static func named(_ name: String) -> EmbeddedFile? { all.first { $0.name == name } }
}

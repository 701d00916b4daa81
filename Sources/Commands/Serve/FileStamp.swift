import Base
import Glibc

/// What tells that a file is another one than before.
enum FileStamp {
  /// Name, size and time; nil where nothing is there.
  static func text(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

  /// A digest of the stamps of a fleet's documents, in folders too; empty where they cannot be found.
  static func digest(ofDocuments paths: [String]) -> String {
    guard !paths.isEmpty, let files = try? FleetFiles.named(paths) else { return "" }
    var digest = SHA256()
    for file in files { digest.add(Array(((text(file.path) ?? file.path) + "\n").utf8)) }
    return digest.hexadecimal
  }
}

import Glibc

/// Questions about paths of the program's own file system.
package enum FileQuestions {
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  package static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether the path itself is a symbolic link.
  package static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// The names in a folder, sorted; nil when it cannot be read.
  package static func names(in folder: String) -> [String]? {
    guard isFolder(folder), isReadable(folder) else { return nil }
    return SystemRoot(folder).names(in: "/")
  }
}

import Glibc

/// Room on file systems.
package enum FreeSpace {
  /// Free bytes, for this user, of the file system that the path is on, or would be on; nil where it does not say.
  package static func bytes(at path: String) -> Int? {
    var path = path
    var status = statvfs()
    while statvfs(path, &status) != 0 {
      guard let slash = path.lastIndex(of: "/"), path.count > 1 else { return nil }
      path = slash == path.startIndex ? "/" : String(path[..<slash])
    }
    let (bytes, overflow) = Int(clamping: status.f_bavail).multipliedReportingOverflow(
      by: Int(clamping: status.f_frsize))
    return overflow ? nil : bytes
  }
}

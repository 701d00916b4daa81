import Base
import Glibc

/// Removes a folder with everything in it.
enum FolderRemoval {
  static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    for name in SystemRoot(path).names(in: "/") { remove(path + "/" + name) }
    rmdir(path)
  }
}

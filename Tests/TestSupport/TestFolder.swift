import Glibc

/// A folder for one test, gone with the value.
package final class TestFolder: Sendable {
  package let path: String

  package struct CannotMake: Error {
    package let path: String
    package init(path: String) { self.path = path }
  }

  package init() throws {
    // Recorded trees have thousands of files: memory takes them many times as fast as a disk.
    let place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(place)/plimsoll-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CannotMake(path: place) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  /// Removes a file, or a folder with everything below it; links are removed and not followed.
  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    if let stream = opendir(path) {
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != ".", name != ".." { remove(path + "/" + name) }
      }
    }
    rmdir(path)
  }

  /// Writes a file below the folder, with the folders above it.
  package func write(_ text: String, to name: String) throws {
    var folder = path
    for step in name.split(separator: "/").dropLast() {
      folder += "/" + step
      guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw CannotMake(path: folder) }
    }
    try Files.write(text, to: path + "/" + name)
  }
}

import Glibc

/// Where `/proc`, `/sys` and the like are read from: the live machine or a recorded tree.
///
/// Every read goes through a root, so that a recording takes the same path as the machine itself. Symbolic links
/// inside a recording never lead out of it: an absolute target is taken below the root again.
package struct SystemRoot: Sendable, Equatable {
  /// The folder without a slash at its end; empty for the live machine.
  package let prefix: String
  /// Notes what is asked for, for a recording; nil on all other occasions.
  private let log: ReadLog?

  package static let live = SystemRoot(prefix: "", log: nil)

  private init(prefix: String, log: ReadLog?) {
    self.prefix = prefix
    self.log = log
  }

  /// The same root, which notes what is asked of it.
  package func noting(in log: ReadLog) -> SystemRoot { SystemRoot(prefix: prefix, log: log) }

  package static func == (left: SystemRoot, right: SystemRoot) -> Bool { left.prefix == right.prefix }

  /// The recorded tree in `folder`; `/` is the live machine.
  package init(_ folder: String) {
    var path = folder
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.init(prefix: path == "/" ? "" : path, log: nil)
  }

  /// True for this very machine: only then do CPUID, affinity, environment and measurements mean anything.
  package var isLive: Bool { prefix.isEmpty }

  /// The path in the file system of the program for `path` on the machine, links followed inside the root.
  ///
  /// Returns nil when a link loops or the path leaves the root.
  package func resolve(_ path: String, followingLast: Bool = true) -> String? {
    if isLive { return path }
    let found = LinkWalk.resolve(path, followingLast: followingLast) { Self.linkTarget(prefix + $0) }
    var status = stat()
    guard let found, lstat(prefix + found, &status) != 0, errno == ENOTDIR else { return found.map { prefix + $0 } }
    // What should be a folder is a file: perhaps a link that a copy of the tree keeps as one.
    return LinkWalk.resolve(path, followingLast: followingLast) {
      Self.linkTarget(prefix + $0) ?? Self.flattenedTarget(prefix + $0)
    }.map { prefix + $0 }
  }

  /// The bytes of a file, at most `limit` of them.
  package func bytes(_ path: String, limit: Int = 1 << 22) -> Result<[UInt8], ReadFailure> {
    log?.note(path, .contents)
    guard let file = resolve(path) else { return .failure(ReadFailure(path: path, errorNumber: ELOOP)) }
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return .failure(ReadFailure(path: path, errorNumber: errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return .failure(ReadFailure(path: path, errorNumber: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL))
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while bytes.count < limit {
      let count = read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return .failure(ReadFailure(path: path, errorNumber: errno)) }
      if count == 0 { break }
      bytes += buffer[0..<count]
    }
    return .success(bytes)
  }

  /// The text of a file without NUL bytes, carriage returns and white space at both ends; what is not UTF-8 is replaced.
  package func text(_ path: String, limit: Int = 1 << 22) -> Result<String, ReadFailure> {
    bytes(path, limit: limit).map { bytes in
      let isPadding: (UInt8) -> Bool = { $0 <= 0x20 }
      let trimmed = bytes.drop(while: isPadding).reversed().drop(while: isPadding).reversed()
      return String(decoding: trimmed.filter { $0 != 0 && $0 != 0x0D }, as: UTF8.self)
    }
  }

  /// The names in a folder, sorted, without `.` and `..`; empty when it cannot be read.
  package func names(in path: String) -> [String] {
    log?.note(path, .names)
    guard let folder = resolve(path), let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: UnsafePointer<CChar>($0)) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Whether there is anything at the path.
  package func exists(_ path: String) -> Bool {
    log?.note(path, .presence)
    guard let file = resolve(path) else { return false }
    return access(file, F_OK) == 0
  }

  /// Where a symbolic link on the machine points, as written in the link; nil when it is none.
  package func link(_ path: String) -> String? {
    log?.note(path, .presence)
    return resolve(path, followingLast: false).flatMap { file in
      Self.linkTarget(file) ?? (isLive ? nil : Self.flattenedTarget(file))
    }
  }

  private static func linkTarget(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer[0..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }

  /// The target of a link that a copy of the tree keeps as a small file, as Git does where there are no links.
  ///
  /// The links of sysfs that matter are relative, and no file there begins like one.
  private static func flattenedTarget(_ path: String) -> String? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, (4...512).contains(status.st_size) else {
      return nil
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0, buffer.starts(with: "../".utf8), !buffer[0..<count].contains(where: { $0 <= 0x20 }) else {
      return nil
    }
    return String(decoding: buffer[0..<count], as: UTF8.self)
  }
}

/// A file that could not be read.
package struct ReadFailure: Error, Equatable, CustomStringConvertible {
  package let path: String
  package let errorNumber: Int32

  package init(path: String, errorNumber: Int32) {
    self.path = path
    self.errorNumber = errorNumber
  }

  package var description: String {
    "\(path): \(strerror(errorNumber).map { String(cString: $0) } ?? "error \(errorNumber)")"
  }
}

import Base
import CSystem
import Glibc

/// A folder of files into which a C library may be let.
///
/// Libraries follow links out of a recording and wait for a FIFO to speak. So a recording itself is given to them only
/// where all that they read of it is regular files inside of it; otherwise they get a copy of these, made by our own
/// reader, which is gone when the value is.
struct LibraryTree: ~Copyable {
  /// A file that the library reads: where the machine has it, and where the library looks for it.
  struct File {
    var path: String
    var place: String

    init(_ path: String, at place: String? = nil) {
      self.path = path
      self.place = place ?? path
    }
  }

  /// The folder to name to the library; empty for the live machine.
  let prefix: String
  private let copy: String?

  private static let limit = 1 << 24

  /// A tree of single files and of folders with everything in them; nil when a copy is needed and cannot be made.
  init?(_ files: [File], folders: [String] = [], in root: SystemRoot) {
    if root.isLive || Self.areInside(files, folders, root) {
      (prefix, copy) = (root.prefix, nil)
      return
    }
    guard let folder = Self.temporaryFolder() else { return nil }
    for file in files + folders.flatMap({ LibraryReads.files(below: $0, in: root) }).map({ File($0) }) {
      guard case .success(let bytes) = root.bytes(file.path, limit: Self.limit) else { continue }
      let path = folder + file.place
      _ = FileReplacement.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
      guard let stream = fopen(path, "wbx") else { continue }
      fwrite(bytes, 1, bytes.count, stream)
      fclose(stream)
    }
    (prefix, copy) = (folder, folder)
  }

  deinit { if let copy { FolderRemoval.remove(copy) } }

  /// Whether every file stands where the library looks for it, and is what it seems.
  private static func areInside(_ files: [File], _ folders: [String], _ root: SystemRoot) -> Bool {
    guard files.allSatisfy({ $0.path == $0.place }) else { return false }
    let folder = open(root.prefix, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return false }
    defer { close(folder) }
    return files.allSatisfy { plimsoll_is_file_beneath(folder, String($0.path.dropFirst()), Int64(limit)) >= 0 }
      && folders.allSatisfy {
        plimsoll_is_folder_beneath(folder, String($0.dropFirst()), Int64(limit), Int32(LibraryReads.deepest)) >= 0
      }
  }

  /// A new folder that nobody else may look into.
  private static func temporaryFolder() -> String? {
    for parent in ["/dev/shm", "/tmp"] {
      var template = Array((parent + "/plimsoll-XXXXXX").utf8CString)
      if mkdtemp(&template) != nil { return String(cBuffer: template) }
    }
    return nil
  }
}

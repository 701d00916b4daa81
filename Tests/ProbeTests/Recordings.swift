import Base
import Glibc
import TestSupport

/// The recordings of real machines in the shared folder, with what is true of them.
struct Recording: Sendable {
  var id: String
  var kind: String
  /// Folder of the recording.
  var path: String
  var expected: JSONValue

  /// Those of the given kinds; empty when the shared folder is not there.
  static func all(_ kinds: Set<String>) -> [Recording] {
    guard SharedFacts.has("snapshots/index.json"), let bytes = try? SharedFacts.bytes("snapshots/index.json"),
      let index = try? JSONParser.parse(bytes)
    else { return [] }
    return (index["entries"]?.array ?? []).compactMap { entry in
      guard let id = entry["id"]?.string, let kind = entry["kind"]?.string, kinds.contains(kind),
        let path = entry["path"]?.string
      else { return nil }
      return Recording(
        id: id, kind: kind, path: SharedFacts.folder + "/snapshots/" + path, expected: entry["expected"] ?? .null)
    }
  }
}

extension TestFolder {
  /// Unpacks an archive into the folder; the result is the folder.
  func unpack(_ archive: String) -> String? { run(["/bin/tar", "-C", path, "-xf", archive]) == 0 ? path : nil }
}

/// The names in a folder, sorted.
func names(_ folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
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

/// Runs a program to its end without output; returns its exit code.
///
/// The program gets an environment of its own. Other tests load topologies meanwhile, for which the probe sets variables of
/// this process: a list of variables that moves while the kernel copies it makes the start fail with EFAULT.
func run(_ words: [String]) -> Int32 {
  var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
  var variables: [UnsafeMutablePointer<CChar>?] = [strdup("PATH=/usr/local/bin:/usr/bin:/bin"), nil]
  defer { for text in arguments + variables { free(text) } }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for descriptor in [Int32(0), 1, 2] {
    posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
  }
  var process: pid_t = 0
  guard posix_spawn(&process, words[0], &actions, nil, &arguments, &variables) == 0 else { return -1 }
  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0, errno == EINTR {}
  return status & 0x7F == 0 ? status >> 8 : -1
}

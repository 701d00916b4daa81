import Base
import Glibc
import Machines
import TestSupport
import Testing

@testable import Probe

/// A recorded machine, with what is true of it.
struct Recording: Sendable, CustomTestStringConvertible {
  /// The folder's name.
  var id: String
  /// What was recorded: a tree, an export, the texts of a tool.
  var kind: String
  /// Folder of the recording.
  var path: String
  var expected: JSONValue
  /// What is interesting about it.
  var why = ""
  /// The project and file that it comes from.
  var origin = ""
  var licence = ""

  var testDescription: String { why.isEmpty ? id : "\(id): \(why)" }

  /// Those of `Tests/Recordings`.
  static let kept: [Recording] = {
    let folder = ProjectFolder.path + "/Tests/Recordings/"
    return names(folder).compactMap { name -> Recording? in
      guard let bytes = try? Files.bytes(folder + name + "/expected.json"), let facts = try? JSONParser.parse(bytes),
        let kind = facts["kind"]?.string
      else { return nil }
      return Recording(
        id: name, kind: kind, path: folder + name, expected: facts["expected"] ?? .null,
        why: facts["why"]?.string ?? "", origin: facts["origin"]?.string ?? "",
        licence: facts["licence"]?.string ?? "")
    }
  }()

  /// More of them, whose licences keep them out of the project: those of `../shared/snapshots`, where that folder is.
  static let others: [Recording] = {
    let folder = ProjectFolder.path + "/../shared/snapshots/"
    guard let bytes = try? Files.bytes(folder + "index.json"), let index = try? JSONParser.parse(bytes) else {
      return []
    }
    let entries: [JSONValue] = index["entries"]?.array ?? []
    return entries.compactMap { entry -> Recording? in
      guard let id = entry["id"]?.string, let kind = entry["kind"]?.string, let path = entry["path"]?.string else {
        return nil
      }
      return Recording(id: id, kind: kind, path: folder + path, expected: entry["expected"] ?? .null)
    }
  }()

  /// The machine as `plimsoll hardware --root` reads it, and every fact that is known of it beside what was found.
  func facts() throws -> [ComparedFact] {
    let folder = try TestFolder()
    let root = try #require(self.root(unpackingInto: folder), "\(id) cannot be unpacked")
    let probe = HardwareProbe(root: try RecordingRoot.find(root), environment: [:], executable: nil)
    return FactComparison(self, probe.machine()).facts
  }

  /// What `--root` is given: the folder itself, its archive unpacked, or its one file.
  private func root(unpackingInto folder: TestFolder) -> String? {
    let names = names(path)
    if let archive = names.first(where: { $0.contains(".tar") }) {
      return run(["/bin/tar", "-C", folder.path, "-xf", path + "/" + archive]) == 0 ? folder.path : nil
    }
    guard let packed = names.first(where: { $0.hasSuffix(".gz") }) else { return path }
    let plain = folder.path + "/" + packed.dropLast(3)
    return run(["/bin/sh", "-c", "gzip -dc \"$0\" > \"$1\"", path + "/" + packed, plain]) == 0 ? folder.path : nil
  }
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

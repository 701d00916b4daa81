import Base

/// The files that hold a fleet's documents.
enum FleetFiles {
  struct File: Sendable {
    var path: String
    /// What the host is called: the file's name without its ending, or its path below a folder that was named.
    var host: String

    /// Whether each line is a document.
    var isLines: Bool { path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson") }
  }

  private static let endings = [".json", ".jsonl", ".ndjson"]
  /// Folders below this depth are no collection of documents.
  private static let deepest = 16

  /// All files of the paths, in the order of the paths and of names; each once.
  static func named(_ paths: [String]) throws -> [File] {
    var files: [File] = []
    for path in paths {
      guard FileQuestions.exists(path) else {
        throw Failure(
          .noInput, "'\(path)' is not there", hint: "name folders or files of what 'plimsoll hardware --json' printed")
      }
      guard FileQuestions.isFolder(path) else {
        files.append(File(path: path, host: withoutEnding(path.split(separator: "/").last.map(String.init) ?? path)))
        continue
      }
      let found = below(path, prefix: "", depth: 0)
      guard !found.isEmpty else {
        throw Failure(
          .noInput, "'\(path)' holds no machine documents",
          hint: "collect the output of 'plimsoll hardware --json' there, a file for each host: HOST.json")
      }
      files += found
    }
    return distinct(files)
  }

  private static func below(_ folder: String, prefix: String, depth: Int) -> [File] {
    guard depth < deepest else { return [] }
    return (FileQuestions.names(in: folder) ?? []).flatMap { name -> [File] in
      if name.hasPrefix(".") { return [] }
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      if endings.contains(where: name.hasSuffix) { return [File(path: path, host: prefix + withoutEnding(name))] }
      return FileQuestions.isFolder(path) && !FileQuestions.isLink(path)
        ? below(path, prefix: prefix + name + "/", depth: depth + 1) : []
    }
  }

  private static func withoutEnding(_ name: String) -> String {
    endings.first(where: name.hasSuffix).map { String(name.dropLast($0.count)) } ?? name
  }

  /// Each path once; hosts that would have one name are called by their paths.
  private static func distinct(_ files: [File]) -> [File] {
    var (paths, names) = (Set<String>(), [String: Int]())
    var result = files.filter { paths.insert($0.path).inserted }
    for file in result { names[file.host, default: 0] += 1 }
    for index in result.indices where names[result[index].host, default: 0] > 1 {
      result[index].host = withoutEnding(result[index].path)
    }
    return result
  }
}

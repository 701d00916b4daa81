import Base
import Glibc
import Synchronization

/// The published files of the catalogue's models, from `catalog/files/*.jsonl`: a line for each model.
///
/// Only the lines of the models asked for are read as JSON, so that a command pays for what it looks at.
enum ArtefactTable {
  /// What the table has for a model; empty for one it does not know.
  static func line(of id: String) -> ArtefactLine {
    if let found = read.withLock({ $0[id] }) { return found }
    let line =
      lines[id].flatMap { try? JSONNode(lasting: $0.buffer, levels: levelsToListings) }
      .flatMap { try? ArtefactLine($0) } ?? ArtefactLine()
    read.withLock { $0[id] = line }
    return line
  }

  /// The line, its list of repositories, and each of them.
  private static let levelsToListings = 3

  private static let read = Mutex<[String: ArtefactLine]>([:])

  /// The ids of all lines.
  static var ids: Dictionary<String, Line>.Keys { lines.keys }

  /// A part of an embedded file, which lives as long as the program.
  struct Line: @unchecked Sendable { let buffer: UnsafeBufferPointer<UInt8> }

  private static let lines: [String: Line] = {
    var result: [String: Line] = Dictionary(minimumCapacity: 512)
    for file in EmbeddedFile.all where file.name.hasPrefix("files/") {
      for line in file.lines {
        guard let id = id(line) else { continue }
        result[id] = Line(buffer: line)
      }
    }
    return result
  }()

  /// The id that a line begins with: `{"id":"qwen3-8b",…`.
  private static func id(_ line: UnsafeBufferPointer<UInt8>) -> String? {
    guard let start = line.baseAddress, line.count > head.utf8CodeUnitCount,
      memcmp(start, head.utf8Start, head.utf8CodeUnitCount) == 0
    else { return nil }
    var end = head.utf8CodeUnitCount
    while end < line.count, line[end] != UInt8(ascii: "\"") { end += 1 }
    return String(decoding: UnsafeBufferPointer(rebasing: line[head.utf8CodeUnitCount..<end]), as: UTF8.self)
  }

  private static let head: StaticString = "{\"id\":\""
}

/// A model's line of the table.
struct ArtefactLine: Sendable {
  /// GGUF files, MLX and safetensors checkpoints in the order in which they should be named.
  private(set) var listings: [RepositoryListing] = []
  /// The day on which the tags of Ollama's library were listed.
  private(set) var tagsAsOf: String?
  private var tags: JSONNode?

  /// What Ollama's library tells of a tag.
  struct Digest {
    var sha256: String
    var bytes: Int
    var asOf: String
  }

  init() {}

  init(_ node: JSONNode) throws(JSONShapeError) {
    for repository in try node.required("repositories").elements() {
      listings.append(try RepositoryListing(repository))
    }
    tagsAsOf = try node.optional("ollama_as_of")?.string()
    tags = try node.optional("ollama")
  }

  /// The layer of a tag; nil where none is listed.
  func digest(tag: String) throws(JSONShapeError) -> Digest? {
    guard let layer = try tags?.optional(tag) else { return nil }
    return Digest(
      sha256: try layer.required("sha256").string(), bytes: try layer.required("bytes").integer(),
      asOf: try layer.required("as_of").string())
  }

  /// Whether the repository was listed or has a rule.
  func lists(_ repository: String) -> Bool {
    let wanted = repository.lowercased()
    return listings.contains { $0.repository.lowercased() == wanted }
  }
}

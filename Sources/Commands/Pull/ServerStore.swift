import Base
import Glibc
import Probe

/// Where an Ollama server on this machine keeps models, and what room is there.
struct ServerStore {
  /// The folder as the user knows it.
  let folder: String
  /// The same as this process reaches it: the server may see another file system.
  private let reachable: String

  /// Nil for a server elsewhere, whose disks nobody here sees.
  init?(of server: OllamaServer, surroundings: Surroundings) {
    guard server.isLoopback else { return nil }
    let process = ListeningProcess.identifier(port: server.port)
    let environment = process.flatMap { ListeningProcess.environment(identifier: $0) } ?? [:]
    func own(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
    let store = OllamaStore(surroundings: surroundings)
    let named = own("OLLAMA_MODELS")
    folder =
      named ?? surroundings.nonEmpty("OLLAMA_MODELS") ?? own("HOME").map { $0 + "/.ollama/models" }
      ?? store.folders.first(where: FileQuestions.exists) ?? store.folders[0]
    let root = process.map { "/proc/\($0)/root" } ?? ""
    reachable = FileQuestions.isReadable(root + "/") && folder == named ? root + folder : folder
  }

  var freeBytes: Int? { FreeSpace.bytes(at: reachable) }

  /// Bytes of a layer that an earlier pull left unfinished.
  func partialBytes(sha256: String) -> Int {
    var status = stat()
    // The file has its full length from the start; the blocks tell what is in it.
    guard stat("\(reachable)/blobs/sha256-\(sha256)-partial", &status) == 0 else { return 0 }
    return Int(status.st_blocks) * 512
  }
}

/// The room that a download must leave.
enum DownloadRoom {
  /// What must be free for so many bytes: a tenth more, but no more than two gibibytes more.
  static func needed(_ bytes: Int) -> Int {
    let (sum, overflows) = bytes.addingReportingOverflow(min(bytes / 10, 2 * ByteSize.gibibyte))
    return overflows ? .max : sum
  }

  /// Refuses what does not fit.
  static func check(_ bytes: Int, of name: String, free: Int, at place: String) throws {
    let needed = needed(bytes)
    guard needed > free else { return }
    throw Failure(
      .cannotCreate,
      "no room for \(name): \(ByteSize.text(bytes)) and a margin are \(ByteSize.text(needed)), and "
        + "\(ByteSize.text(free)) are free at \(place)",
      hint: "make room, or try all the same with --force")
  }
}

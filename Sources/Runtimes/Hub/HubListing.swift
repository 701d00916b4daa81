import Base

/// A file of a repository on a Hub.
package struct HubFile: Sendable, Equatable {
  /// Below the repository's root.
  package var path: String
  /// The name of its blob in the cache: SHA-256 for large files, git's own digest for others; nil where not told.
  package var blob: String?
  /// Nil where not told.
  package var bytes: Int?

  package init(path: String, blob: String? = nil, bytes: Int? = nil) {
    (self.path, self.blob, self.bytes) = (path, blob, bytes)
  }

  /// The digest of its bytes; nil where only git's is known.
  package var sha256: String? { blob.flatMap { SHA256.isDigest($0) ? $0 : nil } }

  /// Whether a path stays below the folder that it is relative to.
  static func isInside(_ path: String) -> Bool {
    let steps = path.split(separator: "/", omittingEmptySubsequences: false)
    return !path.hasPrefix("/") && steps.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
      && path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}

/// What a repository holds at a commit.
package struct HubListing: Sendable {
  package var commit: String
  package var files: [HubFile]
}

extension HubClient {
  /// The files of a repository at a branch, a tag or a commit.
  ///
  /// https://huggingface.co/docs/hub/api: the commit from `/revision`, sizes and digests from `/tree`.
  package func listing(of repository: String, revision: String) throws(HubProblem) -> HubListing {
    let base = "/api/models/\(repository)"
    let described = try document("\(base)/revision/\(revision)")
    guard let commit = described.value["sha"]?.string, Self.isCommit(commit) else {
      throw .unlikeHub("it names no commit of \(repository)")
    }
    var names = (described.value["siblings"]?.array ?? []).compactMap { $0["rfilename"]?.string }
    var files: [HubFile] = []
    do {
      let tree = try document("\(base)/tree/\(commit)?recursive=true")
      for entry in tree.value.array ?? [] where entry["type"]?.string == "file" {
        guard let path = entry["path"]?.string else { continue }
        let large = entry["lfs"]
        let blob = (large?["oid"] ?? entry["oid"])?.string.map(Self.withoutAlgorithm)
        files.append(
          HubFile(
            path: path, blob: blob.flatMap { Self.isBlob($0) ? $0 : nil },
            bytes: (large?["size"] ?? entry["size"])?.integer.flatMap { $0 >= 0 ? $0 : nil }))
      }
      names = []
    } catch .refused(status: 404, message: _) {
      // A mirror without it still names its files.
    }
    files += names.map { HubFile(path: $0) }
    return HubListing(commit: commit, files: files.filter { HubFile.isInside($0.path) })
  }

  /// The same file with size and digest, from the head of its address where the listing did not tell.
  package func completed(
    _ file: HubFile, of repository: String, commit: String
  ) throws(HubProblem) -> HubFile {
    if file.blob != nil, file.bytes != nil { return file }
    let head = try head(of: address(of: file.path, repository, commit))
    var file = file
    let tag = head.headers["x-linked-etag"] ?? head.headers["etag"]
    let blob = tag.map { Self.withoutAlgorithm($0.replacing("W/", with: "").filter { $0 != "\"" }) }
    file.blob = file.blob ?? blob.flatMap { Self.isBlob($0) ? $0 : nil }
    let size = head.headers["x-linked-size"] ?? (head.status == 200 ? head.headers["content-length"] : nil)
    file.bytes = file.bytes ?? size.flatMap { Int($0) }
    guard file.blob != nil else { throw .unlikeHub("it tells no digest of \(file.path)") }
    return file
  }

  /// Where the bytes of a file are.
  package func address(of path: String, _ repository: String, _ commit: String) -> String {
    endpoint.address + "/\(repository)/resolve/\(commit)/"
      + PercentEncoding.text(path, keeping: PercentEncoding.pathSigns)
  }

  private static func withoutAlgorithm(_ digest: String) -> String {
    digest.hasPrefix("sha256:") ? String(digest.dropFirst(7)) : digest
  }

  private static func isCommit(_ text: String) -> Bool { text.utf8.count == 40 && text.allSatisfy(\.isHexDigit) }

  /// What can be the name of a blob in the cache.
  private static func isBlob(_ text: String) -> Bool {
    [40, 64].contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
      }
  }
}

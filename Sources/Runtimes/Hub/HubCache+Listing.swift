import Base

extension HubCache {
  /// What the cache has of the repository at its branch `main`; nil where it has nothing.
  ///
  /// Links to blobs that did not come are left out.
  package var listing: HubListing? {
    guard let bytes = try? RandomAccessFile(root + "/refs/main").bytes(upTo: 256) else { return nil }
    let commit = String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
    guard commit.utf8.count == 40, commit.allSatisfy(\.isHexDigit) else { return nil }
    let files = files(below: "", commit, depth: 4)
    return files.isEmpty ? nil : HubListing(commit: commit, files: files)
  }

  private func files(below path: String, _ commit: String, depth: Int) -> [HubFile] {
    (FileQuestions.names(in: file(path, commit: commit)) ?? []).flatMap { name -> [HubFile] in
      let inner = path.isEmpty ? name : path + "/" + name
      if let size = Self.size(file(inner, commit: commit)) { return [HubFile(path: inner, bytes: size)] }
      return depth > 0 ? files(below: inner, commit, depth: depth - 1) : []
    }
  }
}

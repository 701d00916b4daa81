import Base
import Models
import Runtimes

/// A newer catalogue as it was handed over: files with their names inside the bundle, and what their digests were checked
/// against.
struct CatalogBundle {
  var files: [(name: String, bytes: [UInt8])]
  /// Of the file; of a folder that of its list of digests, or of all files one after the other.
  var sha256: String
  var isChecked: Bool

  /// The name of the list of digests, as `sha256sum` writes it.
  static let sumsName = "SHA256SUMS"

  /// Reads a bundle: a file, a folder in the form of the project's own `catalog/`, or a file at an address.
  ///
  /// Its digests must be those of `sha256`, of which a folder's is that of its list, and of a list beside it. An address
  /// needs one of the two.
  init(_ source: String, sha256: String?, _ surroundings: Surroundings) throws {
    if source.hasPrefix("http://") || source.hasPrefix("https://") {
      self = try Self.fetched(source, sha256: sha256, surroundings)
    } else if FileQuestions.isFolder(source) {
      self = try Self.folder(source, sha256: sha256)
    } else {
      self = try Self.file(source, sha256: sha256)
    }
  }

  private init(files: [(name: String, bytes: [UInt8])], sha256: String, isChecked: Bool) {
    (self.files, self.sha256, self.isChecked) = (files, sha256, isChecked)
  }

  private static func file(_ path: String, sha256: String?) throws -> CatalogBundle {
    let bytes = try InputFile.bytes(path, what: "the catalogue", limit: InputFile.limit)
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let sums = try list(folder + "/" + sumsName)
    return try single(bytes, path: path, sha256: sha256, sums: sums)
  }

  private static func fetched(_ address: String, sha256: String?, _ surroundings: Surroundings) throws -> CatalogBundle
  {
    guard surroundings.allowsNetwork else { throw Failure(.failed, "the network is not allowed here") }
    Interrupts.note()
    guard let bytes = try bytes(at: address) else { throw Failure(.unavailable, "there is nothing at \(address)") }
    var sums: [String: String]?
    if sha256 == nil, let slash = address.lastIndex(of: "/"),
      let list = try self.bytes(at: address[...slash] + sumsName)
    {
      sums = try parsed(list, path: address[...slash] + sumsName)
    }
    let result = try single(bytes, path: address, sha256: sha256, sums: sums)
    guard result.isChecked else {
      throw Failure(
        .usage, "nothing tells which digest \(address) must have",
        hint: "give it with --sha256, or put a \(sumsName) beside it")
    }
    return result
  }

  private static func single(
    _ bytes: [UInt8], path: String, sha256: String?, sums: [String: String]?
  ) throws -> CatalogBundle {
    let name = String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
    let digest = digest(bytes)
    let listed = sums?[name]
    for wanted in [sha256, listed].compactMap(\.self) where wanted != digest { throw mismatch(path, digest, wanted) }
    return CatalogBundle(
      files: [("catalog.json", bytes)], sha256: digest, isChecked: sha256 != nil || listed != nil)
  }

  private static func folder(_ path: String, sha256: String?) throws -> CatalogBundle {
    let prefix = path.hasSuffix("/") ? path : path + "/"
    let sums = try list(prefix + sumsName)
    if let sha256 {
      guard let bytes = try? InputFile.bytes(prefix + sumsName, what: "the list of digests") else {
        throw Failure(
          .badData, "\(path): --sha256 is of a folder's \(sumsName), and there is none",
          hint: "make it with sha256sum catalog.json models/*.json > \(sumsName)")
      }
      let digest = digest(bytes)
      guard digest == sha256 else { throw mismatch(prefix + sumsName, digest, sha256) }
    }
    var files: [(name: String, bytes: [UInt8])] = []
    for name in ["", "models/"].flatMap({ folder in
      (FileQuestions.names(in: prefix + folder) ?? []).filter { $0.hasSuffix(".json") }.map { folder + $0 }
    }) where CatalogLoader.isInBundle(name) {
      let bytes = try InputFile.bytes(prefix + name, what: "the catalogue", limit: InputFile.limit)
      if let sums {
        guard let wanted = sums[name] else { throw Failure(.badData, "\(prefix)\(sumsName) does not name \(name)") }
        let digest = digest(bytes)
        guard digest == wanted else { throw mismatch(prefix + name, digest, wanted) }
      }
      files.append((name, bytes))
    }
    if let sums,
      let missing = sums.keys.sorted().first(where: { name in
        CatalogLoader.isInBundle(name) && !files.contains { $0.name == name }
      })
    {
      throw Failure(.badData, "\(prefix)\(sumsName) names \(missing), which is not there")
    }
    var all = SHA256()
    for file in files { all.add(file.bytes) }
    return CatalogBundle(files: files, sha256: sha256 ?? all.hexadecimal, isChecked: sums != nil)
  }

  private static func bytes(at address: String) throws -> [UInt8]? {
    do {
      return try FetchedFile.bytes(address, limit: InputFile.limit) { Interrupts.wasInterrupted }
    } catch {
      switch error {
      case .noLibrary: throw OllamaAccess.noLibrary
      case .stopped: throw OllamaAccess.interruption
      case .notReachable(let reason), .brokeOff(let reason), .notEncrypted(let reason), .notHTTP(let reason),
        .untrusted(let reason):
        throw Failure(.unavailable, "\(address) cannot be fetched: \(reason)", hint: "nothing was changed")
      }
    }
  }

  private static func digest(_ bytes: [UInt8]) -> String {
    var digest = SHA256()
    digest.add(bytes)
    return digest.hexadecimal
  }

  private static func mismatch(_ path: String, _ found: String, _ wanted: String) -> Failure {
    Failure(.badData, "\(path) has the SHA-256 \(found), not \(wanted)", hint: "nothing was changed")
  }

  /// The digests of a list by name; nil where there is no list.
  private static func list(_ path: String) throws -> [String: String]? {
    guard FileQuestions.exists(path) else { return nil }
    return try parsed(try InputFile.bytes(path, what: "the list of digests"), path: path)
  }

  /// Lines of a digest, two spaces or a space and a star, and a name.
  private static func parsed(_ bytes: [UInt8], path: String) throws -> [String: String] {
    var sums: [String: String] = [:]
    for (index, line) in String(decoding: bytes, as: UTF8.self).split(separator: "\n").enumerated() {
      let digest = line.prefix { $0 != " " }
      guard let name = parsedName(line.dropFirst(digest.count)), SHA256.isDigest(digest.lowercased()) else {
        throw Failure(.badData, "\(path):\(index + 1): expected a SHA-256, two spaces and a name")
      }
      sums[name] = digest.lowercased()
    }
    return sums
  }

  private static func parsedName(_ rest: Substring) -> String? {
    var name = rest.drop { $0 == " " || $0 == "*" }
    if name.hasPrefix("./") { name = name.dropFirst(2) }
    return name.isEmpty ? nil : String(name)
  }
}

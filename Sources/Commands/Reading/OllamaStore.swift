import Base

/// Finds what Ollama has pulled, in its folder of manifests and blobs, without asking the server.
struct OllamaStore {
  /// What a name begins with that means a pulled tag.
  static let prefix = "ollama:"

  enum Answer: Equatable {
    /// The blob, and the size of the projector that Ollama loads beside it, if there is one.
    case found(path: String, projectorBytes: Int?)
    case notPulled(lookedIn: [String])
  }

  let surroundings: Surroundings

  /// The GGUF blob of a tag such as `qwen3:8b` or `hf.co/owner/name:Q4_K_M`.
  func blob(of tag: String) throws -> Answer {
    guard let manifest = Self.manifestPath(of: tag) else {
      throw Failure(.usage, "'\(tag)' is no tag of Ollama", hint: "such as qwen3:8b")
    }
    for folder in folders {
      let path = "\(folder)/manifests/\(manifest)"
      guard FileQuestions.exists(path) else { continue }
      let bytes = try InputFile.bytes(path, what: "Ollama's manifest")
      let value = try InputFile.json(bytes, file: path).value
      let layers = value["layers"]?.array ?? []
      let model = layers.first { $0["mediaType"]?.string == "application/vnd.ollama.image.model" }
      guard let digest = model?["digest"]?.string, let name = Self.blobName(of: digest) else {
        throw Failure(.badData, "\(path): /layers: expected a layer of the model with its digest")
      }
      let projector = layers.first { $0["mediaType"]?.string == "application/vnd.ollama.image.projector" }
      return .found(
        path: "\(folder)/blobs/\(name)", projectorBytes: projector?["size"]?.integer.flatMap { $0 > 0 ? $0 : nil })
    }
    return .notPulled(lookedIn: folders)
  }

  /// Where Ollama keeps models: for this user, or as a service of the system.
  var folders: [String] {
    if let named = surroundings.nonEmpty("OLLAMA_MODELS") { return [named] }
    return (surroundings.home.map { [$0 + "/.ollama/models"] } ?? []) + ["/usr/share/ollama/.ollama/models"]
  }

  /// `registry.ollama.ai/library/qwen3/8b`; nil for what cannot be a tag.
  static func manifestPath(of tag: String) -> String? {
    let steps = tag.split(separator: "/", omittingEmptySubsequences: false)
    guard let last = steps.last, (1...3).contains(steps.count) else { return nil }
    let named = last.split(separator: ":", omittingEmptySubsequences: false)
    guard named.count <= 2 else { return nil }
    let standard = ["registry.ollama.ai", "library"]
    let folders = standard.prefix(3 - steps.count) + steps.dropLast().map(String.init)
    let names = folders + [String(named[0]), named.count == 2 ? String(named[1]) : "latest"]
    let isPlain = names.allSatisfy { name in
      !name.isEmpty && !name.hasPrefix(".")
        && name.utf8.allSatisfy { byte in
          byte == 0x2D || byte == 0x2E || byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte)
        }
    }
    return isPlain ? names.joined(separator: "/") : nil
  }

  /// `sha256-` and the hexadecimal digits.
  private static func blobName(of digest: String) -> String? {
    let parts = digest.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "sha256", parts[1].count == 64, parts[1].allSatisfy(\.isHexDigit) else {
      return nil
    }
    return "sha256-\(parts[1])"
  }
}

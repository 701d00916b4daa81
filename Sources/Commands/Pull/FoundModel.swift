import Base
import Models

/// What is known of a model that came, by its server's word or its file's header.
struct FoundModel {
  var architecture: String?
  var quantization: String?
  var parameters: Double?
  /// Digest of the file or layer of its weights.
  var sha256: String?

  /// The answer of Ollama's `/api/show`.
  init(shown: JSONValue) {
    architecture = shown["model_info"]?["general.architecture"]?.string ?? shown["details"]?["family"]?.string
    quantization = shown["details"]?["quantization_level"]?.string
    parameters = shown["model_info"]?["general.parameter_count"]?.number
    sha256 = Self.layerDigest(shown)
  }

  /// A GGUF file, whose digest was looked at when it came.
  init(_ named: NamedModel, sha256: String?) {
    architecture = named.model.architecture?.name
    quantization = named.quantization
    parameters = named.model.parameters.map(Double.init)
    self.sha256 = sha256
  }

  /// Whether an entry or a description of Ollama is of a model whose weights are elsewhere.
  static func isStub(_ value: JSONValue) -> Bool {
    [value["remote_host"], value["remote_model"]].contains { $0?.string?.isEmpty == false }
  }

  /// The digest of the model's own layer, from the line `FROM …/blobs/sha256-…` of its description.
  private static func layerDigest(_ shown: JSONValue) -> String? {
    for line in (shown["modelfile"]?.string ?? "").split(whereSeparator: \.isNewline) where line.hasPrefix("FROM ") {
      guard let start = line.firstRange(of: "sha256-")?.upperBound ?? line.firstRange(of: "sha256:")?.upperBound else {
        continue
      }
      let digest = line[start...].prefix(64)
      if SHA256.isDigest(digest) { return String(digest) }
    }
    return nil
  }
}

import Base
import Documents
import Memory
import Models

/// What a server says of a pulled model, beside what was wanted.
struct PullVerification {
  private(set) var findings: [PullLine.Finding] = []
  /// Whether the model is another one than was wanted.
  private(set) var isAnother = false

  /// Compares the answer of `/api/show` with what the catalogue knows.
  init(_ shown: JSONValue, _ target: PullTarget) throws {
    if Self.isStub(shown) {
      throw Failure(
        .nothingFits, "\(target.name) runs on Ollama's own servers: there are no weights on this machine",
        hint: "name a tag that does not end in cloud")
    }
    digest(shown, target)
    let parametersAgree = parameters(shown, target)
    quantization(shown, target)
    architecture(shown, target, otherwiseSame: parametersAgree)
  }

  /// Whether a model's weights are elsewhere.
  static func isStub(_ value: JSONValue) -> Bool {
    [value["remote_host"], value["remote_model"]].contains { $0?.string?.isEmpty == false }
  }

  /// The digest of the model's own layer, from the line `FROM …/blobs/sha256-…` of its description.
  static func layerDigest(_ shown: JSONValue) -> String? {
    for line in (shown["modelfile"]?.string ?? "").split(whereSeparator: \.isNewline) where line.hasPrefix("FROM ") {
      guard let start = line.firstRange(of: "sha256-")?.upperBound ?? line.firstRange(of: "sha256:")?.upperBound else {
        continue
      }
      let digest = line[start...].prefix(64)
      if SHA256.isDigest(digest) { return String(digest) }
    }
    return nil
  }

  private mutating func digest(_ shown: JSONValue, _ target: PullTarget) {
    guard let wanted = target.artefact?.sha256, let found = Self.layerDigest(shown), found != wanted else { return }
    let day = target.artefact?.asOf.map { " of \($0)" } ?? ""
    findings.append(
      ("digest", "the server has \(found), the catalogue's listing\(day) says \(wanted): the tag has changed since"))
  }

  private mutating func quantization(_ shown: JSONValue, _ target: PullTarget) {
    guard let wanted = target.artefact?.label ?? target.fit?.quantization,
      Quantization.named(wanted)?.isMixed != true,
      let found = shown["details"]?["quantization_level"]?.string, !found.isEmpty, found.lowercased() != "unknown",
      Model.canonical(found) != Model.canonical(wanted)
    else { return }
    isAnother = true
    findings.append(("quantization", "the server has \(found), \(wanted) was wanted"))
  }

  /// True where both are known and agree.
  private mutating func parameters(_ shown: JSONValue, _ target: PullTarget) -> Bool {
    guard let found = shown["model_info"]?["general.parameter_count"]?.number, found > 0,
      let model = target.model, let all = model.parameters ?? model.textParameters
    else { return false }
    let least = Double(min(all, model.textParameters ?? all)) * (1 - Self.tolerance)
    let most = Double(max(all, model.textParameters ?? all)) * (1 + Self.tolerance)
    if (least...most).contains(found) { return true }
    isAnother = true
    findings.append(
      ("parameters", "the server has \(Self.billions(found)), \(model.name) has \(Self.billions(Double(all)))"))
    return false
  }

  /// Tied output heads and towers are counted by some and not by others.
  private static let tolerance = 0.1

  private mutating func architecture(_ shown: JSONValue, _ target: PullTarget, otherwiseSame: Bool) {
    guard let wanted = target.model?.architecture?.name,
      let found = shown["model_info"]?["general.architecture"]?.string ?? shown["details"]?["family"]?.string,
      Self.plain(found) != Self.plain(wanted)
    else { return }
    // Ollama's own conversions have names of their own; as many parameters say that it is the model.
    if otherwiseSame { return }
    isAnother = true
    findings.append(("architecture", "the server has \(found), \(wanted) was wanted"))
  }

  private static func plain(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }

  private static func billions(_ count: Double) -> String { "\(ByteSize.decimal(count / 1e9, places: 2)) billion" }
}

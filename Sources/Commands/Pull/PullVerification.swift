import Base
import Documents
import Memory
import Models

/// A model that came, beside what was wanted.
struct PullVerification {
  private(set) var findings: [PullLine.Finding] = []
  /// Whether the model is another one than was wanted.
  private(set) var isAnother = false

  /// The findings in one sentence.
  var text: String { findings.map { "\($0.subject): \($0.text)" }.joined(separator: "; ") }

  /// Compares with what the catalogue knows of the model, the quantization and the published file.
  init(_ found: FoundModel, model: Model?, label: String?, artefact: Artefact?) {
    digest(found, artefact)
    let parametersAgree = model.map { parameters(found, $0) } ?? false
    quantization(found, label)
    architecture(found, model, otherwiseSame: parametersAgree)
  }

  private mutating func digest(_ found: FoundModel, _ artefact: Artefact?) {
    guard let wanted = artefact?.sha256, let digest = found.sha256, digest != wanted else { return }
    let day = artefact?.asOf.map { " of \($0)" } ?? ""
    findings.append(("digest", "it is \(digest), the catalogue's listing\(day) says \(wanted): it was published anew"))
  }

  private mutating func quantization(_ found: FoundModel, _ label: String?) {
    guard let label, Quantization.named(label)?.isMixed != true, let has = found.quantization, !has.isEmpty,
      has.lowercased() != "unknown", Model.canonical(has) != Model.canonical(label)
    else { return }
    isAnother = true
    findings.append(("quantization", "it has \(has), \(label) was wanted"))
  }

  /// True where both are known and agree.
  private mutating func parameters(_ found: FoundModel, _ model: Model) -> Bool {
    guard let count = found.parameters, count > 0, let all = model.parameters ?? model.textParameters else {
      return false
    }
    let least = Double(min(all, model.textParameters ?? all)) * (1 - Self.tolerance)
    let most = Double(max(all, model.textParameters ?? all)) * (1 + Self.tolerance)
    if (least...most).contains(count) { return true }
    isAnother = true
    findings.append(("parameters", "it has \(Self.billions(count)), \(model.name) has \(Self.billions(Double(all)))"))
    return false
  }

  /// Tied output heads and towers are counted by some and not by others.
  private static let tolerance = 0.1

  private mutating func architecture(_ found: FoundModel, _ model: Model?, otherwiseSame: Bool) {
    guard let wanted = model?.architecture?.name, let has = found.architecture, Self.plain(has) != Self.plain(wanted)
    else { return }
    // Conversions have names of their own; as many parameters say that it is the model.
    if otherwiseSame { return }
    isAnother = true
    findings.append(("architecture", "it is \(has), \(wanted) was wanted"))
  }

  private static func plain(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }

  private static func billions(_ count: Double) -> String { "\(ByteSize.decimal(count / 1e9, places: 2)) billion" }
}

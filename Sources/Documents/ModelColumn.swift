import Base
import Memory
import Models
import Ranking

/// A column of a list of models on a machine: what it shows of each, and how it orders them.
package enum ModelColumn: CaseIterable, Sendable {
  case rank, name, quantization, quality, speed, band, firstToken, answer, memory, place, headroom, context, size,
    released, license

  package var title: String {
    switch self {
    case .rank: "#"
    case .name: "model"
    case .quantization: "quant"
    case .quality: "quality"
    case .speed: "tok/s"
    case .band: "80 % band"
    case .firstToken: "1st token"
    case .answer: "answer"
    case .memory: "memory"
    case .place: "where"
    case .headroom: "left"
    case .context: "context"
    case .size: "size"
    case .released: "released"
    case .license: "licence"
    }
  }

  package var meaning: String {
    switch self {
    case .rank: "its place by what an answer is worth here"
    case .name: "the model"
    case .quantization: "the file that is worth most here, or comes nearest"
    case .quality: "on a scale to 100, less what the file costs"
    case .speed: "tokens written per second, read by an embedding model"
    case .band: "in which 80 % of measured speeds lie"
    case .firstToken: "wait for the first token of a usual prompt"
    case .answer: "wait for a usual answer, thoughts included"
    case .memory: "taken over all memories"
    case .place: "where its layers lie"
    case .headroom: "left free in the fullest memory"
    case .context: "tokens that the model was made for"
    case .size: "parameters"
    case .released: "year and month"
    case .license: "under which it may be used"
    }
  }

  /// Columns of the terminal.
  package var width: Int {
    switch self {
    case .rank: 3
    case .name: 30
    case .quantization: 10
    case .quality: 7
    case .headroom, .context, .memory, .released: 8
    case .speed, .size: 6
    case .band: 11
    case .answer: 7
    case .firstToken: 9
    case .place: 16
    case .license: 14
    }
  }

  package var alignment: TextTable.Alignment {
    switch self {
    case .name, .quantization, .place, .released, .license: .left
    default: .right
    }
  }

  /// What the column says of a model; nothing where it has nothing to say.
  package func text(_ standing: Standing, style: TextStyle) -> String {
    let pick = standing.pick
    switch self {
    case .rank: return pick.map { String($0.rank) } ?? ""
    case .name:
      let mark = pick?.isOnParetoFront == true ? " " + style.glyph("◆", "*") : ""
      return TextStyle.plain(standing.model.name) + mark
    case .quantization: return pick?.fit.quantization ?? standing.rejection?.quantization ?? ""
    case .quality: return pick.map { ByteSize.decimal($0.utility.quality, places: 1) } ?? ""
    case .speed: return pick.map { Amounts.short($0.pace.estimate) } ?? ""
    case .band:
      return pick.map { Amounts.short($0.pace.low) + style.glyph("–", "-") + Amounts.short($0.pace.high) } ?? ""
    case .firstToken: return pick.map { Amounts.seconds($0.speed.timeToFirstTokenSeconds.estimate) } ?? ""
    case .answer: return pick.map { Amounts.seconds($0.answerSeconds.estimate) } ?? ""
    case .memory: return pick.map { ByteSize.text($0.fit.memory.totalBytes) } ?? ""
    case .place: return pick.map { FitText.place($0.fit.placement) } ?? ""
    case .headroom: return pick.map { ByteSize.text(max(0, $0.fit.headroomBytes)) } ?? ""
    case .context: return standing.model.contextMaximum > 0 ? Amounts.tokens(standing.model.contextMaximum) : ""
    case .size: return standing.model.parameters.map(Amounts.parameters) ?? ""
    case .released: return standing.model.released ?? ""
    case .license: return standing.model.license ?? ""
    }
  }

  /// Whether a model comes before another by this column, the better or smaller first; what is not known comes last.
  package func orders(_ one: Standing, before other: Standing) -> Bool {
    if let isBefore = Self.compare(number(one), number(other)) { return isBefore }
    guard let words = words(one), let others = words == "" ? nil : self.words(other) else { return false }
    return others.isEmpty || words < others
  }

  private static func compare(_ one: Double?, _ other: Double?) -> Bool? {
    guard let one else { return other == nil ? nil : false }
    return other.map { one < $0 } ?? true
  }

  /// What is ordered, the smallest first; nil where that is no number.
  private func number(_ standing: Standing) -> Double? {
    let (pick, model) = (standing.pick, standing.model)
    switch self {
    case .rank: return pick.map { Double($0.rank) }
    case .quality: return pick.map { -$0.utility.quality }
    case .speed, .band: return pick.map { -$0.pace.estimate }
    case .firstToken: return pick.map { $0.speed.timeToFirstTokenSeconds.estimate }
    case .answer: return pick.map { $0.answerSeconds.estimate }
    case .memory: return pick.map { Double($0.fit.memory.totalBytes) }
    case .headroom: return pick.map { -Double($0.fit.headroomBytes) }
    case .context: return -Double(model.contextMaximum)
    case .size: return model.parameters.map(Double.init)
    case .released: return model.released.map { -Double(Int($0.filter(\.isNumber)) ?? 0) }
    case .name, .quantization, .place, .license: return nil
    }
  }

  private func words(_ standing: Standing) -> String? {
    switch self {
    case .name: standing.model.name.lowercased()
    case .quantization, .place, .license:
      text(standing, style: TextStyle(usesColor: false, usesUnicode: false, width: 80)).lowercased()
    default: nil
    }
  }
}

extension Pick {
  /// The speed that counts: of writing, or of reading for a model that writes nothing.
  fileprivate var pace: Estimate {
    candidate.model.capabilities.contains(.embedding)
      ? candidate.speed.prefillTokensPerSecond : candidate.speed.decodeTokensPerSecond
  }
}

extension Gate {
  /// `decode speed`.
  var words: String { rawValue.split(separator: "_").joined(separator: " ") }
}

import Documents
import Memory
import Models
import Ranking

/// A line of the list: a model where it stands, and the commands that run it there.
final class TUIRow: Sendable {
  let standing: Standing
  /// Nil where nothing can be run.
  let command: RunCommand?

  init(standing: Standing, command: RunCommand?) { (self.standing, self.command) = (standing, command) }

  var id: String { standing.model.id }
  var name: String { standing.model.name }
  /// The file that is looked at; empty where none was.
  var quantization: String { standing.pick?.fit.quantization ?? standing.rejection?.quantization ?? "" }

  /// What is looked at where no file was: the one that the weights were released in, or the most usual.
  var usualFile: String { standing.model.nativeQuantization ?? "Q4_K_M" }

  /// The name with the file's label.
  var title: String { quantization.isEmpty ? name : "\(name) \(quantization)" }

  /// Whether every word is in the name, the id, the maker, the licence or the file's label; small letters alone.
  func matches(_ words: [Substring]) -> Bool {
    guard !words.isEmpty else { return true }
    let model = standing.model
    let texts = [model.name, model.id, model.creator, model.license, quantization, standing.pick?.labelText]
    let text = texts.compactMap(\.self).joined(separator: " ").lowercased()
    return words.allSatisfy { text.contains(String($0)) }
  }
}

/// What a ranking has answered.
final class TUIRanking: Sendable {
  /// The picks, the best first.
  let rows: [TUIRow]
  /// The nearest of what is held back.
  let nearest: [Rejection]
  let heldBack: Int
  /// The machine in one line.
  let machine: String
  /// What was asked, defaults put in.
  let workload: Workload
  let wishes: Wishes

  init(
    rows: [TUIRow], nearest: [Rejection], heldBack: Int, machine: String, workload: Workload, wishes: Wishes
  ) {
    (self.rows, self.nearest, self.heldBack) = (rows, nearest, heldBack)
    (self.machine, self.workload, self.wishes) = (machine, workload, wishes)
  }
}

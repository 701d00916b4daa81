import Base
import Models

/// What a pull says to a person.
package enum PullText {
  /// Size and digest of a file, as far as they are known; nil where nothing is.
  package static func facts(_ artefact: Artefact?) -> String? {
    let facts = [artefact?.bytes.map(ByteSize.text), artefact?.sha256.map { "sha256 \($0)" }].compactMap(\.self)
    return facts.isEmpty ? nil : facts.joined(separator: ", ")
  }

  /// The line for a person; nil where the event says nothing that was not said.
  package static func line(_ line: PullLine) -> String? {
    switch line {
    case .dryRun, .progress: nil
    case .status(let status), .success(let status): status
    case .placed(let path): "it is at \(path)"
    case .waiting(let seconds):
      "nothing has come for \(Amounts.seconds(seconds)): the server or where it fetches from does not answer; waiting"
    case .retry(let reason, let seconds): "\(reason); trying again in \(Amounts.seconds(seconds))"
    case .verified(let findings):
      findings.isEmpty ? nil : findings.map { "\($0.subject): \($0.text)" }.joined(separator: "\n")
    case .settings(let settings):
      settings.isEmpty ? nil : settings.map(setting).joined(separator: "\n")
    }
  }

  private static func setting(_ setting: PullSetting) -> String {
    switch setting.place {
    case .model: "set in the model made for it: \(setting.name) \(setting.value)"
    case .environment: "to be set for the server, in its environment: \(setting.name)=\(setting.value)"
    }
  }
}

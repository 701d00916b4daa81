import Base
import Models

/// One line of a pull's report.
package enum PullLine: Sendable {
  case dryRun(model: String, Artefact?)
  case status(String)
  case success(String)
  /// The rate is nil before there are two samples.
  case progress(status: String, completedBytes: Int, totalBytes: Int, bytesPerSecond: Double?)
  /// Nothing has come for a while.
  case waiting(seconds: Double)
  /// It broke off and is tried again.
  case retry(reason: String, seconds: Double)
  /// What was looked at afterwards; findings are what differs from what was wanted.
  case verified([Finding])
  /// What the plan needs of the server.
  case settings([PullSetting])
  /// Where the file, or the checkpoint's folder, is.
  case placed(path: String)

  package typealias Finding = (subject: String, text: String)

  fileprivate enum Event: String, CaseIterable {
    case status, progress, waiting, retry, verified, settings, placed, success, dryRun = "dry_run"
  }

  fileprivate var event: Event {
    switch self {
    case .dryRun: .dryRun
    case .status: .status
    case .success: .success
    case .progress: .progress
    case .waiting: .waiting
    case .retry: .retry
    case .verified: .verified
    case .settings: .settings
    case .placed: .placed
    }
  }

  /// What is known of what a dry run names; nil for other events.
  fileprivate var target: Artefact?? {
    if case .dryRun(_, let artefact) = self { return .some(artefact) }
    return nil
  }

  fileprivate var status: String? {
    switch self {
    case .status(let status), .success(let status), .progress(let status, _, _, _): status
    default: nil
    }
  }

  fileprivate var progress: (completed: Int, total: Int, rate: Double?)? {
    guard case .progress(_, let completed, let total, let rate) = self else { return nil }
    return (completed, total, rate)
  }

  fileprivate var seconds: Double? {
    switch self {
    case .waiting(let seconds), .retry(_, let seconds): seconds
    default: nil
    }
  }
}

/// Something that a plan needs of Ollama beyond the model.
package struct PullSetting: Sendable, Equatable {
  package enum Place: String, Sendable, CaseIterable {
    /// A model that was made in the server.
    case model
    /// The environment of the server.
    case environment
  }

  /// The parameter or the variable.
  package var name: String
  package var value: String
  package var place: Place

  package init(name: String, value: String, place: Place) { (self.name, self.value, self.place) = (name, value, place) }
}

extension Contract {
  package static let pull = Document<PullLine>("pull", command: "each line of plimsoll pull", hasVersion: false) {
    Field("event", .word, "What happened.") { $0.event }
    Field("model", ifAny: .text, "What a dry run would ask for.") { line in
      if case .dryRun(let model, _) = line { model } else { nil }
    }
    Field("bytes", ifAny: .nullable(.bytes), "What that takes; null where it is not known.") {
      $0.target.map { $0?.bytes }
    }
    Field("sha256", ifAny: .nullable(.text), "Digest of its file; null where it is not known.") {
      $0.target.map { $0?.sha256 }
    }
    Field("status", ifAny: .text, "What is being done, in Ollama's words where it does it.") { $0.status }
    Field("completed_bytes", ifAny: .bytes, "What is here.") { $0.progress?.completed }
    Field("total_bytes", ifAny: .bytes, "What there is to fetch.") { $0.progress?.total }
    Field("bytes_per_second", ifAny: .nullable(.number(.bytesPerSecond)), "Over the last ten seconds.") {
      $0.progress.map(\.rate)
    }
    Field("reason", ifAny: .text, "Why it is tried again.") { line in
      if case .retry(let reason, _) = line { reason } else { nil }
    }
    Field("seconds", ifAny: .number(.seconds), "How long nothing has come, or how long it waits.") { $0.seconds }
    Field("path", ifAny: .text, "Where it is.") { line in
      if case .placed(let path) = line { path } else { nil }
    }
    Field("findings", ifAny: .list(Tables.pullFinding.codec), "What differs from what was wanted.") { line in
      if case .verified(let findings) = line { findings } else { nil }
    }
    Field("settings", ifAny: .list(Tables.pullSetting.codec), "What the plan needs of the server beside.") { line in
      if case .settings(let settings) = line { settings } else { nil }
    }
  }
}

extension Tables {
  static let pullFinding = Table<PullLine.Finding>("pull_finding", "Something that differs.") {
    Field("subject", .text, "What it is about.") { $0.subject }
    Field("text", .text, "What differs.") { $0.text }
  }

  static let pullSetting = Table<PullSetting>("pull_setting", "Something that a plan needs of Ollama.") {
    Field("name", .text, "The parameter or the variable.") { $0.name }
    Field("value", .text, "What it must be.") { $0.value }
    Field("place", .word, "`model`: set in a model made for it; `environment`: to be set for the server.") { $0.place }
  }
}

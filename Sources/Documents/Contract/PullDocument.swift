import Base
import Models

/// One line of a pull's report.
package enum PullLine: Sendable {
  case dryRun(model: String, Artefact?)
  case status(String)
  case success(String)
  /// The rate is nil before there are two samples.
  case progress(status: String, completedBytes: Int, totalBytes: Int, bytesPerSecond: Double?)

  fileprivate enum Event: String, CaseIterable { case status, progress, success, dryRun = "dry_run" }

  fileprivate var event: Event {
    switch self {
    case .dryRun: .dryRun
    case .status: .status
    case .success: .success
    case .progress: .progress
    }
  }

  /// What is known of what a dry run names; nil for other events.
  fileprivate var target: Artefact?? {
    if case .dryRun(_, let artefact) = self { return .some(artefact) }
    return nil
  }

  fileprivate var status: String? {
    switch self {
    case .dryRun: nil
    case .status(let status), .success(let status), .progress(let status, _, _, _): status
    }
  }

  fileprivate var progress: (completed: Int, total: Int, rate: Double?)? {
    guard case .progress(_, let completed, let total, let rate) = self else { return nil }
    return (completed, total, rate)
  }
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
    Field("status", ifAny: .text, "Ollama's own word.") { $0.status }
    Field("completed_bytes", ifAny: .bytes, "What is here.") { $0.progress?.completed }
    Field("total_bytes", ifAny: .bytes, "What there is to fetch.") { $0.progress?.total }
    Field("bytes_per_second", ifAny: .nullable(.number(.bytesPerSecond)), "Over the last ten seconds.") {
      $0.progress.map(\.rate)
    }
  }
}

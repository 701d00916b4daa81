import Base
import Documents
import Models
import Runtimes

/// Fetches files from a Hub into the cache that llama.cpp and huggingface_hub read.
struct HubPull {
  let surroundings: Surroundings
  let isForced: Bool
  let endpoint: HubEndpoint
  private let folder: String
  private let client: HubClient
  private let progress: PullProgress

  init(_ access: HubAccess, options: OutputOptions, isForced: Bool, isLlamaCpp: Bool) throws {
    surroundings = access.surroundings
    guard surroundings.allowsNetwork else { throw Failure(.failed, "the network is not allowed here") }
    self.isForced = isForced
    endpoint = try access.endpoint()
    folder = try access.cacheFolder(isLlamaCpp: isLlamaCpp)
    let progress = PullProgress(console: surroundings.console, options: options)
    self.progress = progress
    client = HubClient(endpoint) {
      progress.tick()
      return Interrupts.wasInterrupted
    }
    Interrupts.note()
  }

  /// A Hub that asks for more patience, in seconds, is not waited for.
  private static let longestWait = 300.0

  /// Fetches a target; returns where its first file, or the checkpoint's folder, is.
  @discardableResult
  func pull(_ target: HubTarget) throws -> String {
    try progress.concluding {
      let path = try fetch(target)
      progress.end()
      progress.tell(.placed(path: path))
      return path
    }
  }

  private func fetch(_ target: HubTarget) throws -> String {
    let listing = try retrying("repository \(target.repository)", target) { () throws(HubProblem) in
      try client.listing(of: target.repository, revision: "main")
    }
    let cache = HubCache(folder: folder, repository: target.repository)
    let files = try target.files(of: listing).map { file in
      try retrying(file.path, target) { () throws(HubProblem) in
        try client.completed(file, of: target.repository, commit: listing.commit)
      }
    }
    let download = HubDownload(client: client, cache: cache, commit: listing.commit) { file, count in
      progress.progress("fetching \(file.path)", file.path, count, max(count, file.bytes ?? count))
    }
    let missing = files.filter { !download.has($0) }
    try checkRoom(missing, cache, target)
    try written(target) { () throws(HubProblem) in try cache.makeFolders() }
    for file in files where download.has(file) { progress.status("\(file.path) is there already") }
    for file in missing { try fetch(file, target, download, cache) }
    try written(target) { () throws(HubProblem) in
      for file in files {
        if let blob = file.blob { try cache.link(file.path, to: blob, commit: listing.commit) }
      }
      try cache.note("main", commit: listing.commit)
    }
    if !missing.isEmpty { progress.summarize() }
    if target.kind == .checkpoint { return cache.snapshot(listing.commit) }
    let path = cache.file(files[0].path, commit: listing.commit)
    try verify(path, files[0], target)
    return path
  }

  private func fetch(_ file: HubFile, _ target: HubTarget, _ download: HubDownload, _ cache: HubCache) throws {
    progress.status("fetching \(file.path)")
    try retrying(file.path, target) { () throws(HubProblem) in
      var saidWaiting = false
      try cache.holding(
        file.blob ?? "",
        wait: {
          if !saidWaiting { progress.status("another program fetches \(file.path): waiting for it") }
          saidWaiting = true
          return Interrupts.sleep(seconds: 0.2)
        }, { () throws(HubProblem) in if !download.has(file) { try download.fetch(file) } })
    }
  }

  private func checkRoom(_ missing: [HubFile], _ cache: HubCache, _ target: HubTarget) throws {
    let bytes = missing.reduce(0) { sum, file in
      let there = file.blob.flatMap { HubCache.size(cache.partial($0)) } ?? 0
      return sum.addingReportingOverflow(max(0, (file.bytes ?? 0) - there)).partialValue
    }
    guard bytes > 0, !isForced, let free = FreeSpace.bytes(at: folder) else { return }
    try DownloadRoom.check(bytes, of: target.name, free: free, at: folder)
  }

  /// Looks at the file's header.
  private func verify(_ path: String, _ file: HubFile, _ target: HubTarget) throws {
    guard let model = target.model else { return }
    let named: NamedModel
    do {
      named = try ModelFile.read(path)
    } catch let failure as Failure {
      progress.tell(.status("not verified: \(failure.message)"))
      return
    }
    let verification = PullVerification(
      FoundModel(named, sha256: target.artefact?.splitCount == 1 ? file.sha256 : nil),
      model: model, label: target.label, artefact: target.artefact)
    progress.tell(.verified(verification.findings))
    guard verification.isAnother else { return }
    throw Failure(.nothingFits, "\(target.name) is not what was wanted: \(verification.text)", hint: "it is at \(path)")
  }

  private func written(_ target: HubTarget, _ body: () throws(HubProblem) -> Void) throws {
    do {
      try body()
    } catch {
      throw HubAccess.failure(error, target.name, target.repository, endpoint)
    }
  }

  /// Asks until it succeeds, as long as trying again may help.
  private func retrying<Answer>(
    _ what: String, _ target: HubTarget, _ body: () throws(HubProblem) -> Answer
  ) throws -> Answer {
    var retries = Retries(progress)
    while true {
      do {
        return try body()
      } catch {
        guard let least = error.leastWait, least <= Self.longestWait,
          try retries.wait(because: "\(what): \(HubAccess.reason(error))", atLeast: least)
        else { throw HubAccess.failure(error, what, target.repository, endpoint) }
        progress.noteRetry()
      }
    }
  }
}

extension HubProblem {
  /// Seconds to wait at least before another try may help; nil where none will.
  fileprivate var leastWait: Double? {
    switch self {
    case .transfer(.brokeOff), .wrongSize: 0
    case .busy(let seconds): seconds ?? 0
    case .refused(let status, _): status >= 500 || status == 408 ? 0 : nil
    default: nil
    }
  }
}

import Base
import Glibc

/// Fetches one file of a repository into the cache: goes on where an earlier transfer stopped, and checks its digest.
package struct HubDownload {
  let client: HubClient
  let cache: HubCache
  let commit: String
  /// Told how many bytes of a file are there.
  let report: (HubFile, Int) -> Void

  package init(client: HubClient, cache: HubCache, commit: String, report: @escaping (HubFile, Int) -> Void) {
    (self.client, self.cache, self.commit, self.report) = (client, cache, commit, report)
  }

  /// Whether the cache has the whole file; its name is its digest, which was looked at when it came.
  package func has(_ file: HubFile) -> Bool {
    guard let blob = file.blob, let size = HubCache.size(cache.blob(blob)) else { return false }
    return file.bytes.map { $0 == size } ?? true
  }

  /// One attempt; what has come of the file stays for the next.
  package func fetch(_ file: HubFile) throws(HubProblem) {
    guard let blob = file.blob else { throw .unlikeHub("it tells no digest of \(file.path)") }
    let part = try Part(cache.partial(blob), limit: file.bytes)
    report(file, part.count)
    if file.bytes == nil || part.count < file.bytes ?? 0 || part.count == 0 { try receive(file, part) }
    if let expected = file.bytes, part.count != expected {
      throw .wrongSize(expected: expected, found: part.count)
    }
    if let expected = file.sha256, part.digest != expected {
      // Nothing of it can be trusted.
      part.remove()
      throw .wrongDigest(expected: expected, found: part.digest)
    }
    try part.finish(as: cache.blob(blob))
  }

  private func receive(_ file: HubFile, _ part: Part) throws(HubProblem) {
    var problem: HubProblem?
    func noting(_ body: () throws(HubProblem) -> Void) -> Bool {
      do {
        try body()
        return true
      } catch {
        problem = error
        return false
      }
    }
    let address = client.address(of: file.path, cache.repository, commit)
    do {
      let head = try client.fetch(
        address, from: part.count,
        begin: { head in
          noting { () throws(HubProblem) in
            // Who does not know of ranges begins anew.
            if head.status == 200 || !Self.continues(head, at: part.count) { try part.empty() }
            if head.status == 206, part.count == 0, !Self.continues(head, at: 0) {
              throw HubProblem.unlikeHub("it sends another part of \(file.path) than was asked for")
            }
          }
        },
        receive: { chunk in
          noting { () throws(HubProblem) in
            try part.append(chunk)
            if let limit = file.bytes, part.count > limit {
              part.remove()
              throw HubProblem.wrongSize(expected: limit, found: part.count)
            }
            report(file, part.count)
          }
        })
      // What is here is longer than the file there.
      if head.status == 416 { try part.empty() }
    } catch {
      throw problem ?? error
    }
  }

  /// Whether an answer begins at an offset: `Content-Range: bytes 100-199/200`.
  private static func continues(_ head: TransferAnswer, at offset: Int) -> Bool {
    guard head.status == 206, let range = head.headers["content-range"] else { return false }
    return range.drop { !$0.isNumber }.prefix { $0.isNumber }.description == String(offset)
  }
}

/// What has come of a file, with the digest of it.
private final class Part {
  private let path: String
  private let descriptor: Int32
  private(set) var count = 0
  private var sum = SHA256()

  var digest: String { sum.hexadecimal }

  /// Opens or makes the file, and reads what an earlier transfer left; more than `limit` bytes are thrown away.
  init(_ path: String, limit: Int?) throws(HubProblem) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw HubCache.problem(path) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while case let got = read(descriptor, &buffer, buffer.count), got > 0 {
      buffer.withUnsafeBytes { sum.add(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
      count += got
    }
    if let limit, count > limit { try empty() }
  }

  deinit { close(descriptor) }

  func empty() throws(HubProblem) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw HubCache.problem(path) }
    (count, sum) = (0, SHA256())
  }

  func append(_ chunk: UnsafeRawBufferPointer) throws(HubProblem) {
    var rest = chunk
    while rest.count > 0 {
      let written = write(descriptor, rest.baseAddress, rest.count)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw HubCache.problem(path) }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
    sum.add(chunk)
    count += chunk.count
  }

  func remove() { unlink(path) }

  func finish(as blob: String) throws(HubProblem) {
    guard fsync(descriptor) == 0, rename(path, blob) == 0 else { throw HubCache.problem(blob) }
  }
}

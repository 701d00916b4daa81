import Base

/// One line of the answer to a pull.
package enum PullEvent: Sendable, Equatable {
  /// What the server is doing, such as `pulling manifest`.
  case status(String)
  /// Bytes of one layer so far.
  case progress(status: String, digest: String, completedBytes: Int, totalBytes: Int)
  case success
  case error(String)
  /// A line that is no JSON object or says nothing known.
  case unknown

  /// The event of one line.
  package init(line: [UInt8]) {
    guard let value = try? JSONParser.parse(line) else {
      self = .unknown
      return
    }
    if let message = value["error"]?.string {
      self = .error(message)
    } else if let status = value["status"]?.string {
      if status == "success" {
        self = .success
      } else if let digest = value["digest"]?.string, let total = value["total"]?.integer, total > 0 {
        let completed = min(max(0, value["completed"]?.integer ?? 0), total)
        self = .progress(status: status, digest: digest, completedBytes: completed, totalBytes: total)
      } else {
        self = .status(status)
      }
    } else {
      self = .unknown
    }
  }
}

/// Cuts bytes into lines, of which none may be longer than a limit.
package struct LineSplitter {
  /// Longer lines are no lines of a server that means well.
  package static let longest = 1 << 20

  private var rest: [UInt8] = []

  package init() {}

  /// The lines that `bytes` complete; nil when a line is too long.
  package mutating func lines(_ bytes: some Sequence<UInt8>) -> [[UInt8]]? {
    var lines: [[UInt8]] = []
    for byte in bytes {
      if byte == 0x0A {
        if !rest.isEmpty { lines.append(rest) }
        rest = []
      } else {
        guard rest.count < Self.longest else { return nil }
        rest.append(byte)
      }
    }
    return lines
  }

  /// What came after the last line feed.
  package var remainder: [UInt8] { rest }
}

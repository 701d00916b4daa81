import Base

/// One line of the answer to a pull.
package enum PullEvent: Sendable, Equatable {
  /// What the server is doing, such as `pulling manifest`.
  case status(String)
  /// Bytes of one layer so far.
  case progress(status: String, digest: String, completedBytes: Int, totalBytes: Int)
  case success
  case error(String)
  /// A line that says nothing known.
  case unknown
  /// A line that is no JSON object: a cut one, or what another program says.
  case foreign

  /// The event of one line.
  package init(line: [UInt8]) {
    guard let value = try? JSONParser.parse(line), value.members != nil else {
      self = line.allSatisfy { $0 == 0x0D || $0 == 0x20 } ? .unknown : .foreign
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

import Base

/// A log of usage with what of it could not be read.
package struct UsageLog: Sendable, Equatable {
  /// A line that tells of no request.
  package struct BrokenLine: Sendable, Equatable {
    package var line: Int
    package var reason: String

    package init(line: Int, reason: String) { (self.line, self.reason) = (line, reason) }
  }

  package var records: [UsageRecord] = []
  package var broken: [BrokenLine] = []

  package init(records: [UsageRecord] = [], broken: [BrokenLine] = []) {
    (self.records, self.broken) = (records, broken)
  }

  /// The records of JSON lines, a JSON array, or CSV with a head line, whichever the text begins as.
  package init(_ bytes: [UInt8]) {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    let first = body.first { !" \t\r\n".utf8.contains($0) }
    switch first {
    case UInt8(ascii: "["): self.init(array: body)
    case UInt8(ascii: "{"): self.init(lines: body)
    case UInt8(ascii: "d") where body.starts(with: Array("data:".utf8)): self.init(lines: body)
    case nil: self.init()
    default: self.init(csv: String(decoding: body, as: UTF8.self))
    }
  }

  private init(lines bytes: [UInt8]) {
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if line.allSatisfy({ " \t\r".utf8.contains($0) }) { continue }
      take(number: index + 1) { () throws(UsageShapeError) in try UsageShape.records(line: Array(line)) }
    }
  }

  private init(array bytes: [UInt8]) {
    guard let elements = try? JSONNode(parsing: bytes).elements() else {
      self.init(lines: bytes)
      return
    }
    self.init()
    for node in elements {
      take(number: node.line) { () throws(UsageShapeError) in try UsageShape.records(node.value) }
    }
  }

  private init(csv text: String) {
    var reader = CSVLines(text)
    guard let head = reader.next() else { return }
    let columns = UsageColumns(head.cells)
    guard columns.hasTokens else {
      broken.append(BrokenLine(line: 1, reason: "the head line names no columns of input and output tokens"))
      return
    }
    while let line = reader.next() {
      if line.cells == [""] { continue }
      take(number: line.number) { () throws(UsageShapeError) in [try columns.record(line.cells)] }
    }
  }

  private mutating func take(number: Int, _ read: () throws(UsageShapeError) -> [UsageRecord]) {
    do throws(UsageShapeError) {
      records += try read()
    } catch {
      broken.append(BrokenLine(line: number, reason: error.reason))
    }
  }
}

/// Why a line tells of no request.
struct UsageShapeError: Error, Equatable {
  let reason: String
}

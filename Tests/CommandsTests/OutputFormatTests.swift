import Base
import Commands
import TestSupport
import Testing

/// `--format` on every command that has something to print.
@Suite struct OutputFormatTests {
  private static let desktop = ["--gpu", "2xRTX 3060 12GB", "--ram", "32GiB"]

  /// A command, the way to its document's list, and one dotted key of a row with the way to it.
  private static let tables: [(arguments: [String], rows: [String], key: String)] = [
    (["hardware"] + desktop, ["machine", "accelerators"], "memory_total_bytes"),
    (["fit", "qwen3-8b"] + desktop, ["rows"], "memory.total_bytes"),
    (["fit", "kimi-k2-instruct"] + desktop, ["rows"], "placement.mode"),
    (["scan", "--no-bench"] + desktop, ["recommendations"], "row.speed.decode_tokens_per_second.low"),
    (["recommend", "--limit", "9"] + desktop, ["recommendations"], "model.name"),
    (["recommend", "--use-case", "all"] + desktop, ["rows"], "for"),
    (["compare", "qwen3:8b", "gemma3:12b"] + desktop, ["rows"], "quantization"),
    (["plan", "qwen3:32b"], ["options"], "price_usd"), (["catalog", "list"], ["models"], "id"),
    (["cost", "--requests-per-day", "90", "--rent", "g5.xlarge"], ["options"], "monthly_usd"),
    (["decide", "--data", "health"], ["providers"], "allowed"),
    (["runtimes", "qwen3:8b"] + desktop, ["runtimes"], "usable"),
    (["catalog", "search", "qwen3", "8b"], ["models"], "context_max"), (["catalog", "check"], ["findings"], "file"),
  ]

  @Test(arguments: tables.indices)
  func aTableHasTheRowsOfTheDocument(index: Int) throws {
    let (arguments, path, key) = Self.tables[index]
    let document = try ProgramRun(arguments + ["--format", "json"]).document()
    let rows = try #require(path.reduce(.some(document)) { $0?[$1] }?.array)
    let run = ProgramRun(arguments + ["--format=csv"])
    let lines = try CSVText.lines(run.output)
    #expect(lines.count == rows.count + 1)
    #expect(lines.allSatisfy { $0.count == lines[0].count })
    let column = try #require(lines[0].firstIndex(of: key))
    for (row, line) in zip(rows, lines.dropFirst()) {
      let value = key.split(separator: ".").reduce(.some(row)) { $0?[String($1)] } ?? .null
      let text = value == .null ? "" : value.string ?? JSONWriter.line(value)
      #expect(line[column] == text)
    }
    let markdown = ProgramRun(arguments + ["--format", "markdown"])
    let table = markdown.output.split(separator: "\n\n").last?.split(separator: "\n") ?? []
    #expect(table.count == rows.count + 2 && table.allSatisfy { $0.hasPrefix("| ") && $0.hasSuffix(" |") })
    #expect(markdown.code == run.code)
  }

  @Test func oneModelIsOneRow() throws {
    let lines = try CSVText.lines(ProgramRun("catalog", "show", "qwen3:8b", "--format", "csv").output)
    #expect(lines.count == 2 && lines[1][0] == "qwen3-8b")
  }

  @Test func jsonIsSpelledInTwoWays() {
    let arguments = ["hardware"] + Self.desktop
    let document = ProgramRun(arguments + ["--json"]).output
    #expect(ProgramRun(arguments + ["--format", "json"]).output == document)
    #expect(ProgramRun(arguments + ["--json", "--format", "json"]).output == document)
    #expect(ProgramRun(arguments + ["--format", "text"]).output == ProgramRun(arguments).output)
  }

  @Test(arguments: [["--format", "xml"], ["--format", "jsn"], ["--json", "--format", "csv"], ["--format"]])
  func anUnknownFormatIsRefusedWithTheChoices(words: [String]) {
    let run = ProgramRun(["hardware"] + words)
    #expect(run.code == .usage)
    if words.count == 2 { #expect(run.messages.contains("one of text, json, csv, markdown")) }
  }

  @Test(arguments: [["--format", "json"], ["--format=json"], ["--json"]])
  func anErrorIsADocumentToo(words: [String]) throws {
    let run = ProgramRun(["fit", "no-such-model"] + words)
    #expect(try SchemaCheck.findings(in: run.document(), schema: "error") == [])
    #expect(run.code == .usage && run.messages.hasPrefix("plimsoll: "))
  }

  /// An error among rows would be taken for one.
  @Test(arguments: ["csv", "markdown", "text"])
  func anErrorIsNoRow(format: String) {
    #expect(ProgramRun("fit", "no-such-model", "--format", format).output.isEmpty)
  }

  @Test(arguments: [["pull", "qwen3:8b"], ["catalog", "import", "x.gguf"], ["scan", "--pull"]])
  func whatHasNoTableSaysSo(arguments: [String]) {
    let run = ProgramRun(arguments + ["--format", "csv"])
    #expect(run.code == .usage && run.output.isEmpty)
    #expect(run.messages.contains("here there is no table to print") && run.messages.contains("one of: text, json"))
  }
}

/// A reader of RFC 4180.
enum CSVText {
  struct Malformed: Error { let place: Int }

  static func lines(_ text: String) throws -> [[String]] {
    var (lines, line, cell) = ([[String]](), [String](), "")
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"" where cell.isEmpty:
        while let inside = rest.popFirst() {
          if inside == "\"" {
            guard rest.first == "\"" else { break }
            rest = rest.dropFirst()
          }
          cell.unicodeScalars.append(inside)
        }
        guard rest.first == "," || rest.first == "\r" else { throw Malformed(place: rest.startIndex) }
      case ",": (line, cell) = (line + [cell], "")
      case "\r":
        guard rest.popFirst() == "\n" else { throw Malformed(place: rest.startIndex) }
        (lines, line, cell) = (lines + [line + [cell]], [], "")
      case "\"", "\n": throw Malformed(place: rest.startIndex)
      default: cell.unicodeScalars.append(scalar)
      }
    }
    guard line.isEmpty, cell.isEmpty else { throw Malformed(place: rest.startIndex) }
    return lines
  }
}

import Base
import Machines
@testable import Models
import TestSupport
import Testing

@testable import Documents

@Suite struct FormatTests {
  private static let findings: CatalogCheckAnswer = (
    2,
    [
      CatalogCheck.Finding(
        file: "a, \"b\".json", line: 3, pointer: "/models/0/id", message: "not\na | word", isMistake: true),
      CatalogCheck.Finding(file: "plain", line: 10, pointer: "", message: "none\u{1B}[31m", isMistake: false),
    ]
  )

  /// RFC 4180: lines end with CR LF; a cell with a comma, quote or line break stands in quotes.
  @Test func cellsOfCSVAreQuotedWhereTheyMustBe() {
    let text = Contract.catalogCheck.printed(Self.findings, as: .csv, version: "1")
    #expect(
      text == "file,line,pointer,message,severity\r\n\"a, \"\"b\"\".json\",3,/models/0/id,nota | word,mistake\r\n"
        + "plain,10,,none[31m,note\r\n")
  }

  /// A quote or a bar with a combining mark behind it is one all the same to whoever reads bytes.
  @Test func marksHideNoSigns() {
    let finding = CatalogCheck.Finding(file: "a\"\u{301},", line: 1, pointer: "|\u{301}", message: "", isMistake: true)
    let csv = Contract.catalogCheck.printed((1, [finding]), as: .csv, version: "1")
    #expect(csv?.contains("\"a\"\"\u{301},\",1,") == true, "\(csv ?? "")")
    let page = Contract.catalogCheck.printed((1, [finding]), as: .markdown, version: "1")
    #expect(page?.contains("\\|\u{301}") == true, "\(page ?? "")")
  }

  @Test func cellsOfMarkdownStayInTheirColumn() {
    let text = Contract.catalogCheck.printed(Self.findings, as: .markdown, version: "1")
    #expect(
      text == """
        |  |  |
        | --- | --- |
        | files | 2 |

        | file | line | place | message | severity |
        | --- | --: | --- | --- | --- |
        | a, "b".json | 3 | /models/0/id | nota \\| word | mistake |
        | plain | 10 |  | none[31m | note |

        """)
  }

  /// The head line is the same whatever the rows hold; what is unknown is an empty cell.
  @Test func objectsInsideARowHaveDottedKeys() throws {
    var machine = try SimulatedMachine.machine(gpus: ["RTX 3060 12GB"])
    let without = try #require(Contract.hardware.printed(machine, as: .csv, version: "1"))
    machine.accelerators[0].link = PCILink(lanes: 8)
    machine.accelerators[0].features = ["one": "1"]
    let with = try #require(Contract.hardware.printed(machine, as: .csv, version: "1"))
    let lines = [without, with].map { $0.split(separator: "\r\n") }
    #expect(lines[0][0] == lines[1][0])
    #expect(lines[0][0].contains(",link.transfers_per_second,link.lanes,"))
    #expect(lines[0][1].contains(",cuda;vulkan,true,"))
    #expect(lines[1][1].contains(",,8,,,"))
    #expect(lines[1][1].contains("\"{\"\"one\"\":\"\"1\"\"}\""))
  }

  @Test func anEmptyListIsAHeadLine() throws {
    let machine = try SimulatedMachine.machine(gpus: ["none"])
    let text = try #require(Contract.hardware.printed(machine, as: .csv, version: "1"))
    #expect(text.split(separator: "\r\n").count == 1 && text.hasPrefix("id,name,vendor,"))
    #expect(Contract.hardware.printed(machine, as: .text, version: "1") == nil)
  }

  @Test func aMeasurementFollowsItsSchema() throws {
    let spread = Spread(median: 2, low: 1, high: 3)
    let cpu = Measurements.CPU(
      threads: 2, memoryReadBytesPerSecond: spread, singleThreadReadBytesPerSecond: spread,
      kernels: [
        .init(
          name: "k", quantization: "Q4_K", phase: .decode, bytesPerSecond: spread, operationsPerSecond: spread)
      ], isNoisy: true, numaNodes: [.init(id: 0, threads: 2, memoryReadBytesPerSecond: spread)])
    let measurements = Measurements(cpu: cpu, elapsedSeconds: 0.5)
    let document = Contract.bench.json(measurements, version: "1")
    #expect(try SchemaCheck.findings(in: document, schema: "bench") == [])
    let csv = try #require(Contract.bench.printed(measurements, as: .csv, version: "1"))
    #expect(csv.hasSuffix("k,Q4_K,decode,2,1,3,2,1,3\r\n"))
  }
}

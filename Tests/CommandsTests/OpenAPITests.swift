import Base
import TestSupport
import Testing

@testable import Commands
@testable import Documents
@testable import Options

/// The description of the interface against the commands that it describes.
@Suite struct OpenAPITests {
  private let document = OpenAPI.document(address: "http://127.0.0.1:8717")

  /// Every option of every command that is asked is there, but those for who sits at the machine.
  @Test func everyOptionIsDescribed() throws {
    #expect(Endpoint.all.count == 15)
    for endpoint in Endpoint.all {
      var type: any ParsableCommand.Type = RootCommand.self
      for word in endpoint.words {
        let next = type.subcommand(named: word)
        type = try #require(next)
      }
      let definitions = ArgumentSet(type.init()).definitions
      let place = try #require(document["paths"]?["/" + endpoint.words.joined(separator: "/")])
      let parameters = try #require(place["get"]?["parameters"]?.array)
      #expect(parameters.count == definitions.count { !$0.isLocal })
      #expect(Set(parameters.compactMap { $0["name"]?.string }).count == parameters.count)
      let members = place["post"]?["requestBody"]?["content"]?["application/json"]?["schema"]?["properties"]?.members
      #expect(members?.map(\.key) == parameters.compactMap { $0["name"]?.string })
      for option in ["json", "root", "machine", "catalog", "log", "plot", "out", "answers", "prices", "pull", "fresh"] {
        #expect(!parameters.contains { $0["name"]?.string == option })
      }
    }
  }

  @Test func everyEndpointHasADocument() throws {
    for endpoint in Endpoint.all {
      #expect(Contract.all.contains { $0.isPrinted(by: endpoint.words) }, "\(endpoint.words)")
    }
  }

  @Test func everyReferenceLeadsSomewhere() throws {
    var count = 0
    func check(_ value: JSONValue) {
      if let reference = value["$ref"]?.string {
        count += 1
        let steps = reference.split(separator: "/").dropFirst().map(String.init)
        #expect(steps.reduce(.some(document), { $0?[$1] }) != nil, "\(reference)")
      }
      value.members?.forEach { check($0.value) }
      value.array?.forEach(check)
    }
    check(document)
    #expect(count > 200)
  }

  /// Values that files and folders are named by never come from elsewhere.
  @Test func pathsAreForTheCommandLineAlone() {
    for endpoint in Endpoint.all {
      #expect(throws: Failure.self) { try endpoint.commandLine([("catalog", .text("/etc"))]) }
      #expect(throws: Failure.self) { try endpoint.commandLine([("json", .alone)]) }
    }
  }
}

import Base
import TestSupport
import Testing

@testable import Commands

/// `serve --fleet`: the documents of many machines over HTTP and in a file of the page.
@Suite struct ServeFleetTests {
  private static func folder() throws -> TestFolder {
    let folder = try TestFolder()
    for (name, gpu) in [("alpha", "RTX 4090"), ("beta", "RTX 4090"), ("gamma", "none")] {
      try folder.write(
        ProgramRun("hardware", "--gpu", gpu, "--ram", "64GiB", "--json").output, to: "inventory/\(name).json")
    }
    return folder
  }

  @Test func theAnswerIsThatOfTheCommandLineAndFollowsTheFolder() throws {
    let folder = try Self.folder()
    let inventory = folder.path + "/inventory"
    let server = try ServedProgram("--fleet", inventory)
    defer { server.stop() }
    let target = "/api/v1/fleet?use-case=coding&limit=3"
    let line = "\"$P\" fleet \(inventory) --use-case coding --limit 3 --json"
    let first = try server.get(target)
    #expect(first.status == 200 && first.headers["plimsoll-exit-code"] == "0")
    #expect(first.body == (try BuiltProgram.shell(line, environment: ["HOME": ServedProgram.home]).output))
    #expect(try server.get("/questions.json").headers["plimsoll-fleet"] != nil)
    // What is changed or added is read; what is broken is named.
    try folder.write("{", to: "inventory/delta.json")
    let second = try server.get(target)
    #expect(second.status == 200 && second.headers["plimsoll-exit-code"] == "65")
    #expect(try JSONParser.parse(second.body)["skipped"]?.array?.count == 1)
    try folder.write(#"{"schema": "plimsoll.bench/1"}"#, to: "inventory/delta.json")
    #expect(try server.get(target).body == first.body)
  }

  @Test func whoAsksNamesNoFiles() throws {
    let folder = try Self.folder()
    let server = try ServedProgram("--fleet", folder.path + "/inventory/alpha.json")
    defer { server.stop() }
    for parameter in ["path=/etc", "want=/etc/passwd", "link=/etc/passwd", "prometheus=/tmp/x"] {
      let got = try server.get("/api/v1/fleet?" + parameter)
      #expect(got.status == 400, "\(parameter): \(got.body)")
    }
  }

  @Test func withoutDocumentsThereIsNone() throws {
    let server = try ServedProgram()
    defer { server.stop() }
    let got = try server.get("/api/v1/fleet")
    #expect(got.status == 404 && got.body.contains("--fleet"))
    #expect(try server.get("/questions.json").headers["plimsoll-fleet"] == nil)
    let run = try BuiltProgram.shell("exec \"$P\" serve --port 0 --fleet /nowhere")
    #expect(run.code == 66 && run.messages.contains("'/nowhere' is not there"))
  }

  @Test func aFileCarriesTheFleetThatItIsGiven() throws {
    for files in [[], ["inventory"]] {
      var asked: [[String]] = []
      let page = try PageExport(view: "use-case=coding", fleet: files) { words in
        asked.append(words)
        return AnswerMaker.Answer(.answered, #"{"recommendations": []}"#, isError: false)
      }.html()
      #expect(asked.filter { $0.first == "fleet" }.map { $0.suffix(2) } == files.map { ["--", $0] })
      #expect(page.contains(#""fleet?license=any&limit=3&use-case=coding":"#) == !files.isEmpty)
    }
  }
}

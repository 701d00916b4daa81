import Base
import Commands
import Solver
import TestSupport
import Testing

/// `plimsoll fleet --want` from the command line on.
@Suite struct FleetWantTests {
  /// So many hosts of each kind, and a file of wants.
  private static func folder(_ hosts: [(gpu: String, count: Int)], wants: String) throws -> TestFolder {
    let folder = try TestFolder()
    for (number, host) in hosts.enumerated() {
      let document = ProgramRun("hardware", "--gpu", host.gpu, "--ram", "128GiB", "--json").output
      for copy in 0..<host.count { try folder.write(document, to: "hosts/kind\(number)-\(copy).json") }
    }
    try folder.write(wants, to: "fleet.toml")
    return folder
  }

  private static func run(_ folder: TestFolder, _ more: String...) -> ProgramRun {
    ProgramRun(
      ["fleet", folder.path + "/hosts", "--want", folder.path + "/fleet.toml", "--use-case", "general"] + more)
  }

  @Test(.enabled(if: GLPK() != nil, "libglpk.so.40 is not there"))
  func hostsServeWhatIsWanted() throws {
    let folder = try Self.folder(
      [("4xL40S", 2), ("RTX 4090", 3)],
      wants: """
        [[want]]
        name = "chat"
        model = "qwen3:8b"
        users = 60
        think_time = 20
        target_speed = 15

        [[want]]
        use_case = "coding"
        users = 8
        think_time = 30
        license = "commercial"
        """)
    let run = Self.run(folder, "--json")
    #expect(run.code == .answered, "\(run.messages)")
    let document = try run.document()
    #expect(try SchemaCheck.findings(in: document, schema: "fleet") == [])
    let shares = try #require(document["assignment"]?.array)
    for (want, users) in [("chat", 60.0), ("coding", 8)] {
      let own = shares.filter { $0["want"]?.string == want }
      let served = own.compactMap { $0["users"]?.number }.reduce(0, +)
      #expect(abs(served - users) < users * 0.01, "\(want)")
      #expect(
        own.allSatisfy {
          ($0["load"]?.number ?? 2) <= 1 && ($0["users"]?.number ?? 9) <= ($0["capacity"]?.number ?? 0) * 1.001
        })
      #expect(Set(own.compactMap { $0["model"]?.string }).count == 1)
    }
    // No host has more cards taken than it has.
    var taken: [String: Int] = [:]
    for share in shares {
      taken[share["host"]?.string ?? "", default: 0] +=
        (share["cards"]?.integer ?? 0) * (share["replicas"]?.integer ?? 0)
    }
    #expect(taken.allSatisfy { $0.value <= ($0.key.hasPrefix("kind0") ? 4 : 1) }, "\(taken)")
    #expect(document["unmet"] == [] && document["solver"]?["proven"] == true && document["solver"]?["gap"] == 0)
    let spare = document["spare_hosts"]?.array?.compactMap(\.string) ?? []
    #expect(Set(spare).isDisjoint(with: Set(taken.keys)) && spare.count + taken.count == 5)
    let text = Self.run(folder)
    #expect(text.output.contains("Who serves what") && text.output.contains("No assignment is better"))
  }

  @Test(.enabled(if: GLPK() != nil, "libglpk.so.40 is not there"))
  func whatIsLeftIsToldWithWhatWouldServeIt() throws {
    let folder = try Self.folder(
      [("RTX 3060 12GB", 1)],
      wants:
        "[[want]]\nmodel = 'qwen3:8b'\nusers = 500\ntarget_speed = 10\n\n[[want]]\nmodel = 'llama-3.3-70b-instruct'\nusers = 1\ntarget_speed = 10"
    )
    let run = Self.run(folder, "--json")
    #expect(run.code == .nothingFits)
    let unmet = try #require(try run.document()["unmet"]?.array)
    #expect(unmet.map { $0["want"] } == ["qwen3-8b", "llama-3.3-70b-instruct"])
    #expect(unmet.allSatisfy { $0["cheapest_purchase"]?["price_usd"]?.number ?? 0 > 0 })
    #expect(unmet[0]["served"]?.number ?? 0 > 0 && unmet[1]["served"]?.number == 0)
  }

  @Test(arguments: [
    ("[[want]]\nmodel = 'qwen99'\nusers = 1", ":2: ", "a model of the catalogue"),
    ("[[want]]\nuse_case = 'coding'", ":1: ", "either 'users' or 'rate'"),
    ("[[want]]\nusers = 1", ":1: ", "either 'model' or 'use_case'"),
    ("\n[[want]]\nuse_case = 'coding'\nusers = 0", ":4: ", "a whole number"),
    ("[[want]]\nuse_case = 'chess'\nusers = 1", ":2: ", "one of general, coding"),
    ("[[want]]\nuse_case = 'embedding'\nusers = 1", ":2: ", "in which a model writes"),
    ("[[want]]\nuse_case = 'coding'\nusers = 1\nspeed = 3", ":4: ", "one of the keys"),
    ("[[want]]\nuse_case = 'coding'\nusers = 1\n[[want]]\nuse_case = 'coding'\nusers = 2", ":4: ", "a name"),
    ("[[want]\n", ":1:8: ", "not TOML"), ("want = []", ":1: ", "from 1 to"), ("x = 1", ":1: ", "[[want]]"),
    ("", ":1: ", "missing"),
  ])
  func aMistakeInTheWantsIsNamed(text: String, place: String, expected: String) throws {
    let folder = try Self.folder([("none", 1)], wants: text)
    let run = Self.run(folder)
    #expect(run.code == .badData)
    #expect(run.messages.contains("fleet.toml" + place) && run.messages.contains(expected), "\(run.messages)")
  }
}

import Base
import Commands
import TestSupport
import Testing

/// `catalog update`: what is taken, refused, stored, used and given up again.
@Suite struct CatalogUpdateTests {
  private static func catalog(_ id: String, date: String) -> String {
    """
    {"version": "test", "date": "\(date)", "models": [
      {"id": "\(id)", "name": "Newer", "family": "newer", "creator": "Test", "parameters": 596049920,
       "text_parameters": 596049920, "context_max": 40960, "capabilities": ["chat"],
       "provenance": {"parameters": ["exact", "computed"]}}]}
    """
  }

  private static func digest(_ text: String) -> String {
    var digest = SHA256()
    digest.add(Array(text.utf8))
    return digest.hexadecimal
  }

  private static func ids(_ environment: [String: String]) throws -> [String] {
    let list = try ProgramRun(["catalog", "list", "--json"], environment: environment).document()
    return list["models"]?.array?.compactMap { $0["id"]?.string } ?? []
  }

  @Test func anUpdateIsUsedFromThenOnAndGivenUpAgain() throws {
    let place = try TestFolder()
    let environment = ["HOME": place.path]
    let (first, second) = (Self.catalog("newer-1", date: "2027-01-02"), Self.catalog("newer-2", date: "2027-03-04"))
    try place.write(first, to: "first.json")
    try place.write(second, to: "second.json")
    let builtIn = try Self.ids(environment)
    let update = ProgramRun(
      ["catalog", "update", place.path + "/first.json", "--sha256", Self.digest(first), "--json"],
      environment: environment)
    #expect(update.code == .answered, "\(update.messages)")
    let document = try update.document()
    #expect(try SchemaCheck.findings(in: document, schema: "catalog-update") == [])
    #expect(document["checked"] == true && document["models"] == 1)
    #expect(document["sha256"]?.string == Self.digest(first))
    #expect(document["folder"]?.string == place.path + "/.local/share/plimsoll/catalog")
    #expect(try Self.ids(environment) == ["newer-1"])
    let version = try ProgramRun(["--version", "--json"], environment: environment).document()
    #expect(version["catalog_date"] == "2027-01-02")
    #expect(version["catalog_source"]?.string == place.path + "/first.json")
    // Another catalogue that the command names goes before it.
    let named = ProgramRun(
      ["catalog", "list", "--json", "--catalog", place.path + "/second.json"], environment: environment)
    #expect(try named.document()["models"]?.array?.count == 1)

    #expect(ProgramRun(["catalog", "update", place.path + "/second.json"], environment: environment).code == .answered)
    #expect(try Self.ids(environment) == ["newer-2"])
    for wanted in [["newer-1"], builtIn] {
      #expect(ProgramRun(["catalog", "update", "--revert"], environment: environment).code == .answered)
      #expect(try Self.ids(environment) == wanted)
    }
    #expect(ProgramRun(["catalog", "update", "--revert"], environment: environment).code == .usage)
  }

  @Test func aFolderIsComparedWithItsListOfDigests() throws {
    let place = try TestFolder()
    let environment = ["XDG_DATA_HOME": place.path + "/data"]
    let models = Self.catalog("newer-3", date: "2027-01-02")
    try place.write(models, to: "catalog/models/test.json")
    try place.write("\(Self.digest(models))  models/test.json\n", to: "catalog/SHA256SUMS")
    let folder = place.path + "/catalog"
    #expect(ProgramRun(["catalog", "update", folder], environment: environment).code == .answered)
    #expect(try Self.ids(environment) == ["newer-3"])
    try place.write(models + " ", to: "catalog/models/test.json")
    let changed = ProgramRun(["catalog", "update", folder], environment: environment)
    #expect(changed.code == .badData && changed.messages.contains("SHA-256"))
    #expect(try Self.ids(environment) == ["newer-3"])
  }

  /// Broken, of another digest, without models or with a mistake: refused, and nothing is changed.
  @Test(arguments: [
    ("{", nil), ("{}", nil), (#"{"models": []}"#, nil), (#"{"models": [{"id": 7}]}"#, nil),
    (CatalogUpdateTests.catalog("newer", date: "2027-01-02"), String(repeating: "0", count: 64)),
    (CatalogUpdateTests.catalog("newer", date: "2027-13-02"), nil),
  ])
  func whatIsBrokenChangesNothing(_ text: String, _ sha256: String?) throws {
    let place = try TestFolder()
    let environment = ["HOME": place.path]
    try place.write(text, to: "broken.json")
    let words = ["catalog", "update", place.path + "/broken.json"] + (sha256.map { ["--sha256", $0] } ?? [])
    let run = ProgramRun(words, environment: environment)
    #expect(run.code == .badData, "\(run.messages)")
    #expect(try Self.ids(environment).count > 100)
  }

  @Test(arguments: [[], ["x.json", "--revert"], ["x.json", "--sha256", "abc"], ["--revert", "--sha256", "abc"]])
  func wrongUsageIsNamed(_ words: [String]) throws {
    let place = try TestFolder()
    #expect(ProgramRun(["catalog", "update"] + words, environment: ["HOME": place.path]).code == .usage)
  }

  /// What was damaged where it is stored costs a warning: the built-in catalogue is used.
  @Test func aDamagedStoreIsNotUsed() throws {
    let place = try TestFolder()
    let environment = ["HOME": place.path]
    let text = Self.catalog("newer", date: "2027-01-02")
    try place.write(text, to: "good.json")
    #expect(ProgramRun(["catalog", "update", place.path + "/good.json"], environment: environment).code == .answered)
    try place.write(
      "{", to: ".local/share/plimsoll/catalog/\(Self.digest(text))/catalog.json")
    let run = ProgramRun(["catalog", "list", "--json"], environment: environment)
    #expect(run.code == .answered && run.messages.contains("updated catalogue"))
    #expect(try Self.ids(environment).count > 100)
  }
}

import Commands
import Glibc
import TestSupport
import Testing

@Suite struct BadInputTests {
  @Test(arguments: [
    (["recomend"], "unknown command 'recomend'", "'recommend'"), (["--jsn"], "unknown option '--jsn'", "'--json'"),
    (["fit"], "missing argument <model>", ""), (["fit", "a", "b"], "unexpected argument 'b'", ""),
    (["scan", "--use-case", "codding"], "'codding'", "'coding'"), (["scan", "--ram", "12XB"], "'12XB'", ""),
    (["scan", "--ram"], "needs a value", ""), (["scan", "--json=yes"], "takes no value", ""),
    (["scan", "--context", "0"], "'0'", ""), (["scan", "--context", "-5"], "'-5'", ""),
    (["scan", "--parallel", "1e3"], "'1e3'", ""), (["scan", "--gpu", "RTX 409"], "unknown GPU 'RTX 409'", "4090"),
    (["fit", "qwen3-8b", "--quant", "Q4KM"], "'Q4KM'", "Q4_K_M"),
    (["fit", "lama-3.1-8b"], "unknown model", "llama-3.1-8b"),
    (["scan", "--root", "/", "--gpu", "RTX 4090"], "exclude each other", ""),
    (["scan", "--verbose", "--quiet"], "exclude each other", ""),
    (["catalog", "lst"], "unknown command 'lst'", "'list'"),
    (["scan", "--min-speed", "nan"], "'nan'", ""), (["scan", "--kv-type", "q9"], "'q9'", ""),
    (["fit", "qwen3-8b", "--context", "100M"], "context", ""),
    (["plan", "llama-2-7b-chat", "--context", "64k"], "context of 65536", "--context 4096"),
  ])
  func wrongUsageNamesTheWordAndTheNearest(arguments: [String], message: String, hint: String) {
    let run = ProgramRun(arguments)
    #expect(run.code == .usage)
    #expect(run.output.isEmpty)
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.messages.contains(hint), "\(run.messages)")
  }

  @Test(arguments: [
    (["hardware", "--machine", "/no/such/file.json"], ExitCode.noInput),
    (["hardware", "--root", "/no/such"], .noInput),
    (["catalog", "list", "--catalog", "/no/such"], .noInput), (["fit", "/no/such/model.gguf"], .noInput),
    (["hardware", "--machine", "/tmp"], .noInput), (["record", "/etc"], .cannotCreate),
  ])
  func missingFilesAreSaidToBeMissing(arguments: [String], code: ExitCode) {
    let run = ProgramRun(arguments)
    #expect(run.code == code)
    #expect(run.messages.contains(arguments.last ?? "?"))
  }

  @Test(arguments: [
    ("{\n\"models\": [\n{\"id\": 3}]}", "json:3: expected a string, not a number at /models/0/id"),
    ("{\n\"models\": [1,\n}", ":3:1"), ("[]", ":1:"),
    ("", ":1:1"),
    ("{\"models\": [{\"id\": \"x\"}]}", "/models/0/name"),
  ])
  func aMalformedCatalogueIsNamedWithItsLine(text: String, place: String) throws {
    let folder = try TestFolder()
    let path = folder.path + "/catalog.json"
    try Files.write(text, to: path)
    let run = ProgramRun("catalog", "list", "--catalog", path)
    #expect(run.code == .badData)
    #expect(run.messages.contains(path + place) || run.messages.contains(place), "\(run.messages)")
    #expect(run.messages.contains("expected"))
  }

  @Test(arguments: [("q8_k_xl", "UD-Q8_K_XL"), ("Q6_K_XL", "UD-Q6_K_XL"), ("Q4_K_X", "Q4_K_L")])
  func aPublishersMixIsSuggested(name: String, near: String) {
    let run = ProgramRun("fit", "qwen3-8b", "--quant", name)
    #expect(run.code == .usage)
    #expect(run.messages.contains("nearest: ") && run.messages.contains(near), "\(run.messages)")
  }

  @Test func aPublishersMixIsPlanned() throws {
    let run = ProgramRun(
      "fit", "qwen3-8b", "--quant", "ud-q4_k_xl", "--json", "--gpu", "RTX 3060 12GB", "--ram", "32GiB")
    #expect(run.code == .answered)
    let row = try run.document()["rows"]?.array?.first
    #expect(row?["quantization"]?.string == "UD-Q4_K_XL")
    #expect(row?["artefact"]?["label"]?.string == "UD-Q4_K_XL")
  }

  @Test func aMalformedMachineDocumentIsNamedWithItsLine() throws {
    let folder = try TestFolder()
    let path = folder.path + "/machine.json"
    try Files.write("{\"schema\": \"plimsoll.hardware/1\",\n\"machine\": {\"os\": {}, \"cpu\": 5}}", to: path)
    let run = ProgramRun("scan", "--machine", path)
    #expect(run.code == .badData)
    #expect(run.messages.contains("\(path):2: /machine/cpu"), "\(run.messages)")
  }

  @Test func aFileThatIsNoModelIsBadData() throws {
    let folder = try TestFolder()
    let path = folder.path + "/model.gguf"
    try Files.write("this is no model", to: path)
    let run = ProgramRun("fit", path)
    #expect(run.code == .badData)
    #expect(run.messages.contains("byte 0"), "\(run.messages)")
  }

  @Test func aFolderWithoutAMachineIsRefused() throws {
    let folder = try TestFolder()
    for command in ["hardware", "scan"] {
      let run = ProgramRun(command, "--root", folder.path)
      #expect(run.code == .badData && run.messages.contains("no recording of a machine"))
    }
  }

  @Test func aRecordingOfLittleGivesUnknownsAndNoCrash() throws {
    let folder = try TestFolder()
    try folder.write("processor\t: 0\n", to: "cpuinfo")
    let run = ProgramRun("hardware", "--root", folder.path, "--json")
    #expect(run.code == .answered)
    #expect(try run.document()["machine"]?["memory"]?["total_bytes"] == .null)
    #expect(try run.document()["gaps"]?.array?.isEmpty == false)
    #expect(ProgramRun("scan", "--root", folder.path).code == .nothingFits)
  }

  @Test func theNetworkIsRefusedHere() {
    #expect(ProgramRun("pull", "qwen3:8b").code == .failed)
  }

  @Test func nothingThatPassesIsSaidWithTheNearest() throws {
    let run = ProgramRun("recommend", "--ram", "16GiB", "--min-speed", "5000", "--json")
    #expect(run.code == .nothingFits)
    #expect(try run.document()["recommendations"] == [])
    #expect(try run.document()["rejected"]?["nearest"]?.array?.isEmpty == false)
  }

  @Test(arguments: [["--help"], ["fit", "--help"], ["help", "catalog"], ["catalog", "list", "-h"], ["--version"]])
  func helpIsDataAndNoError(arguments: [String]) {
    let run = ProgramRun(arguments)
    #expect(run.code == .answered)
    #expect(run.messages.isEmpty)
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}

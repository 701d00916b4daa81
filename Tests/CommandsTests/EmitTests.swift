import Base
import Commands
import Emit
import TestSupport
import Testing

/// `plimsoll emit` from the command line on.
@Suite struct EmitTests {
  private static let desktop = ["--gpu", "RTX 3060 12GB", "--ram", "32GiB"]
  /// A model with experts beside the card, a server with two cards, a processor alone.
  private static let cases = [
    ["qwen3:30b-a3b", "--quant", "Q4_K_M"] + desktop,
    ["qwen3:32b", "--quant", "Q4_K_M", "--gpu", "2xH100", "--ram", "256GiB", "--parallel", "4"],
    ["qwen3:8b", "--quant", "Q4_K_M", "--gpu", "none", "--ram", "64GiB", "--kv-type", "q8_0"],
  ]

  /// Every format in every case, refusals among them.
  @Test(arguments: EmitFormats.all.map(\.name))
  func theFilesAreAsTheyWere(format: String) throws {
    var page = ""
    for arguments in Self.cases {
      let run = ProgramRun(["emit", format] + arguments + ["--json"])
      page += "$ plimsoll emit \(format) \(arguments.joined(separator: " "))\n"
      guard run.code == .answered else {
        #expect(run.code == .nothingFits, "\(run.messages)")
        page += run.messages + "\n"
        continue
      }
      let document = try run.document()
      #expect(try SchemaCheck.findings(in: document, schema: "emit") == [])
      #expect(document["format"]?.string == format)
      let files = try #require(document["files"]?.array)
      #expect(!files.isEmpty)
      for file in files {
        let text = try #require(file["text"]?.string)
        #expect(text.hasSuffix("\n") && EditMark.isUntouched(text) != false && EditMark.isUntouched(text + "x") != true)
        page += "==> \(file["path"]?.string ?? "") \(file["mode"]?.string ?? "")\n" + Self.body(text)
      }
      for note in document["notes"]?.array ?? [] { page += "note: \(note.string ?? "")\n" }
      page += "\n"
    }
    try expectSnapshot(page, named: "emit-\(format).txt")
  }

  /// The text without its head and with marks for figures that change with every estimate.
  private static func body(_ text: String) -> String {
    text.split(separator: "\n").filter { !$0.hasPrefix("# ") && !$0.hasPrefix("// ") && !$0.contains("plimsoll-hash") }
      .filter { !$0.contains("\"Predicted") && !$0.contains("\"Plan") && !$0.contains("\"Machine") }
      .map { line in
        let isEstimate = ["timeout", "emory", "mem_limit", "econd", "Mi", "Ms\""].contains { line.contains($0) }
        let masked = line.replacing(/\d+\.\d+(e-?\d+)?|\d{5,}/, with: "#")
        return (isEstimate ? masked.replacing(/\d+/, with: "#") : masked) + "\n"
      }.joined()
  }

  @Test func theHeadSaysWhatItRestsOn() {
    let text = ProgramRun(["emit", "llama-server", "qwen3:8b"] + Self.desktop).output
    let head = text.split(separator: "\n").prefix(7).map { $0.prefix(14) }
    #expect(
      head == [
        "#!/bin/sh", "# plimsoll 0.1", "# plimsoll-has", "# Machine: a s", "# Plan: Qwen3 ", "# Predicted: 4",
        "# Note: the po",
      ])
    #expect(text.contains("fingerprint ") && text.contains(" tok/s, first token of a prompt of 512 after "))
  }

  @Test func withoutAModelThePickIsTaken() throws {
    let run = ProgramRun(["emit", "llama-server"] + Self.desktop)
    let pick = try ProgramRun(["recommend", "--json", "--limit", "1"] + Self.desktop).document()
    let words = try #require(pick["recommendations"]?.array?.first?["row"]?["command"]?["llama_cpp"]?.string)
    let joined = run.output.replacing(" \\\n ", with: "").replacing("exec ", with: "")
    #expect(run.code == .answered && joined.contains(words), "\(joined)")
    #expect(run.messages.contains("from 8080 to 9931"))
  }

  @Test func withoutAFormatAllAreListed() throws {
    let run = ProgramRun("emit")
    #expect(run.code == .answered && EmitFormats.all.allSatisfy { run.output.contains($0.meaning) })
    let document = try ProgramRun("emit", "--json").document()
    #expect(try SchemaCheck.findings(in: document, schema: "emit") == [])
    #expect(document["formats"]?.array?.count == EmitFormats.all.count && document["format"] == .null)
    #expect(ProgramRun("emit", "--help").output.contains("llama-server  llama.cpp's server"))
  }

  @Test(arguments: [
    ("vlm", "nearest: vllm"), ("Tengine", "an inference engine"), ("gpt4all", "dormant since 2025-02-24"),
  ])
  func whatIsNoFormatIsAnswered(name: String, hint: String) {
    let run = ProgramRun("emit", name)
    #expect(run.code == .usage && run.messages.contains(hint), "\(run.messages)")
  }

  @Test func whatCannotRunIsRefusedWithTheReason() {
    let none = ProgramRun("emit", "vllm", "qwen3:8b", "--gpu", "none", "--ram", "64GiB")
    #expect(none.code == .nothingFits && none.output.isEmpty)
    #expect(none.messages.contains("needs a GPU of NVIDIA, AMD or Intel, and there is none"))
    let moe = ProgramRun(["emit", "llamafile", "qwen3:30b-a3b", "--quant", "Q4_K_M"] + Self.desktop)
    #expect(moe.code == .nothingFits && moe.messages.contains("expert layers in ram"))
  }

  @Test func filesOfTheUserAreKept() throws {
    let folder = try TestFolder()
    func run(_ more: String..., model: String = "qwen3:8b") -> ProgramRun {
      ProgramRun(["emit", "ollama", model, "--out", folder.path + "/deep/er"] + Self.desktop + more)
    }
    let path = folder.path + "/deep/er/Modelfile"
    #expect(run().code == .answered)
    let written = try Files.text(path)
    #expect(EditMark.isUntouched(written) == true)
    #expect(run().output.contains("unchanged") && !run().output.contains("replaced"))
    // What is as it was written is replaced by another plan.
    #expect(run(model: "qwen3:4b").output.contains("replaced"))
    #expect(run().output.contains("replaced"))
    try Files.write(written + "PARAMETER temperature 0\n", to: path)
    let refused = run()
    #expect(refused.code == .cannotCreate && refused.messages.contains("somebody has changed"))
    #expect(try Files.text(path) == written + "PARAMETER temperature 0\n")
    let difference = run("--diff")
    #expect(difference.code == .answered && difference.output.contains("-PARAMETER temperature 0"))
    #expect(difference.output.contains("--- \(path)\n+++ \(path)\n@@ -"))
    #expect(try Files.text(path) == written + "PARAMETER temperature 0\n")
    #expect(run("--force").code == .answered)
    #expect(try Files.text(path) == written)
    #expect(run("--diff").output.isEmpty)
  }

  /// Texts that shells, YAML and units would take apart stay words.
  @Test func aFilesNameIsQuoted() throws {
    let run = ProgramRun(
      ["emit", "llama-server", "qwen3:8b", "--out", "/proc/nowhere"] + Self.desktop)
    #expect(run.code == .cannotCreate && run.messages.contains("/proc/nowhere"))
  }
}

/// The forms that emitted texts are written in.
@Suite struct EmitSyntaxTests {
  @Test func differencesAreThoseOfDiff() {
    let old = (1...20).map { "\($0)\n" }.joined()
    let new = old.replacing("\n3\n", with: "\n3\nthree\n").replacing("18\n", with: "")
    #expect(
      LineDifference.text(old, new, path: "f") == """
        --- f
        +++ f
        @@ -1,6 +1,7 @@
         1
         2
         3
        +three
         4
         5
         6
        @@ -15,6 +16,5 @@
         15
         16
         17
        -18
         19
         20

        """)
    #expect(LineDifference.text(nil, "a\n", path: "f") == "--- /dev/null\n+++ f\n@@ -0,0 +1,1 @@\n+a\n")
    #expect(LineDifference.text("a\n", "a\n", path: "f").isEmpty)
  }
}

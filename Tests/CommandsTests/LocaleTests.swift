import Base
import Testing

/// Where the locale has ASCII alone, texts have nothing else.
@Suite struct LocaleTests {
  private static let machine = ["--gpu", "RTX 3060 12GB", "--ram", "32GiB"]

  @Test(arguments: [
    ["scan"] + machine, ["hardware"] + machine, ["fit", "qwen3-8b", "--explain"] + machine, ["recommend"] + machine,
    ["compare", "qwen3-8b", "gemma-3-12b-it"] + machine, ["plan", "qwen3-8b"], ["catalog", "show", "qwen3-8b"],
    ["catalog", "list"], ["help", "fit"], ["fit", "no such model"], ["recommend", "--use-case", "all"] + machine,
  ])
  func nothingElseIsPrinted(arguments: [String]) {
    for locale in [["LANG": "C"], ["LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"], ["LANG": ""]] {
      let run = ProgramRun(arguments, environment: locale)
      #expect(run.output.utf8.allSatisfy { $0 < 0x80 }, "\(arguments)")
      #expect(run.messages.utf8.allSatisfy { $0 < 0x80 }, "\(run.messages)")
      // A list of the catalogue has question marks of its own.
      #expect(arguments.first == "catalog" || !(run.output + run.messages).contains("?"), "\(arguments)")
    }
  }

  @Test func documentsAreTheSameInEveryLocale() {
    let arguments = ["fit", "qwen3-8b", "--json"] + Self.machine
    #expect(ProgramRun(arguments, environment: ["LANG": "C"]).output == ProgramRun(arguments).output)
  }

  @Test(arguments: [
    ("8 cores · AVX2", "8 cores | AVX2"), ("22–54", "22-54"), ("…", "..."), ("Café Ñandú", "Cafe Nandu"), ("日本", "??"),
    ("e\u{301}", "e"), ("plain", "plain"),
  ])
  func signsAreSpelled(text: String, spelled: String) {
    #expect(text.inASCII == spelled)
  }
}

import Base
import TestSupport
import Testing

@testable import Commands

/// The page of `serve`: what is embedded, and what a file of it alone holds.
@Suite struct PageTests {
  private static let own = Dictionary(
    uniqueKeysWithValues: PageFile.all.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) })

  @Test func everyFileOfTheFolderIsEmbedded() throws {
    let folder = ProjectFolder.path + "/page"
    let names = try #require(FileQuestions.names(in: folder))
    #expect(names.sorted() == Self.own.keys.sorted())
    for name in names { #expect(try Files.text(folder + "/" + name) == Self.own[name], "\(name)") }
  }

  @Test func nothingComesFromElsewhere() {
    for (name, text) in Self.own {
      let rest = text.replacing("http://www.w3.org/2000/svg", with: "").replacing("url(#", with: "")
      for scheme in ["http:", "https:", "//cdn", "@import", "url("] { #expect(!rest.contains(scheme), "\(name)") }
    }
  }

  @Test func documentsNeverBecomeMarkupOrCode() {
    for (name, text) in Self.own {
      for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", ".html("] {
        #expect(!text.contains(way), "\(name): \(way)")
      }
    }
    let markup = Self.own["index.html"] ?? ""
    #expect(!markup.contains(#/\son[a-z]+=/#) && !markup.contains("style="))
  }

  @Test func modulesAreJoinedEachAfterWhatItNeeds() throws {
    let bundle = try ModuleBundle(entry: "main.js", sources: Self.own).text
    let lines = bundle.split(separator: "\n")
    #expect(!lines.contains { $0.hasPrefix("import ") || $0.hasPrefix("export ") })
    for name in Self.own.keys where name.hasSuffix(".js") {
      let variable = "module_" + name.dropLast(3).replacing("-", with: "_")
      let made = lines.indices.filter { lines[$0].hasPrefix("const \(variable) = (()") }
      let used = lines.indices.filter { lines[$0].hasSuffix(" = \(variable);") }
      #expect(made.count == 1 && used.allSatisfy { $0 > made[0] }, "\(name)")
    }
  }

  @Test func aModuleThatNeedsItselfIsAnError() {
    let sources = ["a.js": "import { b } from \"./b.js\";", "b.js": "import { a } from \"./a.js\";"]
    #expect(throws: Failure.self) { try ModuleBundle(entry: "a.js", sources: sources) }
    #expect(throws: Failure.self) { try ModuleBundle(entry: "c.js", sources: sources) }
  }

  @Test func dataCannotLeaveItsElement() throws {
    let hostile = JSONValue.object([.init("model", .string("</script><script>alert(1)</script><!-- <script>"))])
    let page = try StandalonePage.html(Self.own, carrying: hostile)
    #expect(!page.contains("alert(1)</script>") && !page.contains("<script>alert"))
    let carried = try #require(page.split(separator: "id=\"carried\">").last?.split(separator: "</script>").first)
    #expect(try JSONParser.parse(String(carried)) == hostile)
  }

  @Test func thePolicyNamesWhatTheFileRuns() throws {
    let page = try StandalonePage.html(Self.own, carrying: .null)
    #expect(try StandalonePage.html(Self.own, carrying: .null) == page)
    #expect(!page.contains("src=\"") && !page.contains("rel=\"stylesheet\""))
    for (opening, closing) in [
      ("<style>", "</style>"), ("<script type=\"module\">", "</script>"),
    ] {
      let start = try #require(page.firstRange(of: opening)).upperBound
      let end = try #require(page[start...].firstRange(of: closing)).lowerBound
      var digest = SHA256()
      digest.add(Array(page[start..<end].utf8))
      #expect(page.contains("'sha256-\(digest.base64)'"))
    }
  }
}

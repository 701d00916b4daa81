import Machines
import Models
import Testing

@Suite struct CompletionListTests {
  private func answer(_ words: String...) -> [String] {
    ProgramRun(["__complete", "zsh", "--"] + words).output.split(separator: "\n").map {
      String($0.prefix { $0 != "\t" })
    }
  }

  @Test func modelsByIdAndTag() {
    #expect(answer("fit", "qwen3:8").contains("qwen3:8b"))
    #expect(answer("plan", "qwen3-8").contains("qwen3-8b"))
    #expect(answer("compare", "a", "qwen3-8").contains("qwen3-8b"))
  }

  /// A name that is offered and then refused would be worse than none.
  @Test func everyOfferedGPUIsTaken() throws {
    let offered = answer("scan", "--gpu", "").dropFirst()
    #expect(offered.count > 600)
    for name in offered where name != "none" { _ = try GPUTable.builtIn.named(name) }
  }

  @Test func everyOfferedModelIsTaken() throws {
    let offered = answer("fit", "").dropFirst()
    let resolver = ModelResolver(try CatalogLoader.load(named: [], user: [], today: "2026-11-25").catalog.models)
    for name in offered {
      guard case .found = resolver.resolve(name) else {
        Issue.record("\(name) is offered and not taken")
        continue
      }
    }
    #expect(offered.count > 1000)
  }

  @Test func useCasesAndQuantizations() {
    #expect(answer("recommend", "--use-case", "c") == ["words", "coding"])
    #expect(answer("fit", "x", "--quant", "Q4_K") == ["words", "Q4_K_M", "Q4_K_S"])
  }
}

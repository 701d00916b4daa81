import Testing
import Base

@testable import Models

@Suite struct ModelResolverTests {
  let resolver: ModelResolver

  init() throws { resolver = ModelResolver(try Catalog.builtIn()) }

  @Test(arguments: [
    ("qwen3-8b", "qwen3-8b"), ("QWEN3-8B", "qwen3-8b"), ("qwen3:8b", "qwen3-8b"), ("Qwen/Qwen3-8B", "qwen3-8b"),
    ("qwen/qwen3-8b", "qwen3-8b"), ("https://huggingface.co/Qwen/Qwen3-8B", "qwen3-8b"), ("Qwen3 8B", "qwen3-8b"),
    ("qwen3-8", "qwen3-8b"), ("ollama.com/library/qwen3:8b", "qwen3-8b"), ("qwen3-4b", "qwen3-4b"),
    ("llama-3.1-8b", "llama-3.1-8b-instruct"), ("llama3.1-8b", "llama-3.1-8b-instruct"),
    ("llama3.1:8b", "llama-3.1-8b-instruct"), ("meta-llama/Llama-3.1-8B-Instruct", "llama-3.1-8b-instruct"),
    ("bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", "llama-3.1-8b-instruct"),
    ("TheBloke/Mistral-7B-Instruct-v0.2-GGUF", "mistral-7b-instruct-v0.2"),
    ("hf.co/mradermacher/Qwen3-14B-i1-GGUF:Q4_K_M", "qwen3-14b"), ("qwen3:30b", "qwen3-30b-a3b-thinking-2507"),
    ("gpt-oss:20b", "gpt-oss-20b"), ("unsloth/gpt-oss-20b-GGUF", "gpt-oss-20b"), ("deepseek-r1", "deepseek-r1"),
    (" mistral-nemo-12b ", "mistral-nemo-12b-instruct"), ("gemma-3-27b", "gemma-3-27b-it"),
    ("gemma3-27bit", "gemma-3-27b-it"), ("phi-4", "phi-4-14b"), ("unsloth/Qwen3.6-27B", "qwen3.6-27b"),
    ("Qwen3-8B-Q4_K_M", "qwen3-8b"), ("Qwen3.6-35B-A3B-UD-Q4_K_XL", "qwen3.6-35b-a3b"), ("qwen3-5-27b", "qwen3.5-27b"),
    ("tencent_Hunyuan-4B-Instruct-IQ4_XS", "hunyuan-4b-instruct"), ("Qwen3.5-9B-BF16", "qwen3.5-9b"),
    ("Mistral-Nemo-Instruct-2407.i1-Q6_K", "mistral-nemo-12b-instruct"),
    ("Ministral-8B-Instruct-2410-Q4_K_M", "ministral-8b-2410"),
    ("Meta Llama 3.1 8B Instruct", "llama-3.1-8b-instruct"),
  ])
  func findsTheModel(name: String, id: String) {
    guard case .found(let model, _, _) = resolver.resolve(name) else {
      Issue.record("\(name) gives \(resolver.resolve(name))")
      return
    }
    #expect(model.id == id)
  }

  @Test func aTagOrARepositorySaysTheQuantization() {
    guard case .found(_, let tag?, let quantization?) = resolver.resolve("llama3.1:8b-instruct-q8_0") else {
      Issue.record("the tag is not found")
      return
    }
    #expect(tag.tag == "llama3.1:8b-instruct-q8_0")
    #expect(quantization == "Q8_0")
    guard case .found(let model, nil, "Q5_K_M"?) = resolver.resolve("unsloth/gpt-oss-20b-GGUF:q5_k_m") else {
      Issue.record("the repository is not found")
      return
    }
    #expect(model.id == "gpt-oss-20b")
    guard case .found(_, nil, "UD-Q5_K_XL"?) = resolver.resolve("gpt-oss-20b-ud-q5_k_xl") else {
      Issue.record("the file name is not found")
      return
    }
  }

  @Test func anAmbiguousPrefixListsEveryCandidate() {
    guard case .ambiguous(let ids) = resolver.resolve("qwen3-coder") else {
      Issue.record("not ambiguous: \(resolver.resolve("qwen3-coder"))")
      return
    }
    #expect(ids == ["qwen3-coder-30b-a3b", "qwen3-coder-480b-a35b", "qwen3-coder-next-80b-a3b"])
  }

  @Test(arguments: [
    ("qwen3-8bb", "qwen3-8b"), ("lama-3.1-8b-instruct", "llama-3.1-8b-instruct"), ("gema3-27", "gemma-3-27b-it"),
    ("gpt-os-20b", "gpt-oss-20b"), ("qwen3:9000b", "qwen3-14b"),
  ])
  func anUnknownNameGivesTheNearest(name: String, expected: String) {
    guard case .unknown(let nearest) = resolver.resolve(name) else {
      Issue.record("\(name) gives \(resolver.resolve(name))")
      return
    }
    #expect(nearest.contains(expected), "\(nearest)")
    #expect(nearest.count <= 5)
  }

  @Test(arguments: [
    "", " ", ":", "/", "https://", "🦙", String(repeating: "a", count: 100_000), "-q4_0", "zz-q4_0",
    String(repeating: "-q4_0", count: 20_000), "_", "a_",
  ])
  func nonsenseIsUnknown(name: String) {
    guard case .unknown = resolver.resolve(name) else {
      Issue.record("\(name.prefix(20)) is not unknown")
      return
    }
  }

  @Test func everyIdTagAndRepositoryFindsAModelThatHasIt() throws {
    for model in try Catalog.builtIn().models {
      guard case .found(let found, _, _) = resolver.resolve(model.id) else {
        Issue.record("\(model.id) is not found")
        continue
      }
      #expect(found.id == model.id)
    }
  }
}

@Suite struct ModelSearchTests {
  let search: ModelSearch

  init() throws { search = ModelSearch(try Catalog.builtIn().models) }

  @Test(arguments: [
    ("qwen3 8b", "qwen3-8b"), ("Qwen 3 8B", "qwen3-8b"), ("llama 3.1 8b", "llama-3.1-8b-instruct"),
    ("gemma 27b", "gemma-3-27b-it"), ("mistral nemo", "mistral-nemo-12b-instruct"), ("gpt oss 20", "gpt-oss-20b"),
    ("deepseek r1", "deepseek-r1"), ("timesfm 2.5", "timesfm-2.5-200m"), ("phi 4", "phi-4-14b"),
  ])
  func theBestMatchComesFirst(text: String, id: String) {
    #expect(search.models(matching: text).first?.id == id)
  }

  @Test func everyWordMustMatch() {
    #expect(search.models(matching: "qwen3 nonsense").isEmpty)
    #expect(search.models(matching: "").isEmpty)
    #expect(search.models(matching: "google vision").allSatisfy { $0.creator == "Google" })
    #expect(search.models(matching: "embedding").count > 10)
  }

  @Test(arguments: zip(["", "abc", "abc", "ab", "kitten"], ["abc", "abc", "abd", "ba", "sitting"]))
  func editDistance(first: String, second: String) {
    let expected = ["abc": 3, "abd": 1, "ba": 1, "sitting": 3][second]
    #expect(EditDistance.between(Array(first.utf8), Array(second.utf8)) == (first == second ? 0 : expected))
  }
}

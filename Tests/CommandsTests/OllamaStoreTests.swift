import Base
import TestSupport
import Testing

@testable import Commands

/// What Ollama's own folders say of a pulled tag.
@Suite struct OllamaStoreTests {
  @Test func aTagsProjectorIsCounted() throws {
    let place = try TestFolder()
    let digest = String(repeating: "cd", count: 32)
    func answer(_ more: String) throws -> OllamaStore.Answer {
      try place.write(
        """
        {"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:\(digest)", "size": 9}\(more)]}
        """, to: "manifests/registry.ollama.ai/library/eyes/4b")
      let surroundings = Surroundings(
        environment: ["OLLAMA_MODELS": place.path], console: Console(output: -1, messages: -1, width: 80),
        executable: nil,
        today: "2026-11-26", allowsNetwork: false)
      return try OllamaStore(surroundings: surroundings).blob(of: "eyes:4b")
    }
    let projector =
      #", {"mediaType": "application/vnd.ollama.image.projector", "digest": "sha256:00", "size": 812000000}"#
    let blob = "\(place.path)/blobs/sha256-\(digest)"
    #expect(try answer(projector) == .found(path: blob, projectorBytes: 812_000_000))
    #expect(try answer("") == .found(path: blob, projectorBytes: nil))
  }
}

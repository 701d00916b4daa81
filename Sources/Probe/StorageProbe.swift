import Base
import Machines

/// Where runtimes keep models, and how much room there is.
struct StorageProbe {
  let facts: LiveFacts

  /// The places by purpose, home written as `~`.
  static func places(environment: [String: String], home: String?) -> [(purpose: String, path: String)] {
    func value(_ name: String) -> String? {
      guard let path = environment[name], !path.isEmpty else { return nil }
      return LiveFacts.withoutHome(path, home)
    }
    let cache = value("XDG_CACHE_HOME") ?? "~/.cache"
    let hub = value("HF_HUB_CACHE") ?? value("HUGGINGFACE_HUB_CACHE") ?? value("HF_HOME").map { $0 + "/hub" }
    return [
      ("ollama", value("OLLAMA_MODELS") ?? "~/.ollama/models"),
      ("llama.cpp", value("LLAMA_CACHE") ?? cache + "/llama.cpp"),
      ("huggingface", hub ?? cache + "/huggingface/hub"),
    ]
  }

  /// The places that the live facts measured.
  func read() -> [Storage] {
    let places = Self.places(environment: facts.environment, home: nil)
    return places.compactMap { place in
      guard !facts.freeBytes.isEmpty else { return nil }
      return Storage(
        purpose: place.purpose, path: place.path,
        freeBytes: Known(facts.freeBytes[place.path], otherwise: "the file system does not say"))
    }
  }
}

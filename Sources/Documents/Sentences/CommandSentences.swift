import Models

extension RunCommand {
  /// The commands, the one to take first.
  var lines: [String] {
    let all = [llamaCpp, ollama, vllm].compactMap(\.self)
    return all.filter { $0 == first } + all.filter { $0 != first }
  }

  /// What Ollama's server needs to be told; nil where that is nothing.
  var environmentText: String? {
    guard ollama != nil, !environment.isEmpty else { return nil }
    let words = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return "with \(words.joined(separator: " ")) in the environment of Ollama's server"
  }

  /// What is not certain of the file that is named.
  package var warnings: [String] {
    switch artefact?.certainty {
    case .byRule: ["nobody has listed this repository: its publisher has this label for nearly all of its kind"]
    case .unknown: ["nobody has listed this repository: it may not hold this file"]
    case .known, nil: []
    }
  }
}

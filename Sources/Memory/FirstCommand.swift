import Machines
import Models

extension Fit {
  /// Whether Ollama is what the machine has and does what the row says.
  ///
  /// Then its command is printed first, and llama-server's otherwise. Experts it keeps apart since it starts llama-server.
  package func isRealisedByOllama(among runtimes: [Runtime], _ accelerators: [Accelerator]) -> Bool {
    guard let ollama = runtimes.ollamaAlone else { return false }
    // It shares no layers, and leaves no card out that it can use.
    guard !placement.sharesLayers, placement.mode != .cpu || !accelerators.contains(where: \.isUsable) else {
      return false
    }
    return placement.expertLayersInRAM == 0 || Self.startsLlamaServer(ollama.version.value)
  }

  /// What Ollama is asked for to have exactly this row; nil where it has none.
  package var ollamaName: String? { ollamaTag ?? published.ollamaArtefact?.ollamaName }

  /// Since 0.30, as catalog/runtimes.json has it.
  private static func startsLlamaServer(_ version: String?) -> Bool {
    let numbers = (version ?? "").drop { !$0.isNumber }.split(separator: ".").prefix(2)
      .map { Int($0.prefix { $0.isNumber }) ?? 0 }
    return numbers.count == 2 && (numbers[0], numbers[1]) >= (0, 30)
  }
}

extension [Runtime] {
  /// Ollama, where nothing of llama.cpp's own is there.
  fileprivate var ollamaAlone: Runtime? {
    contains { $0.name.lowercased().hasPrefix("llama") } ? nil : first { $0.name.lowercased() == "ollama" }
  }
}

extension FitCalculator {
  /// The workload as the machine's first command reserves, unless somebody's reservations were asked for.
  func counted(_ workload: Workload) -> Workload {
    let workload = workload.bounded
    guard workload.countsFirstCommand else { return workload }
    return workload.firstCommand(of: machine.runtimes.ollamaAlone == nil ? .llamaServer : .ollama)
  }
}

extension PublishedFiles.Entry {
  /// The tag of Ollama's library, or the file that its bridge to Hugging Face fetches.
  package var ollamaArtefact: Artefact? { tag ?? file.flatMap { $0.isForOllamaBridge ? $0 : nil } }
}

extension Artefact {
  /// What Ollama calls a tag of its library, or the file of a repository on Hugging Face; nil where it takes none.
  package var ollamaName: String? {
    if format == .ollama { return file }
    guard isForOllamaBridge else { return nil }
    return isFoundByLabel ? "hf.co/\(repository):\(label)" : file.map { "hf.co/\(repository):\($0)" }
  }
}

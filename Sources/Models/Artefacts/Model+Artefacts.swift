import Base

extension Model {
  /// The published files, tags and checkpoints that the catalogue knows of, or that a publisher's rule promises.
  ///
  /// In the order in which they should be named: Ollama's tags, the maker's own repository, then the publishers. Sorted
  /// by nothing else; a newer listing of a repository stands before an older one.
  package var artefacts: [Artefact] {
    let line = ArtefactTable.line(of: id)
    return ollamaTags.compactMap { Self.artefact($0, line) } + line.files
  }

  /// The published files of one quantization, as its publisher calls it, in any case.
  package func artefacts(label: String, format: Artefact.Format? = nil) -> [Artefact] {
    let wanted = Self.canonical(label)
    return artefacts.filter { artefact in
      Self.canonical(artefact.label) == wanted && (format.map { $0 == artefact.format } ?? true)
    }
  }

  /// A file that the model's own entry lets one hope for: in a GGUF repository that nobody has listed.
  ///
  /// Nil where all repositories were listed, for then a label that is not in them is not there.
  package func unlistedArtefact(label: String) -> Artefact? {
    let listed = ArtefactTable.line(of: id).repositories
    return ggufRepositories.first { !listed.contains($0.lowercased()) }.map {
      Artefact(format: .gguf, repository: $0, label: label, certainty: .unknown)
    }
  }

  /// Whether llama.cpp could run the model and there is nothing to give it: no file, no tag, no unlisted repository.
  package var isWithoutFile: Bool {
    runsInLlamaCpp && unlistedArtefact(label: "") == nil
      && !artefacts.contains { [.gguf, .ollama].contains($0.format) }
  }

  /// Two publishers' names for the same thing become one.
  package static func canonical(_ label: String) -> String {
    let upper = label.uppercased()
    return ["MXFP4": "MXFP4_MOE", "FP16": "F16", "FP32": "F32"][upper] ?? upper
  }

  /// Nil for tags without weights, such as those of Ollama's cloud.
  private static func artefact(_ tag: OllamaTag, _ line: ArtefactLine) -> Artefact? {
    guard let quantization = tag.quantization, let colon = tag.tag.firstIndex(of: ":") else { return nil }
    let suffix = " (QAT)"
    let isAware = quantization.hasSuffix(suffix)
    let digest = line.digests[tag.tag]
    return Artefact(
      format: .ollama, repository: "registry.ollama.ai/library/" + tag.tag[..<colon], file: tag.tag,
      label: isAware ? String(quantization.dropLast(suffix.count)) : quantization,
      bytes: digest?.bytes ?? tag.sizeBytes, isSizeExact: digest != nil || tag.isSizeExact, sha256: digest?.sha256,
      certainty: .known, asOf: digest?.asOf ?? line.tagsAsOf, isQuantizationAware: isAware)
  }
}

import Base

extension Model {
  /// The published files, tags and checkpoints that the catalogue knows of, or that a publisher's rule promises.
  ///
  /// In the order in which they should be named: Ollama's tags, the maker's own repository, then the publishers. Sorted
  /// by nothing else; a newer listing of a repository stands before an older one.
  package var artefacts: [Artefact] {
    libraryTags + listings.flatMap { listing in listing.rows.compactMap { try? listing.artefact($0) } }
  }

  /// The tags of Ollama's library that hold weights.
  private var libraryTags: [Artefact] {
    let line = ArtefactTable.line(of: id)
    return ollamaTags.compactMap { $0.artefact(line) }
  }

  /// A tag of Ollama's library; nil for one without weights.
  package func artefact(_ tag: OllamaTag) -> Artefact? { tag.artefact(ArtefactTable.line(of: id)) }

  /// The repositories' listings, without the tags.
  package var listings: [RepositoryListing] { ArtefactTable.line(of: id).listings }

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
    let line = ArtefactTable.line(of: id)
    return ggufRepositories.first { !line.lists($0) }.map {
      Artefact(format: .gguf, repository: $0, label: label, certainty: .unknown)
    }
  }

  /// Whether llama.cpp could run the model and there is nothing to give it: no file, no tag, no unlisted repository.
  package var isWithoutFile: Bool {
    runsInLlamaCpp
      && (!namesFiles || unlistedArtefact(label: "") == nil && !ollamaTags.contains { $0.weights != nil })
      && !listings.contains { $0.format == .gguf && !$0.rows.isEmpty }
  }

  /// Two publishers' names for the same thing become one.
  package static func canonical(_ label: String) -> String {
    let upper = label.uppercased()
    return ["MXFP4": "MXFP4_MOE", "FP16": "F16", "FP32": "F32"][upper] ?? upper
  }
}

extension Model.OllamaTag {
  /// The label of its weights, and whether they were trained for it; nil for tags without weights, such as those of
  /// Ollama's cloud.
  package var weights: (label: String, isQuantizationAware: Bool)? {
    guard let quantization, tag.utf8.contains(UInt8(ascii: ":")) else { return nil }
    let suffix = " (QAT)"
    let isAware = quantization.hasSuffix(suffix)
    return (isAware ? String(quantization.dropLast(suffix.count)) : quantization, isAware)
  }

  /// Of all that it holds; nil where nobody says.
  package func bytes(of model: Model) -> Int? {
    ((try? ArtefactTable.line(of: model.id).digest(tag: tag)) ?? nil)?.bytes ?? sizeBytes
  }

  fileprivate func artefact(_ line: ArtefactLine) -> Artefact? {
    guard let weights else { return nil }
    let digest = (try? line.digest(tag: tag)) ?? nil
    return Artefact(
      format: .ollama, repository: "registry.ollama.ai/library/" + tag.prefix { $0 != ":" }, file: tag,
      label: weights.label, bytes: digest?.bytes ?? sizeBytes, isSizeExact: digest != nil || isSizeExact,
      sha256: digest?.sha256, certainty: .known, asOf: digest?.asOf ?? line.tagsAsOf,
      isQuantizationAware: weights.isQuantizationAware)
  }
}

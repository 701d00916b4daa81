import Base

/// A published file, tag or checkpoint of a model: what a runtime can be told to fetch.
package struct Artefact: Sendable, Equatable {
  /// What reads it.
  package enum Format: String, Sendable, CaseIterable {
    /// llama.cpp and everything built on it; Ollama through its bridge to Hugging Face, where the file is whole.
    case gguf
    /// A tag of Ollama's library.
    case ollama
    /// A checkpoint of vLLM, SGLang, transformers.
    case safetensors
    /// Apple's MLX.
    case mlx
  }

  package enum Certainty: String, Sendable, CaseIterable {
    /// Seen in a listing of its repository on the day `asOf`.
    case known
    /// Nobody listed the repository, but its publisher puts this label into nearly all of its kind.
    case byRule = "by-rule"
    /// The catalogue names the repository and knows nothing of what is in it.
    case unknown
  }

  package var format: Format
  /// `owner/name`; `registry.ollama.ai/library/name` for a tag.
  package var repository: String
  /// The file, of a split one the first part; the tag for Ollama; nil for a checkpoint, which is its repository.
  package var file: String? {
    get { name.map { $0.filled(label: label, splitCount: splitCount) } }
    set { name = newValue.map(FileNamePattern.init) }
  }
  /// The file's name, with places for what the other facts say: most listings are never asked for it.
  var name: FileNamePattern?
  /// The quantization as its publisher calls it, such as `UD-Q4_K_XL`, `4bit` or `FP8`; GGUF labels in upper case.
  package var label: String
  /// All parts together, or the model's layer of a tag; nil when no listing says.
  package var bytes: Int?
  /// False where the listing rounds: to 0.1 GiB for each part, or to two decimal digits for a tag.
  package var isSizeExact = false
  /// Lower-case hexadecimal digest of the file or layer of `bytes` bytes; nil for split files and where unknown.
  package var sha256: String?
  package var splitCount = 1
  package var certainty: Certainty
  /// The day of the listing, such as `2026-08-22`.
  package var asOf: String?
  /// The weights were trained for this quantization, which then costs little quality.
  package var isQuantizationAware = false

  /// Whether the label alone tells the file from the others of its repository, as `repository:LABEL` asks for it.
  ///
  /// Runtimes look for the label behind a dot or a hyphen at the end of the name.
  package var isFoundByLabel: Bool {
    guard let file else { return certainty == .unknown }
    var stem = Array(file.lowercased().utf8)[...]
    guard stem.ends(with: ".gguf") else { return false }
    stem = stem.dropLast(5)
    // Parts end in `-00001-of-00003`.
    if splitCount > 1 { stem = stem.dropLast(15) }
    let wanted = label.lowercased()
    guard stem.ends(with: wanted) else { return false }
    return stem.dropLast(wanted.utf8.count).last.map { "-./".utf8.contains($0) } ?? true
  }

  /// Whether `ollama run hf.co/…` takes it: the bridge refuses split files and the label `fp16`.
  package var isForOllamaBridge: Bool {
    format == .gguf && splitCount == 1 && !(file?.lowercased().contains("fp16") ?? false)
  }

  package init(
    format: Format, repository: String, file: String? = nil, label: String, bytes: Int? = nil,
    isSizeExact: Bool = false, sha256: String? = nil, splitCount: Int = 1, certainty: Certainty, asOf: String? = nil,
    isQuantizationAware: Bool = false
  ) {
    (self.format, self.repository, self.label) = (format, repository, label)
    (self.bytes, self.isSizeExact, self.sha256, self.splitCount) = (bytes, isSizeExact, sha256, splitCount)
    (self.certainty, self.asOf, self.isQuantizationAware) = (certainty, asOf, isQuantizationAware)
    name = file.map(FileNamePattern.init)
  }
}

extension ArraySlice<UInt8> {
  fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}

/// A file's name in which `{LABEL}` stands for the label, `{label}` for the same in lower case and `{COUNT}` for the number
/// of parts in five digits.
struct FileNamePattern: Sendable, Equatable {
  let text: String

  init(_ text: String) { self.text = text }

  func filled(label: String, splitCount: Int) -> String {
    var filled = ""
    var rest = text[...]
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
      let close = rest.utf8[open...].firstIndex(of: UInt8(ascii: "}"))
    {
      filled += rest[..<open]
      switch rest[open...close] {
      case "{LABEL}": filled += label
      case "{label}": filled += label.lowercased()
      case "{COUNT}":
        let digits = String(splitCount)
        filled += String(repeating: "0", count: max(5 - digits.count, 0)) + digits
      case let other: filled += other
      }
      rest = rest[rest.utf8.index(after: close)...]
    }
    return filled + rest
  }
}

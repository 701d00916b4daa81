import Base
import Memory
import Models
import Runtimes

/// What is fetched from a Hub: the files of a GGUF label, or those of a checkpoint.
struct HubTarget {
  enum Kind { case gguf, checkpoint }

  var kind: Kind
  /// `owner/name`.
  var repository: String
  /// The quantization as its publisher calls it; nil for a whole checkpoint.
  var label: String?
  /// The file, of a split one the first part, where it is known.
  var file: String?
  var artefact: Artefact?
  var model: Model?

  /// `owner/name:Q4_K_M`, `owner/name/file.gguf` or `owner/name`.
  var name: String {
    if let label, artefact?.isFoundByLabel ?? (file == nil) { return "\(repository):\(label)" }
    return repository + (file.map { "/" + $0 } ?? "")
  }

  init(_ artefact: Artefact, of model: Model) {
    kind = artefact.format == .gguf ? .gguf : .checkpoint
    (repository, label, file, self.artefact, self.model) = (
      artefact.repository, artefact.label, artefact.file, artefact, model
    )
  }

  /// A repository by name, perhaps with a label.
  init(_ kind: Kind, repository: String, label: String? = nil, model: Model? = nil) {
    (self.kind, self.repository, self.label, self.model) = (kind, repository, label, model)
  }

  /// `owner/name` or `owner/name:LABEL`, perhaps behind the Hub's address; nil for what is no repository.
  static func named(_ name: String) -> (repository: String, label: String?)? {
    var rest = name[...]
    for prefix in ["https://", "huggingface.co/", "hf.co/"] where rest.hasPrefix(prefix) {
      rest = rest.dropFirst(prefix.count)
    }
    let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
    let steps = parts.first?.split(separator: "/", omittingEmptySubsequences: false) ?? []
    guard parts.count <= 2, steps.count == 2, steps.allSatisfy(isStep), parts.count == 1 || isStep(parts[1]) else {
      return nil
    }
    return (String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
  }

  /// A part of a repository's name, as huggingface_hub takes it.
  private static func isStep(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last, !text.contains(".."), !text.contains("--") else {
      return false
    }
    func isWord(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
    return isWord(first) && isWord(last) && text.utf8.count <= 96
      && text.utf8.allSatisfy { isWord($0) || $0 == 0x2D || $0 == 0x2E }
  }

  /// The files that are wanted of a listing, in its order.
  func files(of listing: HubListing) throws -> [HubFile] {
    let wanted = kind == .gguf ? gguf(of: listing) : Self.checkpoint(of: listing)
    guard !wanted.isEmpty else {
      let there = listing.files.map(\.path).filter { kind == .gguf ? $0.hasSuffix(".gguf") : true }
      throw Failure(
        .usage,
        kind == .gguf ? "\(repository) has no file \(file ?? label ?? "of GGUF")" : "\(repository) has no weights",
        hint: there.isEmpty ? nil : "it has \(there.prefix(8).joined(separator: ", "))")
    }
    return wanted
  }

  /// Whether all parts are among the files, and as large as the catalogue says where it knows.
  func isComplete(_ files: [HubFile]) -> Bool {
    guard let first = files.first, files.count == GGUFSplit.parts(of: first.path).count else { return false }
    guard let bytes = artefact?.bytes, artefact?.isSizeExact == true else { return true }
    return files.reduce(0) { $0 + ($1.bytes ?? 0) } == bytes
  }

  /// As llama.cpp's `-hf` finds it: the label behind which a dot or a hyphen comes, no projector; all parts of a split file.
  private func gguf(of listing: HubListing) -> [HubFile] {
    let models = listing.files.filter { file in
      let name = file.path.split(separator: "/").last ?? ""
      return name.hasSuffix(".gguf") && !["mmproj", "imatrix", "mtp-"].contains { name.contains($0) }
    }
    let first =
      file.flatMap { file in models.first { $0.path == file } }
      ?? (label.map { [$0] } ?? ["Q4_K_M", "Q8_0"]).lazy.compactMap { label in
        models.first { file in
          let (path, wanted) = (file.path.lowercased(), label.lowercased())
          return ["-", ".", "/", ""].contains { before in
            [".", "-"].contains { after in
              before.isEmpty ? path.hasPrefix(wanted + after) : path.contains(before + wanted + after)
            }
          }
        }
      }.first ?? (label == nil && file == nil ? models.first : nil)
    guard let first else { return [] }
    let parts = Set(GGUFSplit.parts(of: first.path))
    return models.filter { parts.contains($0.path) }
  }

  /// Weights in safetensors, or where there are none in PyTorch's own format, and all small files that belong to them.
  private static func checkpoint(of listing: HubListing) -> [HubFile] {
    let top = listing.files.filter { !$0.path.contains("/") }
    func has(_ suffix: String) -> Bool { top.contains { $0.path.hasSuffix(suffix) } }
    let weights = has(".safetensors") ? ".safetensors" : ".bin"
    guard has(weights) else { return [] }
    let kinds = [weights, ".json", ".model", ".txt", ".jinja", ".py", ".tiktoken"]
    return top.filter { file in kinds.contains { file.path.hasSuffix($0) } }
  }
}

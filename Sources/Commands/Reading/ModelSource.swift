import FitCalculator
import GGUFFormat
import ModelCatalog
import OptionParsing
import SystemAccess

/// A model the user named, with what the name itself said of its format.
struct NamedModel {
  var model: Model
  /// The quantization that the name carried, as an Ollama tag or a file does.
  var quantization: String?
  /// Set when the name was a GGUF file: its exact tensors.
  var file: GGUFModel?
  var path: String?
}

/// Finds the model behind a name: an id, a tag, a repository or a GGUF file.
struct ModelSource {
  let catalog: Catalog
  let surroundings: Surroundings

  func model(_ name: String) throws -> NamedModel {
    if name.hasSuffix(".gguf") || name.hasPrefix("./") || name.hasPrefix("/") || name.hasPrefix("../") {
      return try file(name)
    }
    switch ModelResolver(catalog).resolve(name) {
    case .found(let model, _, let quantization):
      return NamedModel(model: model, quantization: quantization)
    case .ambiguous(let candidates):
      let listed = candidates.prefix(8).joined(separator: ", ") + (candidates.count > 8 ? ", …" : "")
      throw Failure(.usage, "'\(name)' names \(candidates.count) models", hint: "one of: \(listed)")
    case .unknown(let nearest):
      if FileQuestions.exists(name), !FileQuestions.isFolder(name) { return try file(name) }
      throw Failure(
        .usage, "unknown model '\(name)'",
        hint: nearest.isEmpty
          ? "see 'plimsoll catalog list' or 'plimsoll catalog search TEXT'"
          : "nearest: \(nearest.joined(separator: ", "))")
    }
  }

  private func file(_ path: String) throws -> NamedModel {
    var headers: [GGUFHeader] = []
    for part in GGUFSplit.parts(of: path) {
      let source: RandomAccessFile
      do {
        source = try RandomAccessFile(part)
      } catch {
        throw Failure(.noInput, "cannot read the model file '\(part)': \(InputFile.reason(error))")
      }
      do {
        headers.append(try GGUFReader.header(FileSource(file: source)))
      } catch {
        throw Failure(.badData, "\(part): byte \(error.offset): expected \(error.expected)")
      }
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    do {
      let file = try GGUFModel(parts: headers, name: name.hasSuffix(".gguf") ? String(name.dropLast(5)) : name)
      return NamedModel(model: file.model, quantization: file.quantization, file: file, path: path)
    } catch {
      throw Failure(.badData, "\(path): expected \(error.expected)")
    }
  }
}

private struct FileSource: ByteSource {
  let file: RandomAccessFile
  var count: Int { file.count }
  func bytes(at offset: Int, count: Int) -> [UInt8] { file.bytes(at: offset, count: count) }
}

import Base
import Models

/// Reads the headers of a GGUF file, or of all files that a split one was cut into.
enum ModelFile {
  static func read(_ path: String) throws -> NamedModel {
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

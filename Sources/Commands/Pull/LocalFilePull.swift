import Base
import Documents
import Models
import Runtimes

/// A GGUF file of the user's own that an Ollama server is to have.
struct LocalFilePull {
  let path: String
  let model: Model
  let quantization: String?
  /// What the server will call it.
  let name: String

  init(_ named: NamedModel, name: String?) throws {
    guard let path = named.path else { throw Failure(.failed, "the model has no file") }
    guard GGUFSplit.parts(of: path).count == 1 else {
      throw Failure(
        .usage, "\(path) is one of several parts, which Ollama does not take",
        hint: "join them first: llama-gguf-split --merge FIRST-PART WHOLE.gguf")
    }
    (self.path, model, quantization) = (path, named.model, named.quantization)
    self.name = try name.map(Self.checked) ?? Self.name(of: path)
  }

  private static func checked(_ name: String) throws -> String {
    guard OllamaStore.manifestPath(of: name) != nil else {
      throw Failure(.usage, "'\(name)' is no name for a model of Ollama", hint: "such as mine or mine:q4")
    }
    return name
  }

  /// `qwen3-8b-q4_k_m` of `/models/Qwen3-8B-Q4_K_M.gguf`.
  private static func name(of path: String) -> String {
    var stem = (path.split(separator: "/").last.map(String.init) ?? path).lowercased()
    if stem.hasSuffix(".gguf") { stem.removeLast(5) }
    let plain = String(stem.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" })
    let name = String(plain.drop { "._-".contains($0) })
    return name.isEmpty ? "model" : name
  }
}

extension OllamaPull {
  /// Gives the server a file and makes a model of it.
  func give(_ file: LocalFilePull, parameters: [(name: String, value: Int)]) throws {
    try progress.concluding {
      let digest = try digest(of: file)
      try upload(file, digest)
      let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
      try create(file, files: [name: "sha256:" + digest], parameters)
      var target = PullTarget(name: file.name, model: file.model)
      target.artefact = file.quantization.map {
        Artefact(format: .ollama, repository: file.name, label: $0, sha256: digest, certainty: .known)
      }
      try verify(target)
      if !parameters.isEmpty {
        progress.tell(.settings(parameters.map { PullSetting(name: $0.name, value: "\($0.value)", place: .model) }))
      }
    }
  }

  private func digest(of file: LocalFilePull) throws -> String {
    let source: RandomAccessFile
    do {
      source = try RandomAccessFile(file.path)
    } catch {
      throw Failure(.noInput, "cannot read '\(file.path)': \(InputFile.reason(error))")
    }
    progress.status("reading \(file.path)")
    var (digest, offset) = (SHA256(), 0)
    while offset < source.count {
      if Interrupts.wasInterrupted { throw OllamaAccess.interruption }
      let bytes = source.bytes(at: offset, count: 1 << 22)
      guard !bytes.isEmpty else {
        throw Failure(.noInput, "'\(file.path)' cannot be read beyond byte \(offset)")
      }
      digest.add(bytes)
      offset += bytes.count
    }
    return digest.hexadecimal
  }

  private func upload(_ file: LocalFilePull, _ digest: String) throws {
    let target = PullTarget(name: file.name, model: nil)
    try retrying("take", target) { () throws(OllamaProblem) in
      if try client.hasBlob("sha256:" + digest) {
        progress.status("the server has the file already")
        return
      }
      guard let source = try? RandomAccessFile(file.path) else {
        throw .refused(status: 200, message: "'\(file.path)' can no longer be read")
      }
      var offset = 0
      progress.status("giving the server \(file.path)")
      try client.upload("sha256:" + digest, count: source.count) { buffer in
        let bytes = source.bytes(at: offset, count: buffer.count)
        buffer.copyBytes(from: bytes)
        offset += bytes.count
        progress.progress("giving the server \(file.path)", digest, offset, source.count)
        return bytes.count
      }
      progress.summarize()
    }
  }

  private func create(
    _ file: LocalFilePull, files: [String: String], _ parameters: [(name: String, value: Int)]
  ) throws {
    do {
      try client.create(
        file.name, files: files, parameters: parameters.map { JSONValue.Member($0.name, .integer($0.value)) }
      ) { progress.show($0) }
    } catch {
      throw OllamaAccess.failure(error, doing: "make a model of \(file.path) as", tag: file.name, server: server)
    }
  }
}

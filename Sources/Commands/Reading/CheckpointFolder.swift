import Base
import Memory
import Models

/// A checkpoint in a folder of Hugging Face's layout: its configuration, and its weights' headers where they are there.
struct CheckpointFolder {
  let model: Model
  let unknown: [String]
  /// How its matrices are packed; nil where they are not.
  let format: CheckpointFormat?
  /// Its tensors, where all its files are there.
  let tensors: CheckpointTensors?
  let path: String

  /// Whether a name is a folder with a configuration, or a file in one.
  static func isNamed(by name: String) -> Bool {
    name.hasSuffix("config.json") || name.hasSuffix(".safetensors") || name.hasSuffix(".safetensors.index.json")
      || FileQuestions.isFolder(name)
  }

  /// Reads the checkpoint, and refuses it where its parts do not add up.
  init(_ name: String) throws {
    let isFile = !FileQuestions.isFolder(name)
    let trimmed = name.count > 1 && name.hasSuffix("/") ? String(name.dropLast()) : name
    let parent = trimmed.lastIndex(of: "/").map { String(trimmed[..<$0]) } ?? "."
    path = isFile ? (parent.isEmpty ? "/" : parent) : trimmed
    let file = name.hasSuffix("config.json") && isFile ? name : path + "/config.json"
    if isFile, !FileQuestions.exists(name) {
      throw Failure(.noInput, "cannot read '\(name)': No such file or directory")
    }
    guard FileQuestions.exists(file) else {
      throw Failure(
        .noInput, "there is no config.json in '\(path)'",
        hint: "weights alone do not tell how layers are built; put the model's config.json beside them")
    }
    let config = try Self.document(file, what: "the model's configuration", limit: InputFile.smallLimit)
    let indexFile = path + "/model.safetensors.index.json"
    let index =
      try FileQuestions.exists(indexFile)
      ? Self.document(indexFile, what: "the index of the weights", limit: InputFile.limit) : nil
    do {
      let folderName = Self.name(of: path)
      var (model, unknown) = try HuggingFaceFolder.model(config: config, index: index, name: folderName)
      let format = try CheckpointFormat(config)
      let layers = model.architecture?.layerCount ?? 0
      let tensors = try Self.headers(path, index: index, named: isFile ? name : nil).map { headers in
        CheckpointTensors(headers, packedBits: format?.weightBits, layers: layers)
      }
      let counted = try CheckpointRecount.check(
        model, tensors: tensors, total: model.parameters, config: config, name: folderName, file: file)
      model.textParameters = counted
      if model.parameters == nil, model.capabilities.isDisjoint(with: [.vision, .audio]) { model.parameters = counted }
      if model.architecture?.experts == nil { model.activeParameters = counted }
      if model.parameters != nil { unknown.removeAll { $0.hasPrefix("parameters") } }
      (self.model, self.unknown, self.format, self.tensors) = (model, unknown, format, tensors)
    } catch let error as JSONShapeError {
      throw InputFile.failure(error, file: file)
    }
  }

  /// The name of a folder; of a snapshot in Hugging Face's cache that of its repository.
  private static func name(of path: String) -> String {
    let steps = path.split(separator: "/").map(String.init)
    if steps.count >= 3, steps[steps.count - 2] == "snapshots" {
      let repository = steps[steps.count - 3].replacing("--", with: "/").split(separator: "/")
      if repository.first == "models", let last = repository.last { return String(last) }
    }
    if let last = steps.last, last != "." { return last }
    return "model"
  }

  /// Python writes numbers that JSON does not have.
  private static func document(_ file: String, what: String, limit: Int) throws -> JSONNode {
    let bytes = try InputFile.bytes(file, what: what, limit: limit)
    var options = JSONOptions()
    options.allowsNonFiniteNumbers = true
    do {
      return try JSONNode(parsing: bytes, options)
    } catch {
      throw Failure(.badData, "\(file):\(error.line):\(error.column): this is not JSON: expected \(error.expected)")
    }
  }

  /// The tensors of all files of the weights; nil unless all are there.
  private static func headers(
    _ folder: String, index: JSONNode?, named: String?
  ) throws -> [SafetensorsHeader.Tensor]? {
    var files: Set<String> = []
    if let map = try? index?.required("weight_map").members() {
      for (_, node) in map {
        if let file = try? node.string(), !file.contains("/") { files.insert(folder + "/" + file) }
      }
    } else if let named, named.hasSuffix(".safetensors") {
      files = [named]
    } else {
      files = [folder + "/model.safetensors"]
    }
    guard !files.isEmpty, files.allSatisfy(FileQuestions.exists) else { return nil }
    return try files.sorted().flatMap(header)
  }

  private static func header(_ path: String) throws -> [SafetensorsHeader.Tensor] {
    let file: RandomAccessFile
    do {
      file = try RandomAccessFile(path)
    } catch {
      throw Failure(.noInput, "cannot read the weights '\(path)': \(InputFile.reason(error))")
    }
    let first = file.bytes(at: 0, count: 8)
    if first.starts(with: Array("version ".utf8)) {
      throw Failure(.badData, "\(path): a pointer of Git LFS and not the file itself", hint: "git lfs pull fetches it")
    }
    guard let length = SafetensorsHeader.length(first, fileBytes: file.count) else {
      throw Failure(.badData, "\(path): byte 0: expected the length of a safetensors header")
    }
    let node = try InputFile.json(file.bytes(at: 8, count: length), file: path)
    do {
      return try SafetensorsHeader(node, dataBytes: file.count - 8 - length).tensors
    } catch {
      throw InputFile.failure(error, file: path)
    }
  }
}

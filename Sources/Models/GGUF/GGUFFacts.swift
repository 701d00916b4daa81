import Base

/// Names and numbers of GGUF files beside those of the layout that llama.cpp loads; from `catalog/gguf.json`.
struct GGUFFacts: CatalogDocument, Equatable {
  static let fileName = "gguf.json"

  /// Files that are no language model by themselves.
  struct OtherFile: Sendable, Equatable {
    /// Their `general.architecture`.
    let architectures: Set<String>
    /// What they are, with its article.
    let what: String
    /// What they are good for: a sentence without its subject.
    let use: String
  }

  /// A number that a tensor has elsewhere as its type.
  struct ForeignType: Sendable, Equatable {
    let number: Int
    let name: String
    /// Where it comes from, and why it cannot be read.
    let origin: String
  }

  /// What llama.cpp loads, by its own names.
  let llamaCppArchitectures: Set<String>
  /// llama.cpp's name by the one that Ollama's converter writes.
  let ollamaArchitectures: [String: String]
  let otherFiles: [OtherFile]
  let foreignTypes: [ForeignType]

  init(_ node: JSONNode) throws(JSONShapeError) {
    llamaCppArchitectures = Set(try node.strings("llama_cpp_architectures"))
    var names: [String: String] = [:]
    for (key, name) in try node.required("ollama_architectures").members() { names[key] = try name.string() }
    ollamaArchitectures = names
    otherFiles = try node.list("other_files") { row throws(JSONShapeError) in
      OtherFile(
        architectures: Set(try row.strings("architectures")),
        what: try row.required("what").string(), use: try row.required("use").string())
    }
    foreignTypes = try node.list("foreign_tensor_types") { row throws(JSONShapeError) in
      ForeignType(
        number: try row.required("number").integer(in: 0...1 << 16), name: try row.required("name").string(),
        origin: try row.required("origin").string())
    }
  }

  /// The built-in facts; empty where the program was built without them.
  static let all: GGUFFacts? = try? builtIn()

  func problems(knowing names: CatalogNames) -> [(pointer: String, message: String)] {
    var problems: [(pointer: String, message: String)] = []
    var numbers: Set<Int> = []
    for (index, type) in foreignTypes.enumerated() {
      let pointer = "/foreign_tensor_types/\(index)/number"
      if !numbers.insert(type.number).inserted { problems.append((pointer, "the number is there twice")) }
      if let number = UInt32(exactly: type.number), GGUFTensorType(number: number) != nil {
        problems.append((pointer, "llama.cpp has a type with this number"))
      }
    }
    for (ollama, name) in ollamaArchitectures.sorted(by: { $0.key < $1.key }) {
      if !llamaCppArchitectures.contains(name) {
        problems.append(("/ollama_architectures/" + ollama, "llama.cpp has no architecture \"\(name)\""))
      }
    }
    return problems
  }
}

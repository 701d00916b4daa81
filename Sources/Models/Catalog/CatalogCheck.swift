import Base

/// Looks for mistakes in catalogue files: of shape, and of sense.
///
/// A file without mistakes can be trusted as far as its numbers agree with each other.
package struct CatalogCheck {
  /// A mistake, or something that is missing: where it is, and what is wrong.
  package struct Finding: Sendable, Equatable {
    package let file: String
    package let line: Int
    /// JSON pointer of the value.
    package let pointer: String
    package let message: String
    /// False for a gap that makes nothing wrong, such as a model of which no file is known.
    package let isMistake: Bool

    /// The finding on one line.
    package var text: String { "\(file):\(line): \(pointer): \(isMistake ? "" : "note: ")\(message)" }
  }

  private let recomputedParameters: (Model) -> Int?

  /// A check that counts the weights of a model's text part with `recomputedParameters`, nil where that cannot be done.
  package init(recomputedParameters: @escaping (Model) -> Int? = { _ in nil }) {
    self.recomputedParameters = recomputedParameters
  }

  /// The catalogue's own files of models.
  package static var builtInFiles: [CatalogLoader.File] {
    EmbeddedFile.all.filter { $0.name.hasPrefix("models/") }.map {
      CatalogLoader.File(name: "catalog/" + $0.name, bytes: Array($0.bytes))
    }
  }

  /// All mistakes, in the order of files and lines; ids and tags must be unique over all the files together.
  package func findings(in files: [CatalogLoader.File]) -> [Finding] {
    var names = NamesSeen()
    return files.flatMap { findings(in: $0, names: &names) }
  }

  /// After so many mistakes in a file the rest of it is not looked at: it is something else than a catalogue, and finding
  /// the line of each would take long.
  static let mistakesUntilGivingUp = 200

  private func findings(in file: CatalogLoader.File, names: inout NamesSeen) -> [Finding] {
    let root: JSONNode
    do {
      root = try JSONNode(parsing: file.bytes)
    } catch {
      return [
        Finding(
          file: file.name, line: error.line, pointer: "", message: "column \(error.column): expected \(error.expected)",
          isMistake: true)
      ]
    }
    var problems = DuplicateKeys.problems(in: root)
    do {
      problems += CatalogShape.unknownKeys(of: root, known: CatalogShape.fileKeys)
      for entry in try root.required("models").elements() {
        problems += self.problems(of: entry, names: &names)
        if problems.count(where: \.isMistake) >= Self.mistakesUntilGivingUp {
          problems.append(Problem(entry, "so many mistakes that what follows was not looked at", isMistake: false))
          break
        }
      }
    } catch {
      problems.append(Problem(shape: error))
    }
    return problems.map {
      Finding(file: file.name, line: $0.line, pointer: $0.pointer, message: $0.message, isMistake: $0.isMistake)
    }
    .sorted { ($0.line, $0.pointer) < ($1.line, $1.pointer) }
  }

  private func problems(of entry: JSONNode, names: inout NamesSeen) -> [Problem] {
    do {
      let model = try ModelDecoder.model(entry)
      let sense = ModelSense(model: model, recomputedParameters: recomputedParameters(model))
      let pointer = entry.pointer
      let mistakes =
        CatalogShape.unknownKeys(of: entry, known: CatalogShape.entryKeys)
        + (sense.problems() + names.problems(of: model)).map {
          Problem(pointer: pointer + $0.key, line: entry.nearest(to: $0.key).line, message: $0.message)
        }
      return model.isWithoutFile
        ? mistakes + [Problem(entry, "no file of this model is known", isMistake: false)] : mistakes
    } catch {
      return [Problem(shape: error)]
    }
  }
}

/// Where something is wrong or missing in a file, and what.
private struct Problem {
  let pointer: String
  let line: Int
  let message: String
  var isMistake = true
}

extension Problem {
  fileprivate init(shape: JSONShapeError) {
    self.init(pointer: shape.pointer, line: shape.line, message: "expected \(shape.expected)")
  }

  fileprivate init(_ node: JSONNode, _ message: String, isMistake: Bool = true) {
    self.init(pointer: node.pointer, line: node.line, message: message, isMistake: isMistake)
  }
}

/// Ids and tags of the entries seen so far.
private struct NamesSeen {
  private var ids: Set<String> = []
  private var tags: [String: String] = [:]

  mutating func problems(of model: Model) -> [ModelSense.Problem] {
    var problems: [ModelSense.Problem] = []
    if !ids.insert(model.id).inserted { problems.append(("/id", "\"\(model.id)\" is the id of another entry too")) }
    for (index, tag) in model.ollamaTags.enumerated() {
      if let other = tags[tag.tag] {
        problems.append(("/ollama/\(index)/tag", "\"\(tag.tag)\" is a tag of \(other) too"))
      }
      tags[tag.tag] = model.id
    }
    return problems
  }
}

/// Keys that a catalogue file may have.
enum CatalogShape {
  static let fileKeys: Set<String> = ["models", "version", "date", "extends", "comment", "$schema"]
  static let entryKeys: Set<String> = [
    "id", "name", "family", "creator", "released", "license", "commercial_use", "parameters", "text_parameters",
    "active_parameters", "context_max", "context_extended", "capabilities", "languages", "language_count",
    "architecture", "runs_in_llama_cpp", "native_quantization", "gguf_metadata_bytes", "projector", "embedding",
    "huggingface", "gguf", "ollama", "scores", "confidence", "sources", "provenance", "comment",
  ]

  fileprivate static func unknownKeys(of node: JSONNode, known: Set<String>) -> [Problem] {
    guard node.isObject, let members = try? node.members() else { return [] }
    let unknown = members.lazy.filter { !known.contains($0.key) }.prefix(CatalogCheck.mistakesUntilGivingUp)
    return unknown.map { key, member in
      let nearest = known.min {
        EditDistance.between(Array($0.utf8), Array(key.utf8)) < EditDistance.between(Array($1.utf8), Array(key.utf8))
      }
      return Problem(member, "unknown key; the nearest known one is \"\(nearest ?? "")\"")
    }
  }
}

/// Finds keys that an object has twice, of which only the first would be read.
private enum DuplicateKeys {
  static func problems(in root: JSONNode) -> [Problem] {
    var problems: [Problem] = []
    add(root, to: &problems)
    return problems
  }

  private static func add(_ node: JSONNode, to problems: inout [Problem]) {
    guard problems.count < CatalogCheck.mistakesUntilGivingUp else { return }
    if node.isObject, let members = try? node.members() {
      var seen: Set<String> = []
      for (key, member) in members {
        if !seen.insert(key).inserted { problems.append(Problem(node, "the key \"\(key)\" is there twice")) }
        add(member, to: &problems)
      }
    } else if node.isArray, let elements = try? node.elements() {
      for element in elements { add(element, to: &problems) }
    }
  }
}

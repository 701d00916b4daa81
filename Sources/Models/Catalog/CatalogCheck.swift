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

  /// Where something is wrong or missing, and what.
  private typealias Place = (pointer: String, message: String, isMistake: Bool)

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
    return files.flatMap { file in
      file.bytes.withUnsafeBufferPointer { findings(in: $0, file: file.name, names: &names) }
    }
  }

  private func findings(
    in bytes: UnsafeBufferPointer<UInt8>, file: String, names: inout NamesSeen
  ) -> [Finding] {
    let tape: JSONTape
    do {
      tape = try JSONTape(bytes)
    } catch {
      return [
        Finding(
          file: file, line: error.line, pointer: "", message: "column \(error.column): expected \(error.expected)",
          isMistake: true)
      ]
    }
    var places: [Place] = []
    tape.read { root in
      places += mistakes(DuplicateKeys.places(in: root))
      do throws(JSONShapeError) {
        places += mistakes(CatalogShape.unknownKeys(of: root, known: CatalogShape.fileKeys))
        for entry in try root.required("models").elements() { places += problems(of: entry, names: &names) }
      } catch {
        places.append((error.pointer, "expected \(error.expected)", true))
      }
    }
    return places.map { place in
      let line = JSONLine.line(of: place.pointer, in: bytes)
      return Finding(
        file: file, line: line, pointer: place.pointer, message: place.message, isMistake: place.isMistake)
    }.sorted { ($0.line, $0.pointer) < ($1.line, $1.pointer) }
  }

  private func mistakes(_ places: [(pointer: String, message: String)]) -> [Place] {
    places.map { ($0.pointer, $0.message, true) }
  }

  private func problems(of entry: JSONCursor, names: inout NamesSeen) -> [Place] {
    do {
      let model = try ModelDecoder.model(entry)
      let sense = ModelSense(model: model, recomputedParameters: recomputedParameters(model))
      let found = CatalogShape.unknownKeys(of: entry, known: CatalogShape.entryKeys)
      let places = mistakes(
        found + (sense.problems() + names.problems(of: model)).map { (entry.pointer + $0.key, $0.message) })
      return model.isWithoutFile ? places + [(entry.pointer, "no file of this model is known", false)] : places
    } catch {
      return [(error.pointer, "expected \(error.expected)", true)]
    }
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

  static func unknownKeys(of node: JSONCursor, known: Set<String>) -> [(pointer: String, message: String)] {
    guard let members = try? node.members() else { return [] }
    return members.filter { !known.contains($0.key) }.map { key, member in
      let nearest = known.min {
        EditDistance.between(Array($0.utf8), Array(key.utf8)) < EditDistance.between(Array($1.utf8), Array(key.utf8))
      }
      return (member.pointer, "unknown key; the nearest known one is \"\(nearest ?? "")\"")
    }
  }
}

/// Finds keys that an object has twice, of which only the first would be read.
private enum DuplicateKeys {
  static func places(in node: JSONCursor) -> [(pointer: String, message: String)] {
    var places: [(pointer: String, message: String)] = []
    if let members = try? node.members() {
      var seen: Set<String> = []
      for (key, member) in members {
        if !seen.insert(key).inserted { places.append((node.pointer, "the key \"\(key)\" is there twice")) }
        places += Self.places(in: member)
      }
    } else if let elements = try? node.elements() {
      for element in elements { places += Self.places(in: element) }
    }
    return places
  }
}

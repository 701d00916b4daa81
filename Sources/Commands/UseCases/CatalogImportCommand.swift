import Base
import Documents
import Models
import Options
import Runtimes

/// A catalogue entry from a file, a running Ollama or a Hugging Face folder.
struct CatalogImportCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "import", abstract: "Make a catalogue entry of a model file, an Ollama tag or a Hugging Face folder.",
      discussion: """
        SOURCE is a GGUF file, ollama:TAG for a model that the Ollama server of OLLAMA_HOST has, or a folder with \
        config.json and, where there is one, model.safetensors.index.json. The entry goes to standard output as a \
        catalogue file; what cannot be told is null there and is listed on standard error.
        """,
      examples: [
        ("plimsoll catalog import ./model.gguf", "The entry, to read and to complete."),
        ("plimsoll catalog import ollama:qwen3:8b --save", "The same, kept among your own models."),
      ])
  }

  @Argument("source", help: "GGUF file, ollama:TAG or folder.", completes: .files) var source: String
  @Flag(help: "Add the entry to your own catalogue: $XDG_CONFIG_HOME/plimsoll/catalog.d.", section: "Output")
  var save: Bool
  @OptionGroup var outputOptions: OutputOptions

  static var forms: [DocumentFormat] { DocumentFormat.withoutTables }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let (model, unknown) = try ModelImporter(surroundings: surroundings).model(source)
    let entries = CatalogEntryWriter.document([model], showsUnknown: true)
    let path = try save ? keep(entries, id: model.id, surroundings) : nil
    surroundings.print((entries, unknown, path), as: Contract.imported, outputOptions) { _ in JSONWriter.text(entries) }
    guard outputOptions.form == .text, !outputOptions.quiet else { return .answered }
    if !unknown.isEmpty { surroundings.console.message("plimsoll: not told: \(unknown.joined(separator: ", "))\n") }
    if let path { surroundings.console.message("plimsoll: saved as \(path)\n") }
    return .answered
  }

  private func keep(_ entries: JSONValue, id: String, _ surroundings: Surroundings) throws -> String {
    guard let folder = surroundings.userCatalogFolder else {
      throw Failure(.cannotCreate, "there is no folder for your own models", hint: "set HOME or XDG_CONFIG_HOME")
    }
    let path = "\(folder)/\(id).json"
    if let reason = FileReplacement.write(JSONWriter.text(entries), to: path, makingFolder: folder) {
      throw Failure(.cannotCreate, "the entry is not saved: \(reason)")
    }
    return path
  }
}

/// Reads a model out of whatever `catalog import` is given.
struct ModelImporter {
  let surroundings: Surroundings

  func model(_ source: String) throws -> (Model, unknown: [String]) {
    if source.lowercased().hasPrefix(OllamaStore.prefix) {
      return try shown(String(source.dropFirst(OllamaStore.prefix.count)))
    }
    if CheckpointFolder.isNamed(by: source) {
      let checkpoint = try CheckpointFolder(source)
      return (checkpoint.model, checkpoint.unknown)
    }
    let named = try ModelFile.read(source)
    return (named.model, named.file?.unknown ?? [])
  }

  private func shown(_ tag: String) throws -> (Model, unknown: [String]) {
    guard surroundings.allowsNetwork else { throw Failure(.failed, "the network is not allowed here") }
    let server = try OllamaAccess(surroundings: surroundings).server()
    Interrupts.note()
    do {
      let client = OllamaClient(server: server) { Interrupts.wasInterrupted }
      var document = try client.show(tag)
      if OllamaShow.leavesOutLists(document) { document = try client.show(tag, isVerbose: true) }
      return try OllamaShow.model(document, tag: tag)
    } catch let problem as OllamaProblem {
      throw OllamaAccess.failure(problem, doing: "describe", tag: tag, server: server)
    } catch let error as JSONShapeError {
      throw Failure(
        .badData, "\(server.address)/api/show of '\(tag)': \(error.pointer): expected \(error.expected)")
    }
  }
}

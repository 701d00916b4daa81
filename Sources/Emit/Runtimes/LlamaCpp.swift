import Documents
import Models

extension EmitFormat {
  static let llamaServer = EmitFormat(
    "llama-server", .runtimes, "llama.cpp's server with the plan's placement, cache, threads and NUMA policy."
  ) { (plan) throws(EmitRefusal) in
    Draft(script: "llama-server.sh", try plan.llamaServer(), notes: plan.llamaNotes)
  }

  static let llamaCLI = EmitFormat(
    "llama-cli", .runtimes, "The same for a conversation in the terminal, without a server."
  ) { (plan) throws(EmitRefusal) in
    guard !plan.model.capabilities.contains(.embedding) else { throw .writesNothing }
    // One conversation has the whole context.
    var settings = plan.settings
    (settings[.parallel], settings[.unifiedCache]) = (nil, nil)
    settings[.context] = String(plan.fit.workload.context)
    return Draft(script: "llama-cli.sh", try plan.llama("llama-cli", settings))
  }

  static let llamafile = EmitFormat(
    "llamafile", .runtimes, "Mozilla's llamafile with the GGUF file, one program without installation."
  ) { (plan) throws(EmitRefusal) in
    let facts = try plan.runtime("llamafile")
    let fetched = try plan.fetched()
    var settings = plan.settings
    (settings[.host], settings[.port]) = ("127.0.0.1", String(facts.port))
    let said = try settings.said(by: facts)
    let start = ["llamafile", "--server", "-m", fetched.path] + said.words
    return Draft(Draft.File("llamafile.sh", .script(fetched.commands + [start])), notes: said.notes)
  }
}

extension EmitPlan {
  /// A program of llama.cpp with the model and what it is told.
  func llama(_ program: String, _ settings: RunSettings) throws(EmitRefusal) -> [String] {
    let facts = try runtime("llama.cpp")
    guard row.command.llamaWords != nil, let source = row.command.llamaSource else {
      throw .noArtefact(kind: "GGUF file")
    }
    return [program] + source + settings.words(facts.flags).words
  }

  /// llama-server, told where to listen, since its default port is changing.
  func llamaServer(host: String = "127.0.0.1", port: Int? = nil) throws(EmitRefusal) -> [String] {
    let facts = try runtime("llama.cpp")
    var settings = settings
    (settings[.alias], settings[.host], settings[.port]) = (alias, host, String(port ?? facts.port))
    return try llama("llama-server", settings)
  }

  var llamaNotes: [String] {
    guard let facts = RuntimeList.known?.runtime(named: "llama.cpp"), let other = facts.otherPorts.first else {
      return []
    }
    return ["the port is given because llama-server's own moves from \(facts.port) to \(other)"]
  }
}

extension RunSettings {
  /// The words for a runtime; what decides where memory lies must be among them, what else is not is noted.
  func said(by facts: RuntimeFacts) throws(EmitRefusal) -> (words: [String], notes: [String]) {
    let said = words(facts.flags)
    return (said.words, try facts.notes(unsaid: said.unsaid))
  }
}

extension RuntimeFacts {
  /// What a runtime cannot be told, in a sentence for each; a failure where it decides where memory lies.
  func notes(unsaid: [RunSettings.Key]) throws(EmitRefusal) -> [String] {
    let placement = unsaid.filter(\.isOfPlacement)
    guard placement.isEmpty else { throw .cannotSay(runtime: name, placement) }
    let ended =
      status == .active
      ? [] : ["the project of \(name) is \(status.rawValue)" + (statusSince.map { " since \($0)" } ?? "")]
    guard !unsaid.isEmpty else { return ended }
    return ended + [
      "\(name) has no option for: " + unsaid.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: ", ")
    ]
  }
}

extension Artefact {
  /// The file's name without folders.
  var fileName: String { file?.split(separator: "/").last.map(String.init) ?? label }

  /// The words that fetch the file into the current folder.
  var download: [String] { ["hf", "download", repository] + (file.map { [$0] } ?? []) + ["--local-dir", "."] }
}

import Base
import Documents
import Emit
import Glibc
import Options

/// Puts emitted files where they are wanted: on standard output, into a folder, or beside what is there.
struct EmitOutput {
  let options: EmitOptions
  let output: OutputOptions
  let surroundings: Surroundings

  func take(_ emission: Emission) throws {
    var text: String?
    if options.diff {
      text = try emission.files.map { LineDifference.text(try present($0), $0.text, path: path($0)) }.joined()
    } else if options.out != nil {
      text = try write(emission.files).map { "\($0)\n" }.joined()
    }
    surroundings.print(emission, as: Contract.emit, output) { _ in text ?? EmitText.files(emission.files) }
    guard output.form == .text, !output.quiet else { return }
    for note in emission.notes { surroundings.console.message("plimsoll: \(note)\n") }
  }

  private func path(_ file: EmittedFile) -> String { (options.out.map { $0 + "/" } ?? "") + file.path }

  /// What is there now; nil where nothing is.
  private func present(_ file: EmittedFile) throws -> String? {
    var status = stat()
    guard lstat(path(file), &status) == 0 else { return nil }
    return String(decoding: try InputFile.bytes(path(file), what: "the file that is there"), as: UTF8.self)
  }

  /// Writes what has changed, and nothing where one of the files is not to be touched; says what was done with each.
  private func write(_ files: [EmittedFile]) throws -> [String] {
    let old = try files.map(present)
    let edited = zip(files, old).filter { file, old in
      old.map { $0 != file.text && EditMark.isUntouched($0) != true } ?? false
    }
    if !edited.isEmpty, !options.force {
      throw Failure(
        .cannotCreate,
        "somebody has changed \(edited.map { path($0.0) }.joined(separator: ", ")), so nothing is written",
        hint: "'--diff' shows what would change, '--force' replaces it")
    }
    return try zip(files, old).map { file, old in
      let path = path(file)
      if old == file.text { return "unchanged  \(path)" }
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      if let reason = FileReplacement.write(
        file.text, to: path, makingFolder: folder.isEmpty ? nil : folder, mode: file.isExecutable ? 0o755 : 0o644)
      {
        throw Failure(.cannotCreate, "cannot write '\(path)': \(reason)")
      }
      return "\(old == nil ? "written" : "replaced")  \(path)"
    }
  }
}

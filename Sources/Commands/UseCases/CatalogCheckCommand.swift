import Base
import Documents
import Memory
import Models
import Options

/// Mistakes of shape and sense in catalogue files.
struct CatalogCheckCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "check", abstract: "Look for mistakes in catalogue files, or in the built-in catalogue.",
      examples: [("plimsoll catalog check my-models.json", "Mistakes with file, line and place; none is exit 0.")])
  }

  @Argument(rest: "file", help: "Catalogue files or folders; none: the built-in catalogue.")
  var files: [String]
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let named = try files.flatMap(CatalogSource.namedFiles)
    let check = CatalogCheck { model in ModelPlan(model)?.weights }
    let inputs = named.isEmpty ? CatalogCheck.builtInFiles : named.filter { CatalogLoader.holdsModels($0.name) }
    let findings = check.findings(in: inputs)
    let mistakes = findings.count(where: \.isMistake)
    if outputOptions.json {
      surroundings.console.output(JSONWriter.text(document(findings, files: inputs.count)))
    } else {
      for finding in findings { surroundings.console.output(finding.text + "\n") }
      let files = inputs.count == 1 ? "1 file" : "\(inputs.count) files"
      let notes = findings.count - mistakes
      let counts = [(mistakes, "mistake"), (notes, "note")].filter { $0.0 > 0 }.map { count, name in
        count == 1 ? "1 \(name)" : "\(count) \(name)s"
      }
      surroundings.console.output("\(files): \(counts.isEmpty ? "nothing found" : counts.joined(separator: ", "))\n")
    }
    return mistakes == 0 ? .answered : .badData
  }

  private func document(_ findings: [CatalogCheck.Finding], files: Int) -> JSONValue {
    Document.named(
      "catalog-check", version: programVersion,
      [
        JSONValue.Member("files", .integer(files)),
        JSONValue.Member(
          "findings",
          .array(
            findings.map { finding in
              .object([
                "file": .string(finding.file), "line": .integer(finding.line), "pointer": .string(finding.pointer),
                "message": .string(finding.message),
                "severity": .string(finding.isMistake ? "mistake" : "note"),
              ])
            })),
      ])
  }
}

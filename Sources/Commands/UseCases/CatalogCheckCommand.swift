import Base
import Documents
import Machines
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

  @Argument(rest: "file", help: "Catalogue files or folders; none: the built-in catalogue.", completes: .files)
  var files: [String]
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let named = try files.flatMap(CatalogSource.namedFiles)
    let check = CatalogCheck { model in ModelPlan(model)?.weights }
    let inputs = named.isEmpty ? CatalogCheck.builtInFiles : named.filter { CatalogLoader.holdsModels($0.name) }
    let documents = named.isEmpty ? CatalogDocuments.builtInFiles : named.filter { CatalogDocuments.holds($0.name) }
    let findings = check.findings(in: inputs) + CatalogDocuments.findings(in: documents, knowing: try Self.knownNames())
    let mistakes = findings.count(where: \.isMistake)
    let fileCount = inputs.count + documents.count
    surroundings.print((fileCount, findings), as: Contract.catalogCheck, outputOptions) { _ in
      let files = fileCount == 1 ? "1 file" : "\(fileCount) files"
      let counts = [(mistakes, "mistake"), (findings.count - mistakes, "note")].filter { $0.0 > 0 }.map { count, name in
        count == 1 ? "1 \(name)" : "\(count) \(name)s"
      }
      let found = counts.isEmpty ? "nothing found" : counts.joined(separator: ", ")
      return findings.map { $0.text + "\n" }.joined() + "\(files): \(found)\n"
    }
    return mistakes == 0 ? .answered : .badData
  }

  private static func knownNames() throws -> CatalogNames {
    CatalogNames(
      models: Set(try Catalog.builtIn().models.map(\.id)), gpus: Set(GPUTable.builtIn.gpus.map(\.id)))
  }
}

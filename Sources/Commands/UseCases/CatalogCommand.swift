import Base
import Documents
import Models
import Options

/// The model catalogue.
struct CatalogCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "catalog", abstract: "Look into the model catalogue.",
      subcommands: [
        CatalogListCommand.self, CatalogShowCommand.self, CatalogSearchCommand.self, CatalogCheckCommand.self,
        CatalogImportCommand.self,
      ])
  }
}

/// All models, a line each.
struct CatalogListCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "list", abstract: "List the models of the catalogue.",
      examples: [("plimsoll catalog list --capability vision", "Models that see.")])
  }

  @Option("name", help: "Only models that can do this.", section: "Filter") var capability: Model.Capability?
  @Option("text", help: "Only models of this creator or family.", section: "Filter") var by: String?
  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let catalog = try CatalogSource(options: catalogOptions, output: outputOptions, surroundings: surroundings)
      .catalog()
    let wanted = by?.lowercased()
    let models = catalog.models.filter { model in
      let fits = capability.map(model.capabilities.contains) ?? true
      guard let wanted else { return fits }
      return fits && (model.creator.lowercased().contains(wanted) || model.family.lowercased().contains(wanted))
    }
    CatalogOutput(surroundings: surroundings, options: outputOptions).list(models, of: catalog)
    return models.isEmpty ? .nothingFits : .answered
  }
}

extension Model.Capability: ArgumentValue {}

/// Models that match words.
struct CatalogSearchCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "search", abstract: "Find models by words.",
      examples: [("plimsoll catalog search qwen3 8b", "Qwen3 8B first, then what is like it.")])
  }

  @Argument(rest: "text", isRequired: true, help: "Words of the name, family, creator or capability.")
  var words: [String]
  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let catalog = try CatalogSource(options: catalogOptions, output: outputOptions, surroundings: surroundings)
      .catalog()
    let models = ModelSearch(catalog.models).models(matching: words.joined(separator: " "))
    CatalogOutput(surroundings: surroundings, options: outputOptions).list(models, of: catalog)
    return models.isEmpty ? .nothingFits : .answered
  }
}

/// One model with everything the catalogue knows of it.
struct CatalogShowCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(name: "show", abstract: "Show everything the catalogue knows of one model.")
  }

  @Argument("model", help: "Which model.") var model: String
  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let catalog = try CatalogSource(options: catalogOptions, output: outputOptions, surroundings: surroundings)
      .catalog()
    let named = try ModelSource(catalog: catalog, surroundings: surroundings).model(model)
    let output = CatalogOutput(surroundings: surroundings, options: outputOptions)
    output.show(named.model)
    return .answered
  }
}

/// Prints models as JSON or text.
struct CatalogOutput {
  let surroundings: Surroundings
  let options: OutputOptions

  func list(_ models: [Model], of catalog: Catalog) {
    if options.json {
      let document = Document.named(
        "catalog", version: programVersion,
        [
          JSONValue.Member("catalog_version", catalog.version.map(JSONValue.string) ?? .null),
          JSONValue.Member("catalog_date", catalog.date.map(JSONValue.string) ?? .null),
          JSONValue.Member("models", .array(models.map(FitWriter.model))),
        ])
      surroundings.console.output(JSONWriter.text(document))
    } else {
      var style = surroundings.style(options)
      // What goes to a file or another program is whole: only a terminal has an edge.
      if !surroundings.console.outputIsTerminal { style.width = .max }
      surroundings.console.output(CatalogText.list(models, style: style))
    }
  }

  func show(_ model: Model) {
    if options.json {
      let document = Document.named(
        "model", version: programVersion,
        [
          JSONValue.Member("model", CatalogEntryWriter.entry(model)),
          JSONValue.Member("quality", ModelWriter.quality(model)),
          JSONValue.Member("artefacts", .array(model.artefacts.map(ArtefactWriter.artefact))),
        ])
      surroundings.console.output(JSONWriter.text(document))
    } else {
      surroundings.console.output(CatalogText.page(model, style: surroundings.style(options)))
    }
  }
}

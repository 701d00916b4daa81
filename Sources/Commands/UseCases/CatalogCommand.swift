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
        CatalogImportCommand.self, CatalogUpdateCommand.self,
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

  @Argument("model", help: "Which model.", completes: .list(CompletionLists.models)) var model: String
  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let catalog = try CatalogSource(options: catalogOptions, output: outputOptions, surroundings: surroundings)
      .catalog()
    let named = try ModelSource(catalog: catalog, surroundings: surroundings).model(model)
    let output = CatalogOutput(surroundings: surroundings, options: outputOptions)
    output.show(named.model, of: catalog)
    return .answered
  }
}

/// Prints models.
struct CatalogOutput {
  let surroundings: Surroundings
  let options: OutputOptions

  func list(_ models: [Model], of catalog: Catalog) {
    surroundings.print((catalog.version, catalog.date, catalog.source, models), as: Contract.catalog, options) {
      style in
      var style = style
      // What goes to a file or another program is whole: only a terminal has an edge.
      if !surroundings.console.outputIsTerminal { style.width = .max }
      return CatalogText.list(models, style: style)
    }
  }

  /// One model: a page or a document of its own, or the one row of a table.
  func show(_ model: Model, of catalog: Catalog) {
    guard options.form == .text || options.form == .json else { return list([model], of: catalog) }
    surroundings.print(model, as: Contract.model, options) { CatalogText.page(model, style: $0) }
  }
}

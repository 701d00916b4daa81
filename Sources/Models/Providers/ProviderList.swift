import Base

/// The providers of hosted models, from `catalog/providers.json`.
package struct ProviderList: CatalogDocument, Equatable {
  package static let fileName = "providers.json"

  /// A day from which law or a ruling changes what holds.
  package struct LegalDate: Sendable, Equatable {
    package let date: String
    package let text: String
  }

  package let providers: [Provider]
  package let dates: [LegalDate]

  package init(_ node: JSONNode) throws(JSONShapeError) {
    providers = try node.list("providers", of: Provider.init)
    dates = try node.list("dates") { row throws(JSONShapeError) in
      LegalDate(date: try row.required("date").string(), text: try row.required("text").string())
    }
  }

  package func provider(named name: String) -> Provider? {
    providers.first { $0.name.lowercased() == name.lowercased() }
  }

  package func problems(knowing names: CatalogNames) -> [(pointer: String, message: String)] {
    var problems: [(pointer: String, message: String)] = []
    var seen: Set<String> = []
    for (index, provider) in providers.enumerated() {
      let place = "/providers/\(index)"
      if !seen.insert(provider.name).inserted { problems.append((place + "/name", "the provider is there twice")) }
      if !CatalogDate.isDate(provider.asOf) { problems.append((place + "/as_of", "expected a date")) }
      if provider.source.isEmpty { problems.append((place + "/source", "a statement needs a source")) }
    }
    for (index, day) in dates.enumerated() where !CatalogDate.isDate(day.date) {
      problems.append(("/dates/\(index)/date", "expected a date"))
    }
    return problems
  }
}

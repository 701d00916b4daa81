import Base

/// Prices of rented machines and of hardware, from `catalog/instances.json`.
package struct MachinePriceList: CatalogDocument, Equatable {
  package static let fileName = "instances.json"

  /// A machine, or a GPU with its share of one, rented by the hour.
  package struct Rental: Sendable, Equatable {
    package let provider: String
    /// The provider's name of the machine, such as `g5.xlarge`; nil for a price per GPU.
    package let name: String?
    /// Id in `catalog/gpus.json`.
    package let gpu: String
    /// Less than one for a share of a GPU.
    package let gpuCount: Double
    package let region: String?
    package let usdPerHour: Double
    let spotUSDPerHour: Double?
    /// Per hour when reserved for a year.
    let reservedYearUSDPerHour: Double?
    package let processors: Int?
    /// Main memory in GB (10^9), as the provider states it.
    package let memoryGB: Double?
    /// The list it is from is no longer kept.
    package let isArchived: Bool
    package let asOf: String
    package let source: String
  }

  /// What a GPU or a whole computer costs.
  package struct Hardware: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
      /// At launch, as the maker stated it.
      case list
      /// As dealers ask.
      case street
      case announced
      case wholeComputer = "whole computer"
    }

    /// Id in `catalog/gpus.json`; nil for what is not in the table.
    package let gpu: String?
    package let name: String
    package let usd: Double
    package let kind: Kind
    let isApproximate: Bool
    package let asOf: String
    package let source: String
  }

  package let rentals: [Rental]
  package let hardware: [Hardware]

  package init(_ node: JSONNode) throws(JSONShapeError) {
    rentals = try node.list("instances") { row throws(JSONShapeError) in
      Rental(
        provider: try row.required("provider").string(), name: try row.optional("name")?.string(),
        gpu: try row.required("gpu").string(), gpuCount: try row.required("gpu_count").number(),
        region: try row.optional("region")?.string(), usdPerHour: try row.required("usd_per_hour").number(),
        spotUSDPerHour: try row.optional("spot_usd_per_hour")?.number(),
        reservedYearUSDPerHour: try row.optional("reserved_year_usd_per_hour")?.number(),
        processors: try row.optional("processors")?.integer(), memoryGB: try row.optional("memory_gb")?.number(),
        isArchived: try row.flag("archived"), asOf: try row.required("as_of").string(),
        source: try row.required("source").string())
    }
    hardware = try node.list("hardware") { row throws(JSONShapeError) in
      Hardware(
        gpu: try row.optional("gpu")?.string(), name: try row.required("name").string(),
        usd: try row.required("usd").number(), kind: try row.required("kind").word(Hardware.Kind.self),
        isApproximate: try row.flag("approximate"), asOf: try row.required("as_of").string(),
        source: try row.required("source").string())
    }
  }

  /// The rented machines of that name, in any case; `region` as the provider writes it.
  package func rentals(named name: String, region: String? = nil) -> [Rental] {
    rentals.filter { rental in
      rental.name?.lowercased() == name.lowercased() && (region.map { $0 == rental.region } ?? true)
    }
  }

  package func problems(knowing names: CatalogNames) -> [(pointer: String, message: String)] {
    var problems: [(pointer: String, message: String)] = []
    for (index, rental) in rentals.enumerated() {
      let place = "/instances/\(index)"
      if !names.gpus.contains(rental.gpu) { problems.append((place + "/gpu", "no GPU has the id \"\(rental.gpu)\"")) }
      if !(0.01...1_000).contains(rental.usdPerHour) { problems.append((place + "/usd_per_hour", "out of range")) }
      if let reserved = rental.reservedYearUSDPerHour, reserved > rental.usdPerHour {
        problems.append((place + "/reserved_year_usd_per_hour", "a year costs more per hour than an hour"))
      }
      if rental.gpuCount <= 0 || rental.gpuCount > 16 { problems.append((place + "/gpu_count", "out of range")) }
      if !CatalogDate.isDate(rental.asOf) { problems.append((place + "/as_of", "expected a date")) }
    }
    for (index, price) in hardware.enumerated() {
      let place = "/hardware/\(index)"
      if let gpu = price.gpu, !names.gpus.contains(gpu) {
        problems.append((place + "/gpu", "no GPU has the id \"\(gpu)\""))
      }
      if !(10...500_000).contains(price.usd) { problems.append((place + "/usd", "out of range")) }
      if !CatalogDate.isDate(price.asOf) { problems.append((place + "/as_of", "expected a date")) }
    }
    return problems
  }
}

import HardwareModel
import ModelCatalog

/// What an answer rests on: the catalogue, the machine and what was measured of it.
struct Inputs {
  let catalog: Catalog
  var machine: Machine
  let measurements: Measurements?
}

/// Reads the inputs once for a command, the catalogue while the drivers are still answering.
struct InputReader {
  let machineOptions: MachineOptions
  let benchOptions: BenchOptions
  let catalogOptions: CatalogOptions
  let outputOptions: OutputOptions

  func inputs(_ surroundings: Surroundings) throws -> Inputs { try inputs(surroundings) { _ in }.inputs }

  /// The inputs and what `finding` sees in the catalogue; what it refuses fails before anything is measured.
  func inputs<Found>(
    _ surroundings: Surroundings, finding: (Catalog) throws -> Found
  ) throws -> (inputs: Inputs, found: Found) {
    let underWay = try MachineSource(options: machineOptions, surroundings: surroundings).begin()
    let catalog = try CatalogSource(options: catalogOptions, output: outputOptions, surroundings: surroundings)
      .catalog()
    let found = try finding(catalog)
    var machine = underWay.machine()
    let measured = BenchmarkSource(options: benchOptions, output: outputOptions, surroundings: surroundings)
      .measurements(of: machine)
    if let gap = measured.gap { machine.gaps.append(gap) }
    return (Inputs(catalog: catalog, machine: machine, measurements: measured.measurements), found)
  }
}

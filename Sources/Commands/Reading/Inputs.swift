import Machines
import Memory
import Models
import Speed

/// What an answer rests on: the catalogue, the machine and what was measured of it.
struct Inputs {
  let catalog: Catalog
  var machine: Machine
  var measurements: Measurements?
  /// Plans of models that could be made before the machine was known.
  let plans: PlanCache

  var fitCalculator: FitCalculator { FitCalculator(machine: machine, plans: plans) }
  var speedModel: SpeedModel { SpeedModel(machine: machine, measurements: measurements) }
}

/// Reads the inputs once for a command, the catalogue while the drivers are still answering.
struct InputReader {
  let options: InputOptions

  /// The inputs and what `finding` sees in the catalogue; what it refuses fails before anything is measured.
  ///
  /// While drivers are still answering, and only then, `preparing` makes plans on suspicion: they cost nothing. Where all that is
  /// asked for is the model `about` which the user speaks, the catalogue may have few others.
  func inputs<Found>(
    _ surroundings: Surroundings, about name: String? = nil, plans: PlanCache = PlanCache(),
    preparing: (Catalog) -> Void = { _ in },
    finding: (Catalog) throws -> Found
  ) throws -> (inputs: Inputs, found: Found) {
    let source = MachineSource(options: options.machine, surroundings: surroundings)
    let underWay = try source.begin()
    let catalog = try CatalogSource(options: options.catalog, output: options.output, surroundings: surroundings)
      .catalog(about: name)
    let found = try finding(catalog)
    if underWay.isAsking { preparing(catalog) }
    return (try inputs(surroundings, catalog, source, underWay, plans), found)
  }

  /// Waits for the machine and adds what was measured of it.
  private func inputs(
    _ surroundings: Surroundings, _ catalog: Catalog, _ source: MachineSource, _ underWay: MachineUnderWay,
    _ plans: PlanCache
  ) throws -> Inputs {
    var machine = underWay.machine()
    let measured = BenchmarkSource(
      options: options.bench, output: options.output, surroundings: surroundings, recording: options.machine.root
    )
    .measurements(of: machine)
    if let gap = measured.gap { machine.gaps.append(gap) }
    machine = try source.adding(to: machine)
    return Inputs(catalog: catalog, machine: machine, measurements: measured.measurements, plans: plans)
  }
}

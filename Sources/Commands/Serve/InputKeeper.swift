import Base
import Documents
import Glibc
import Machines
import Models
import Synchronization

/// Reads the machine and the catalogue once for the many answers of a server, and again as they age.
///
/// The machine is looked at on the thread that calls `renewIfWanted`, never while a request waits for nothing else: threads
/// that answer give up the right to look everywhere.
final class InputKeeper: Sendable {
  /// What answers rest on for a while.
  struct Reading: Sendable {
    let machine: Machine
    let measurements: Measurements?
    let gap: Gap?
    let catalog: Catalog
    /// Another number where the machine is another document.
    let machineNumber: Int
    /// Another number where the catalogue was read anew.
    let catalogNumber: Int
    let day: String

    var kept: KeptInputs { KeptInputs(machine: machine, measured: (measurements, gap), catalog: catalog) }
  }

  private struct State {
    var reading: Reading
    var machineText: String
    var catalogStamp: [String]
    var renewed: Double
    var isWanted = false
  }

  /// After so many seconds the machine is looked at again when somebody asks.
  static let freshSeconds = 5.0
  /// Nothing older is told: who asks waits until the machine was looked at.
  static let oldSeconds = 15.0

  private let surroundings: @Sendable () -> Surroundings
  private let state: Mutex<State>

  /// Reads both for the first time, and measures the machine once where `bench` says so and nothing is kept.
  init(_ bench: BenchOptions, _ surroundings: @escaping @Sendable () -> Surroundings) throws {
    self.surroundings = surroundings
    let stamp = Self.stamp(surroundings())
    let catalog = try CatalogSource(options: CatalogOptions(), surroundings: surroundings()).catalog()
    let machine = try Self.machine(surroundings())
    let (measurements, gap) = Self.measured(machine, bench, surroundings())
    let first = Reading(
      machine: machine, measurements: measurements, gap: gap, catalog: catalog, machineNumber: 0, catalogNumber: 0,
      day: surroundings().today)
    state = Mutex(
      State(
        reading: first, machineText: Self.text(machine), catalogStamp: stamp, renewed: MonotonicClock.seconds()))
  }

  /// What to answer from; waits where it is too old to be told.
  var reading: Reading {
    let patience = MonotonicClock.seconds() + 5
    while true {
      let now = MonotonicClock.seconds()
      let (reading, isOld) = state.withLock { state in
        if now - state.renewed > Self.freshSeconds { state.isWanted = true }
        return (state.reading, now - state.renewed > Self.oldSeconds)
      }
      if !isOld || now > patience { return reading }
      usleep(1_000)
    }
  }

  /// Reads again what has aged, where somebody has asked since; to be called many times a second.
  func renewIfWanted() {
    let before = state.withLock { state -> State? in
      guard state.isWanted else { return nil }
      state.isWanted = false
      return state
    }
    if let before { renew(before) }
  }

  /// Reads again what has aged; for whoever asks on this thread.
  func renewIfOld() {
    let before = state.withLock { $0 }
    if MonotonicClock.seconds() - before.renewed > Self.freshSeconds { renew(before) }
  }

  private func renew(_ before: State) {
    let stamp = Self.stamp(surroundings())
    var (catalog, catalogNumber) = (before.reading.catalog, before.reading.catalogNumber)
    // A catalogue that has become unreadable is told on the command line; here the last good one goes on.
    if stamp != before.catalogStamp,
      let renewed = try? CatalogSource(options: CatalogOptions(), surroundings: surroundings()).catalog()
    {
      (catalog, catalogNumber) = (renewed, catalogNumber + 1)
    }
    let machine = (try? Self.machine(surroundings())) ?? before.reading.machine
    let text = Self.text(machine)
    // Measuring takes the processor from those who ask, so that is done once.
    let reading = Reading(
      machine: machine, measurements: before.reading.measurements, gap: before.reading.gap, catalog: catalog,
      machineNumber: before.reading.machineNumber + (text == before.machineText ? 0 : 1), catalogNumber: catalogNumber,
      day: surroundings().today)
    state.withLock {
      $0 = State(reading: reading, machineText: text, catalogStamp: stamp, renewed: MonotonicClock.seconds())
    }
  }

  /// Takes what was measured of the machine since.
  func takeMeasurements(_ bench: BenchOptions) {
    let before = state.withLock { $0.reading }
    let (measurements, gap) = Self.measured(before.machine, bench, surroundings())
    let reading = Reading(
      machine: before.machine, measurements: measurements, gap: gap, catalog: before.catalog,
      machineNumber: before.machineNumber + 1, catalogNumber: before.catalogNumber, day: before.day)
    state.withLock { $0.reading = reading }
  }

  private static func measured(
    _ machine: Machine, _ bench: BenchOptions, _ surroundings: Surroundings
  ) -> (measurements: Measurements?, gap: Gap?) {
    let quiet = OutputOptions()
    quiet.quiet = true
    return BenchmarkSource(options: bench, output: quiet, surroundings: surroundings).measurements(of: machine)
  }

  private static func machine(_ surroundings: Surroundings) throws -> Machine {
    try MachineSource(options: MachineOptions(), surroundings: surroundings).machine()
  }

  /// What answers show of a machine.
  private static func text(_ machine: Machine) -> String {
    JSONWriter.line(Contract.hardware.json(machine, version: programVersion))
  }

  /// Names, sizes and times of the files that the catalogue may be read from.
  private static func stamp(_ surroundings: Surroundings) -> [String] {
    let user = surroundings.userCatalogFolder.map { folder in
      (FileQuestions.names(in: folder) ?? []).map { folder + "/" + $0 }
    }
    let updated = CatalogStore(surroundings).map { [$0.folder + "/state.json"] }
    return ((user ?? []) + (updated ?? [])).compactMap(FileStamp.text)
  }
}

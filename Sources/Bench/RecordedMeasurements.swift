import Base
import Machines

/// The benchmark's runs inside a recording, so that a replayed machine is judged by what it measured itself.
package enum RecordedMeasurements {
  /// Where a recording keeps them.
  package static let path = "/plimsoll/benchmark.json"

  /// The file for a recording; nil where nothing was measured.
  package static func file(_ history: MeasurementHistory) -> (path: String, text: String)? {
    guard !history.runs.isEmpty else { return nil }
    return (path, JSONWriter.text(.object(["runs": .array(history.runs.map(MeasurementsJSON.value))])))
  }

  /// What a recorded machine measured; nil where the recording has nothing that can be believed.
  package static func measurements(in root: SystemRoot) -> Measurements? {
    guard case .success(let bytes) = root.bytes(path, limit: 1 << 20), let document = try? JSONNode(parsing: bytes),
      let runs = try? document.required("runs").elements()
    else { return nil }
    var history = MeasurementHistory()
    for run in runs.compactMap(MeasurementsJSON.measurements) { history.add(run) }
    return history.measurements
  }
}

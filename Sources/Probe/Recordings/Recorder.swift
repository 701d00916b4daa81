import Base
import Glibc
import Machines

/// Writes everything that the probe reads of this machine into a folder, from which it reads the same again.
///
/// Nothing personal is written: no host name, serial number, MAC address, UUID or user name.
package struct Recorder {
  let probe: HardwareProbe

  package init(environment: [String: String], executable: String?) {
    probe = HardwareProbe(root: .live, environment: environment, executable: executable)
  }

  /// Why a recording could not be made.
  package struct Problem: Error, Equatable {
    package let reason: String
    package var isInterruption = false
  }

  /// Records into `folder`, which must not be there or be empty; a recording is whole or not there at all.
  ///
  /// `beside` makes further files of the machine, by their paths in the recording. Returns how many files it has.
  package func record(
    to folder: String, beside: (Machine) -> [(path: String, text: String)] = { _ in [] }
  ) throws(Problem) -> Int {
    if let names = FileQuestions.names(in: folder), !names.isEmpty {
      throw Problem(reason: "the folder '\(folder)' is not empty")
    }
    if FileQuestions.exists(folder), !FileQuestions.isFolder(folder) {
      throw Problem(reason: "'\(folder)' is there and no folder")
    }
    Interrupts.note()
    let recording = try RecordingFolder(for: folder)
    let count = write(to: recording, beside: beside)
    if Interrupts.wasInterrupted { throw Problem(reason: "interrupted", isInterruption: true) }
    if let reason = recording.finish() { throw Problem(reason: reason) }
    return count
  }

  private func write(to folder: RecordingFolder, beside: (Machine) -> [(path: String, text: String)]) -> Int {
    let log = ReadLog()
    let noting = HardwareProbe(
      root: .live.noting(in: log), environment: probe.environment, executable: probe.executable)
    let (machine, own) = noting.readForRecording()
    let extras = own + beside(machine)
    LibraryReads.note(root: .live.noting(in: log))
    var writer = RecordingWriter(folder: folder)
    for entry in log.entries where !Interrupts.wasInterrupted { writer.copy(entry.path, entry.questions) }
    writer.finish()
    for (path, text) in extras { writer.write(Array(text.utf8), to: path) }
    return writer.fileCount
  }
}

extension HardwareProbe {
  /// Probes, so that every read is noted, and returns the files that are not copies: what only a live process knows.
  func readForRecording() -> (machine: Machine, files: [(path: String, text: String)]) {
    let (machine, findings) = begin().probed()
    let facts = liveFacts().redacted(identifiers: findings.identifiers)
    var names: [String: String] = [:]
    for device in machine.accelerators { if let id = device.pciID { names[id] = device.pciName } }
    let files =
      [(LiveFacts.path, JSONWriter.text(facts.document)), (PCINames.recordedFile, PCINames.list(names))]
      + (findings.driversDocument.map { [(AcceleratorProbe.driversFile, $0)] } ?? [])
    return (machine, files)
  }
}

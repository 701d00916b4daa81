import Base
import Glibc
import Machines
import TestSupport
import Testing

@testable import Probe

/// The power of devices, from files of a made-up `/sys` and from stand-ins for NVML's child.
@Suite struct PowerWatchTests {
  private static func tree(_ files: [String: String]) throws -> (folder: TestFolder, root: SystemRoot) {
    let folder = try SyntheticTree(files: files).folder()
    return (folder, SystemRoot(folder.path))
  }

  private static let card = "/sys/class/drm/card1/device"
  private static let package = "/sys/class/powercap/intel-rapl:0"

  /// The readings of one sensor file, one after the other.
  private static func device(
    _ files: [String: String], changing path: String, to values: [String], seconds: Double
  ) throws -> PowerReading.Device? {
    let (folder, root) = try tree(files)
    var sensor = try #require(PowerSensor.all(in: root).first)
    for value in values {
      try SyntheticTree.write(value, to: folder.path + path)
      sensor.sample()
    }
    return sensor.device(seconds: seconds)
  }

  @Test func aCardsPowerIsTheMeanOfItsReadings() throws {
    let file = Self.card + "/hwmon/hwmon3/power1_average"
    let found = try Self.device(
      [Self.card + "/uevent": "DRIVER=amdgpu\n", file: "0\n"], changing: file, to: ["180000000\n", "220000000\n"],
      seconds: 5)
    #expect(found == PowerReading.Device(name: "card1 (amdgpu)", watts: 200, basis: .samples))
  }

  @Test func aCounterComesBeforeReadings() throws {
    let folder = Self.card + "/hwmon/hwmon3/"
    let found = try Self.device(
      [
        Self.card + "/uevent": "DRIVER=xe\n", folder + "power1_input": "1\n", folder + "energy1_input": "0\n",
      ], changing: folder + "energy1_input", to: ["1000000\n", "601000000\n"], seconds: 10)
    #expect(found == PowerReading.Device(name: "card1 (xe)", watts: 60, basis: .counter))
  }

  @Test func aCounterThatBeginsAnewGoesOn() throws {
    let files = [
      Self.package + "/name": "package-0\n", Self.package + "/energy_uj": "0\n",
      Self.package + "/max_energy_range_uj": "262143328850\n", Self.package + ":0/name": "core\n",
      Self.package + ":0/energy_uj": "5\n", "/sys/class/powercap/intel-rapl:1/name": "psys\n",
    ]
    let found = try Self.device(
      files, changing: Self.package + "/energy_uj", to: ["262123328850\n", "30000000\n"], seconds: 2)
    #expect(found == PowerReading.Device(name: "package-0", watts: 25, basis: .counter))
    let (folder, root) = try Self.tree(files)
    #expect(PowerSensor.all(in: root).count == 1)
    withExtendedLifetime(folder) {}
  }

  @Test(arguments: [["x\n", "y\n"], ["-5\n", "-6\n"], ["1e300\n"], ["0\n", "999999999999999999\n"], ["7\n"]])
  func whatCannotBeTrueIsNoPower(_ values: [String]) throws {
    let file = Self.package + "/energy_uj"
    #expect(
      try Self.device([Self.package + "/name": "package-0\n", file: "0\n"], changing: file, to: values, seconds: 1)
        == nil)
  }

  @Test func withoutSensorsTheReasonIsSaid() throws {
    var watch = PowerWatch(root: try Self.tree(["/proc/version": "x"]).root, executable: nil, environment: [:])
    let reading = watch.finish()
    #expect(reading.devices.isEmpty && reading.watts == nil && reading.joules == nil)
    #expect(reading.reasons.count == 1 && reading.reasons[0].contains("hwmon"))
  }

  @Test func aFileThatOnlyRootReadsIsNamed() throws {
    let (folder, root) = try Self.tree([Self.package + "/name": "package-0\n", Self.package + "/energy_uj/x": "1"])
    var watch = PowerWatch(root: root, executable: nil, environment: [:])
    #expect(watch.finish().reasons.contains { $0.contains("energy_uj") })
    withExtendedLifetime(folder) {}
  }

  /// What NVML's child answers when it is asked to end.
  private static func answer(_ answer: String) throws -> PowerReading {
    let (folder, root) = try tree(["/dev/nvidiactl": ""])
    let program = folder.path + "/child"
    try Files.write(
      "#!/bin/sh\ntrap 'echo \"$A\"; exit 0' TERM\ntouch \(folder.path)/ready\nwhile :; do sleep 0.01; done\n",
      to: program)
    chmod(program, 0o755)
    var watch = PowerWatch(root: root, executable: program, environment: ["A": answer, "PATH": "/usr/bin:/bin"])
    for _ in 0..<30_000 where access(folder.path + "/ready", F_OK) != 0 { usleep(1_000) }
    return watch.finish()
  }

  @Test func whatNVMLTellsIsTaken() throws {
    let reading = try Self.answer(
      #"{"devices": [{"name": "H100", "watts": 412.5, "basis": "counter"}, {"name": "x", "watts": -1, "basis": "samples"}]}"#
    )
    #expect(reading.devices == [PowerReading.Device(name: "H100", watts: 412.5, basis: .counter)])
    #expect(reading.reasons.isEmpty && reading.seconds > 0)
    #expect(reading.joules == reading.seconds * 412.5)
  }

  @Test(arguments: [
    (#"{"error": "Driver Not Loaded"}"#, "Driver Not Loaded"), (#"{"devices": []}"#, "tells no"), ("{", "no document"),
  ])
  func aRefusalOfNVMLIsAReason(answer: String, reason: String) throws {
    let reading = try Self.answer(answer)
    #expect(reading.devices.isEmpty && reading.reasons.contains { $0.contains(reason) }, "\(reading)")
  }
}

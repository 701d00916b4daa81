import Base
import Commands
import Glibc
import TestSupport
import Testing

/// Recordings and files that would cost time, memory or a wrong answer.
@Suite struct HostileInputTests {
  private static let smi = """
    name, memory.total [MiB], memory.free [MiB]
    NVIDIA GeForce RTX 3090, 24576 MiB, 24000 MiB

    """

  /// Devices alone: planned on the device, and main memory said to be unknown; `--ram` adds it.
  @Test func aRecordingOfDevicesAloneIsPlannedOnThem() throws {
    let folder = try TestFolder()
    try folder.write(Self.smi, to: "nvidia-smi.txt")
    let run = ProgramRun("fit", "qwen3-8b", "--quant", "Q4_K_M", "--root", folder.path, "--json")
    #expect(run.code == .answered, "\(run.messages)")
    let row = try #require(try run.document()["rows"]?.array?.first)
    #expect(row["verdict"] != "too-large" && row["placement"]?["mode"] == "gpu")
    let machine = try ProgramRun("hardware", "--root", folder.path, "--json").document()["machine"]
    #expect(machine?["memory"]?["total_bytes"] == .null)
    let told = ProgramRun("hardware", "--root", folder.path, "--ram", "32GiB", "--json")
    #expect(try told.document()["machine"]?["memory"]?["total_bytes"] == .integer(32 << 30), "\(told.messages)")
  }

  /// A limit that nobody can see is said beside every verdict.
  @Test func aLimitThatCannotBeSeenIsSaidAtTheVerdict() throws {
    let folder = try TestFolder()
    try folder.write("MemTotal: 16000000 kB\nMemAvailable: 15000000 kB\n", to: "proc/meminfo")
    try folder.write("0::/a\n", to: "proc/self/cgroup")
    try folder.write("22 1 0:20 / /proc rw - proc proc rw\n", to: "proc/self/mountinfo")
    try folder.write("processor\t: 0\nmodel name\t: X\n", to: "proc/cpuinfo")
    let run = ProgramRun("fit", "qwen3-4b", "--quant", "Q4_K_M", "--root", folder.path)
    #expect(run.output.contains("limit that cannot be seen"), "\(run.output)\(run.messages)")
  }

  /// Large files are refused before they are read, a JSON text of countless values before it is taken apart.
  @Test(arguments: [
    (["hardware", "--machine"], 100 << 20, "larger than"),
    (["catalog", "list", "--catalog"], 100 << 20, "larger than"),
    (["catalog", "check"], 100 << 20, "larger than"),
  ])
  func aLargeFileIsRefused(_ words: [String], _ bytes: Int, _ message: String) throws {
    let folder = try TestFolder()
    let file = folder.path + "/large.json"
    try folder.write("{", to: "large.json")
    #expect(truncate(file, bytes) == 0)
    let run = ProgramRun(words + [file])
    #expect(run.code == .badData && run.messages.contains(message), "\(run.messages)")
  }

  @Test(arguments: [["catalog", "list", "--catalog"], ["hardware", "--machine"]])
  func countlessValuesAreRefused(_ words: [String]) throws {
    let folder = try TestFolder()
    let zeros = String(repeating: "0,", count: 5_000_000)
    try folder.write("{\"models\":[" + zeros + "0]}", to: "zeros.json")
    let run = ProgramRun(words + [folder.path + "/zeros.json"])
    #expect(run.code == .badData && run.messages.contains("at most 4194304 values"), "\(run.messages)")
  }

  /// What a recording has written so far goes when it is interrupted.
  @Test func anInterruptedRecordingLeavesNothing() throws {
    let folder = try TestFolder()
    mkfifo(folder.path + "/driver.json", 0o600)
    let process = try BuiltProgram.Process(
      [BuiltProgram.path, "record", folder.path + "/recording"],
      environment: ["VK_DRIVER_FILES": folder.path + "/driver.json", "PATH": "/usr/bin:/bin"])
    usleep(200_000)
    kill(process.identifier, SIGINT)
    let run = process.wait()
    let left = FileQuestions.names(in: folder.path) ?? []
    // On a quick machine it may be done before.
    let isWhole = run.code == 0 && left.sorted() == ["driver.json", "recording"]
    #expect(isWhole || left == ["driver.json"], "\(run.code) \(left) \(run.messages)")
  }

  /// hwloc complains on the standard error of whoever calls it; nothing of that is ours to say.
  @Test func librariesSayNothing() throws {
    let folder = try TestFolder()
    try folder.write("0-1\n", to: "sys/devices/system/cpu/online")
    for index in 0..<2 {
      let topology = "sys/devices/system/cpu/cpu\(index)/topology"
      try folder.write("0\n", to: topology + "/physical_package_id")
      try folder.write("\(index)\n", to: topology + "/core_id")
      // Siblings that contradict each other.
      try folder.write(index == 0 ? "3\n" : "6\n", to: topology + "/core_siblings")
      try folder.write(index == 0 ? "1\n" : "7\n", to: topology + "/thread_siblings")
    }
    let run = try BuiltProgram.shell("exec \"$P\" hardware --quiet --root \(folder.path)")
    #expect(run.messages.isEmpty, "\(run.messages)")
  }
}

import Base
import TestSupport
import Testing

/// The child that asks NVML for power and for what processes hold, with a stand-in for NVIDIA's library.
@Suite struct NVMLChildTests {
  /// Two cards: one counts its energy, 50 J a second; the other, older, tells 30 W and has no counter.
  private static let library = """
    #include <time.h>
    typedef struct card { int number; } *device;
    static struct card cards[] = {{0}, {1}};
    int nvmlInit_v2(void) { return 0; }
    int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return 0; }
    int nvmlDeviceGetHandleByIndex_v2(unsigned index, device *card) { *card = &cards[index]; return 0; }
    int nvmlDeviceGetName(device card, char *name, unsigned size) { name[0] = 'A' + card->number; name[1] = 0; return 0; }
    int nvmlDeviceGetPowerUsage(device card, unsigned *milliwatts) { *milliwatts = 30000; return 0; }
    int nvmlDeviceGetTotalEnergyConsumption(device card, unsigned long long *millijoules) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        *millijoules = 50 * (now.tv_sec * 1000ull + now.tv_nsec / 1000000);
        return card->number == 0 ? 0 : 3;
    }
    """

  @Test func theChildWatchesUntilItIsAskedToEnd() throws {
    let folder = try TestFolder()
    try Files.write(Self.library, to: folder.path + "/nvml.c")
    let run = try BuiltProgram.shell(
      """
      cd \(folder.path); gcc -shared -fPIC -o libnvidia-ml.so.1 nvml.c
      LD_LIBRARY_PATH=\(folder.path) "$P" __probe-drivers power & child=$!
      while ! grep -q libnvidia /proc/$child/maps; do sleep 0.02; done
      sleep 1; kill -TERM $child; wait $child
      """, environment: ["PATH": "/bin:/usr/bin"])
    let line = try #require(run.output.split(separator: "\n").last.map(String.init), "\(run.messages)")
    let devices = try #require(try JSONParser.parse(line)["devices"]?.array)
    #expect(devices.map { $0["name"] } == ["A", "B"] && devices.map { $0["basis"] } == ["counter", "samples"])
    #expect(devices[1]["watts"]?.number == 30)
    // Readings and clock are a moment apart, more on a busy machine.
    #expect((35...65).contains(devices[0]["watts"]?.number ?? 0), "\(line)")
  }

  /// Two processes: one on both cards, one whose memory the driver does not tell.
  private static let processes = """
    typedef struct card { int number; } *device;
    static struct card cards[] = {{0}, {1}};
    struct process { unsigned pid; unsigned long long bytes; unsigned instance, part; };
    int nvmlInit_v2(void) { return 0; }
    int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return 0; }
    int nvmlDeviceGetHandleByIndex_v2(unsigned index, device *card) { *card = &cards[index]; return 0; }
    int nvmlDeviceGetComputeRunningProcesses_v3(device card, unsigned *count, struct process *list) {
        list[0] = (struct process){41, 1000 + card->number, 0, 0};
        list[1] = (struct process){42, ~0ull, 0, 0};
        *count = 2 - card->number;
        return 0;
    }
    """

  @Test func theChildTellsWhatEachProcessHolds() throws {
    let folder = try TestFolder()
    try Files.write(Self.processes, to: folder.path + "/nvml.c")
    let run = try BuiltProgram.shell(
      """
      cd \(folder.path); gcc -shared -fPIC -o libnvidia-ml.so.1 nvml.c
      LD_LIBRARY_PATH=\(folder.path) "$P" __probe-drivers processes
      """, environment: ["PATH": "/bin:/usr/bin"])
    let line = try #require(run.output.split(separator: "\n").last.map(String.init), "\(run.messages)")
    let processes = try #require(try JSONParser.parse(line)["processes"]?.array)
    #expect(processes.map { $0["pid"] } == [41] && processes.map { $0["bytes"] } == [2001])
  }
}

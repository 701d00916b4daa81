import Base
import Glibc
import Machines
import Synchronization
import Testing

@testable import Probe

/// hwloc is told of a recorded machine through the environment, in which other threads are reading meanwhile.
@Suite struct EnvironmentRaceTests {
  private final class Flag: Sendable {
    let isSet = Atomic(false)
  }

  @Test func readersNeverMeetAFreedEnvironment() async throws {
    let cpu = "/sys/devices/system/cpu"
    let folder = try SyntheticTree(files: [
      "\(cpu)/online": "0\n", "\(cpu)/possible": "0\n", "\(cpu)/cpu0/topology/core_id": "0\n",
      "\(cpu)/cpu0/topology/physical_package_id": "0\n", "\(cpu)/cpu0/topology/thread_siblings": "1\n",
      "\(cpu)/cpu0/topology/core_siblings": "1\n",
    ]).folder()
    let done = Flag()
    let path = getenv("PATH").map { String(cString: $0) }
    await withTaskGroup(of: Int.self) { group in
      group.addTask {
        var wrong = 0
        while !done.isSet.load(ordering: .relaxed) {
          if getenv("PATH").map({ String(cString: $0) }) != path { wrong += 1 }
          if getenv("NO_SUCH_VARIABLE_ANYWHERE") != nil { wrong += 1 }
        }
        return wrong
      }
      group.addTask {
        var wrong = 0
        for _ in 0..<200 where Topology.load(.tree, in: SystemRoot(folder.path))?.threads != 1 { wrong += 1 }
        done.isSet.store(true, ordering: .relaxed)
        return wrong
      }
      for await wrong in group { #expect(wrong == 0) }
    }
  }

  /// What is put before the others wins, and is gone afterwards.
  @Test func variablesWinUntilTheyAreTakenBack() {
    let name = "PLIMSOLL_TEST_ENTRY"
    let seen = ProcessEnvironment.extended(by: [(name, "1"), (name, "2"), ("PATH", "/nowhere")]) {
      (getenv(name).map { String(cString: $0) }, ProcessEnvironment.all()["PATH"])
    }
    #expect(seen?.0 == "1" && seen?.1 == "/nowhere")
    #expect(getenv(name) == nil && ProcessEnvironment.all()["PATH"] != "/nowhere")
  }
}

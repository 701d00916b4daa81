import Base
import Documents
import Glibc
import TestSupport
import Testing

@testable import Probe

@Suite struct RecorderTests {
  /// A recording of this machine, probed twice, gives the same bytes, and the facts that do not change are the machine's.
  @Test func aRecordingSpeaksForTheMachine() throws {
    let place = try TestFolder()
    let folder = place.path + "/recording"
    let environment = ["HOME": "/home/somebody", "PATH": "/usr/bin", "OLLAMA_MODELS": "/home/somebody/models"]
    #expect(try Recorder(environment: environment, executable: nil).record(to: folder) > 10)
    let live = HardwareProbe(root: .live, environment: environment, executable: nil).machine()
    let root = SystemRoot(folder)
    let first = HardwareProbe(root: root, environment: ["HOME": "/other"], executable: nil).machine()
    let second = HardwareProbe(root: root, environment: [:], executable: nil).machine()
    #expect(
      JSONWriter.text(Contract.hardware.json(first, version: "1"))
        == JSONWriter.text(Contract.hardware.json(second, version: "1")))
    #expect(first.os == live.os)
    var cpu = first.cpu
    cpu.currentFrequencyHz = live.cpu.currentFrequencyHz
    #expect(cpu == live.cpu)
    #expect(first.memory.totalBytes == live.memory.totalBytes)
    #expect(first.memory.limitBytes == live.memory.limitBytes)
    #expect(first.storage.map(\.path) == ["~/models", "~/.cache/llama.cpp", "~/.cache/huggingface/hub"])
    #expect(try !Files.text(folder + "/plimsoll/facts.json").contains("somebody"))
  }

  @Test func aFolderWithSomethingInItIsLeftAlone() {
    #expect(throws: Recorder.Problem.self) { try Recorder(environment: [:], executable: nil).record(to: "/etc") }
  }

  @Test func aPlaceThatCannotBeMadeIsAProblemAndLeavesNothing() {
    #expect(throws: Recorder.Problem.self) {
      try Recorder(environment: [:], executable: nil).record(to: "/proc/no/such/place")
    }
  }

  /// Everything in a folder: names, targets of links and contents, a text for each.
  private func everything(in folder: String) -> [String] {
    var texts: [String] = []
    for name in SystemRoot(folder).names(in: "/") {
      let path = folder + "/" + name
      texts.append(name)
      if let target = SystemRoot(folder).link("/" + name) {
        texts.append(target)
      } else if FileQuestions.isFolder(path) {
        texts += everything(in: path)
      } else {
        texts.append((try? Files.text(path)) ?? "")
      }
    }
    return texts
  }

  /// A secret in every variable that is looked at gets into no recording, and the machine is the same without it.
  @Test func variablesTellNothing() throws {
    let place = try TestFolder()
    var environment: [String: String] = [:]
    for name in LiveFacts.variables { environment[name] = "/x/SECRET/y" }
    environment["OLLAMA_HOST"] = "http://SECRET.example.com:4711/SECRET"
    environment["CUDA_VISIBLE_DEVICES"] = "GPU-SECRET,0"
    environment["HOME"] = "/home/SECRET"
    environment["HF_HOME"] = "/home/SECRET/SECRET/hf"
    environment["PATH"] = "/opt/SECRET:/usr/bin"
    _ = try Recorder(environment: environment, executable: nil).record(to: place.path + "/recording")
    let texts = everything(in: place.path + "/recording")
    #expect(texts.count > 20 && texts.allSatisfy { !$0.contains("SECRET") })
    let facts = LiveFacts(recordedIn: SystemRoot(place.path + "/recording"))
    #expect(facts.environment["OLLAMA_HOST"] == "elsewhere:4711")
    #expect(facts.environment["OLLAMA_MODELS"] == facts.environment["LLAMA_CACHE"])
  }

  /// The same of every text that is changed on its way: what it has of others' names is gone, what it tells is not.
  @Test(arguments: [
    ("/proc/version", "Linux version 6.1.0 (SECRET@SECRET) #1\n", "Linux version 6.1.0"),
    ("/proc/self/cgroup", "1:name=systemd:/SECRET\n0::/kubepods.slice/kubepods-podSECRET.slice/SECRET\n", "kubepods-"),
    ("/proc/self/cgroup", "0::/system.slice/docker-SECRET.scope\n", "0::/system.slice/docker--"),
    (
      "/proc/self/mountinfo",
      "1 2 0:3 / /home/SECRET rw - ext4 /dev/SECRET rw\n4 5 0:6 /SECRET /sys/fs/cgroup rw shared:1 - cgroup2 SECRET rw,x=SECRET\n",
      "/sys/fs/cgroup rw - cgroup2"
    ),
    (
      "/proc/cpuinfo", "Serial : SECRET\nprocessor 0: version = FF,  identification = SECRET,  machine = 2964\n",
      "machine = 2964"
    ),
    (
      "/proc/sysinfo",
      "Sequence Code: SECRET\nLPAR Name: SECRET\nVM00 Name: SECRET\nVM00 Control Program: KVM/Linux SECRET\n", "KVM"
    ),
    ("/etc/os-release", "PRETTY_NAME=\"Debian\"\nHOME_URL=SECRET\n", "PRETTY_NAME=\"Debian\""),
    ("/run/.containerenv", "name=\"SECRET\"\n", ""),
    ("/proc/net/tcp", "0: 0100007F:2CAA SECRET:0000 0A SECRET\n", "2CAA"),
    ("/proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: T4\nGPU UUID: SECRET\nSerial: SECRET\n", "Model: T4"),
  ])
  func textsTellNothing(_ path: String, _ text: String, _ kept: String) {
    var names = RecordedNames()
    let redacted = String(decoding: Redaction.redacted(Array(text.utf8), path: path, names: &names), as: UTF8.self)
    #expect(!redacted.contains("SECRET") && redacted.contains(kept), "\(redacted)")
  }

  /// A group keeps its number in the list of groups, in the mounts and in the names of folders.
  @Test func groupsAreNumberedAlike() {
    var names = RecordedNames()
    let listed = Redaction.redacted(
      Array("0::/user.slice/user-1000.slice/SECRET".utf8), path: "/proc/self/cgroup", names: &names)
    let text = String(decoding: listed, as: UTF8.self)
    let place = names.place(of: "/sys/fs/cgroup/user.slice/user-1000.slice/SECRET/memory.max")
    #expect(text.hasPrefix("0::/user.slice/group-") && !place.contains("1000"))
    #expect(place == "/sys/fs/cgroup" + text.dropFirst(3) + "/memory.max")
    #expect(
      names.place(of: "/sys/fs/cgroup/memory/docker/SECRET/memory.stat").hasPrefix(
        "/sys/fs/cgroup/memory/docker/group-"))
  }

  /// Whoever may write beside the target cannot make the recorder write elsewhere.
  @Test func nothingIsWrittenThroughLinks() throws {
    let place = try TestFolder()
    let victim = try TestFolder()
    for name in ["recording.\(getpid()).tmp", "recording"] {
      #expect(symlink(victim.path, place.path + "/" + name) == 0)
    }
    #expect(throws: Recorder.Problem.self) {
      try Recorder(environment: [:], executable: nil).record(to: place.path + "/recording")
    }
    _ = try Recorder(environment: [:], executable: nil).record(to: place.path + "/other/")
    #expect(SystemRoot(victim.path).names(in: "/").isEmpty)
    #expect(SystemRoot(place.path).names(in: "/") == ["other", "recording", "recording.\(getpid()).tmp"])
  }

  @Test func aFolderIsNotWrittenThroughLinksInside() throws {
    let place = try TestFolder()
    let victim = try TestFolder()
    do {
      let folder = try RecordingFolder(for: place.path + "/recording")
      folder.link("/proc", to: victim.path)
      folder.write([1], to: "/proc/cpuinfo")
      #expect(folder.problem != nil && folder.finish() != nil)
    }
    #expect(SystemRoot(victim.path).names(in: "/").isEmpty && SystemRoot(place.path).names(in: "/").isEmpty)
  }
}

import Base
import Glibc
import Machines
import TestSupport
import Testing

@testable import Probe

/// What a driver told is believed again only where nothing can have changed it.
@Suite struct DriverCacheTests {
  private static let answer: JSONValue = .object([
    "devices": .array([
      .object([
        "index": .integer(0), "name": .string("llvmpipe"), "type": .string("cpu"),
        "heaps": .array([
          .object(["bytes": .integer(1 << 30), "device_local": .bool(true), "budget_bytes": .integer(1 << 20)])
        ]),
      ])
    ])
  ])

  private func keeping(_ body: (_ folder: String, _ file: String) throws -> Void) throws {
    let folder = try TestFolder()
    DriverCache(folder: folder.path, version: "1").keep(vulkan: Self.answer, identity: "here")
    try body(folder.path, folder.path + "/drivers.json")
  }

  @Test func anAnswerComesBackWithoutFreeMemory() throws {
    try keeping { folder, file in
      let kept = try #require(DriverCache(folder: folder, version: "1").vulkan(identity: "here"))
      #expect(kept["devices"]?.array?.first?["name"]?.string == "llvmpipe")
      let heap = try #require(kept["devices"]?.array?.first?["heaps"]?.array?.first)
      #expect(heap["bytes"]?.integer == 1 << 30 && heap["budget_bytes"] == nil)
      var status = stat()
      #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }
  }

  @Test func anotherIdentityOrVersionAsksAgain() throws {
    try keeping { folder, _ in
      #expect(DriverCache(folder: folder, version: "1").vulkan(identity: "there") == nil)
      #expect(DriverCache(folder: folder, version: "2").vulkan(identity: "here") == nil)
      #expect(DriverCache(folder: folder, version: "1", asksAgain: true).vulkan(identity: "here") == nil)
      #expect(DriverCache(folder: nil, version: "1").vulkan(identity: "here") == nil)
    }
  }

  @Test func aFileThatOthersMayWriteIsNotBelieved() throws {
    try keeping { folder, file in
      let cache = DriverCache(folder: folder, version: "1")
      chmod(file, 0o666)
      #expect(cache.vulkan(identity: "here") == nil)
      chmod(file, 0o600)
      #expect(cache.vulkan(identity: "here") != nil)
      #expect(rename(file, folder + "/elsewhere.json") == 0 && symlink(folder + "/elsewhere.json", file) == 0)
      #expect(cache.vulkan(identity: "here") == nil)
    }
  }

  @Test(arguments: [
    "", "{", "null", #"{"schema":"plimsoll.driver-cache/1","version":"1","identity":"here"}"#,
    #"{"schema":"plimsoll.driver-cache/1","version":"1","identity":"here","vulkan":{"error":"no"}}"#,
    #"{"schema":"plimsoll.driver-cache/1","version":"1","identity":"here","vulkan":{"devices":[7]}}"#,
    #"{"schema":"plimsoll.driver-cache/2","version":"1","identity":"here","vulkan":{"devices":[]}}"#,
    #"{"schema":"plimsoll.driver-cache/1","version":"1","identity":"here","vulkan":{"devices":["#
      + Array(repeating: "{}", count: 65).joined(separator: ",") + "]}}",
  ])
  func aBrokenFileIsIgnoredAndReplaced(_ text: String) throws {
    try keeping { folder, file in
      try Files.write(text, to: file)
      chmod(file, 0o600)
      let cache = DriverCache(folder: folder, version: "1")
      #expect(cache.vulkan(identity: "here") == nil)
      cache.keep(vulkan: Self.answer, identity: "here")
      #expect(cache.vulkan(identity: "here") != nil)
    }
  }

  /// A driver that is a script, which notes each time that it is asked.
  private struct Driver {
    let folder: TestFolder
    let environment: [String: String]

    init(answer: String) throws {
      folder = try TestFolder()
      let script = "#!/bin/sh\necho asked >> '\(folder.path)/asked'\necho '\(answer)'\n"
      try Files.write(script, to: folder.path + "/driver")
      chmod(folder.path + "/driver", 0o755)
      try Files.write(#"{"ICD":{"library_path":"./driver"}}"#, to: folder.path + "/icd.json")
      environment = ["VK_DRIVER_FILES": folder.path + "/icd.json", "PATH": "/usr/bin:/bin"]
    }

    func probe(asksAgain: Bool = false) {
      let cache = DriverCache(folder: folder.path + "/cache", version: "1", asksAgain: asksAgain)
      _ = HardwareProbe(root: .live, environment: environment, executable: folder.path + "/driver", cache: cache)
        .machine()
    }

    var timesAsked: Int { (try? Files.text(folder.path + "/asked"))?.split(separator: "\n").count ?? 0 }
  }

  @Test(.enabled(if: DriverPresence.file(ofLibrary: DriverPresence.vulkanLoader, environment: [:]) != nil))
  func aSecondProbeDoesNotStartTheDriver() throws {
    let driver = try Driver(answer: JSONWriter.line(Self.answer))
    driver.probe()
    driver.probe()
    #expect(driver.timesAsked == 1)
    driver.probe(asksAgain: true)
    #expect(driver.timesAsked == 2)
    driver.probe()
    #expect(driver.timesAsked == 2)
    // Another library under the same name is another driver.
    try Files.write(try Files.text(driver.folder.path + "/driver") + "# newer\n", to: driver.folder.path + "/driver")
    driver.probe()
    #expect(driver.timesAsked == 3)
  }

  @Test(.enabled(if: DriverPresence.file(ofLibrary: DriverPresence.vulkanLoader, environment: [:]) != nil))
  func freeMemoryThatOnlyTheDriverTellsIsAskedForEachTime() throws {
    let driver = try Driver(
      answer: #"{"devices":[{"index":0,"name":"Arc","type":"discrete","pci_id":"8086:56a0","#
        + #""heaps":[{"bytes":17179869184,"device_local":true,"budget_bytes":15000000000,"usage_bytes":0}]}]}"#)
    driver.probe()
    driver.probe()
    #expect(driver.timesAsked == 2)
  }

  @Test func aRecordedMachineIsNeverAnsweredFromTheCache() throws {
    let folder = try SyntheticTree.server.folder()
    let driver = try Driver(answer: JSONWriter.line(Self.answer))
    let root = SystemRoot(folder.path)
    let cache = DriverCache(folder: driver.folder.path + "/cache", version: "1")
    let kept = HardwareProbe(
      root: root, environment: driver.environment, executable: driver.folder.path + "/driver", cache: cache)
    #expect(kept.machine() == HardwareProbe(root: root, environment: [:], executable: nil).machine())
    #expect(driver.timesAsked == 0 && !FileQuestions.exists(driver.folder.path + "/cache"))
  }
}

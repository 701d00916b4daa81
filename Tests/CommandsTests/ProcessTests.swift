import Base
import Glibc
import TestSupport
import Testing

/// What only a process of its own shows: pipes, signals, environments, descriptors.
@Suite(.serialized) struct ProcessTests {
  private let desktop = "--gpu 'RTX 3060 12GB' --ram 32GiB"

  @Test func aReaderThatGoesAwayIsNoError() throws {
    let run = try BuiltProgram.shell("\"$P\" catalog list --json; echo $? >&2", environment: ["PATH": "/bin:/usr/bin"])
    #expect(run.messages == "0\n")
    let piped = try BuiltProgram.shell(
      "{ \"$P\" catalog list --json; echo $? >&2; } | head -1", environment: ["PATH": "/bin:/usr/bin"])
    #expect(piped.output == "{\n")
    #expect(piped.messages == "0\n")
  }

  @Test(arguments: ["catalog list", "hardware", "catalog show qwen3-8b --json"])
  func closedDescriptorsAreNoCrash(words: String) throws {
    let run = try BuiltProgram.shell("exec \"$P\" \(words) >&-")
    #expect(run.code == 73)
    #expect(run.messages.contains("standard output cannot be written"))
    #expect(try BuiltProgram.shell("exec \"$P\" \(words) >&- 2>&- <&-").code == 73)
    #expect(try BuiltProgram.shell("exec \"$P\" \(words) 2>&- <&-").code == 0)
  }

  @Test func aProgramWithoutItsNameIsUsedWrongly() throws {
    let run = try BuiltProgram.shell(
      "export P; exec bash -c 'exec -a \"\" \"$P\"'", environment: ["PATH": "/bin:/usr/bin"])
    #expect(run.code == 64)
  }

  @Test func aMachineComesThroughAPipe() throws {
    let run = try BuiltProgram.shell(
      "\"$P\" hardware \(desktop) --json | \"$P\" hardware --machine /dev/stdin --json",
      environment: ["PATH": "/bin:/usr/bin"])
    #expect(run.code == 0, "\(run.messages)")
    #expect(run.output.contains("RTX 3060"))
    let endless = try BuiltProgram.shell(
      "\"$P\" hardware --machine /dev/stdin < /dev/zero", environment: ["PATH": "/bin:/usr/bin"])
    #expect(endless.code == 65)
    #expect(endless.messages.contains("larger than 16 MiB"))
  }

  @Test func aFullDiskIsSaid() throws {
    let run = try BuiltProgram.shell("exec \"$P\" catalog list > /dev/full")
    #expect(run.code == 73)
    #expect(run.messages.contains("No space left on device"))
  }

  @Test func anEmptyEnvironmentIsEnough() throws {
    let run = try BuiltProgram.shell("exec \"$P\" scan --no-bench --json")
    #expect(run.code == 0, "\(run.messages)")
    #expect(try JSONParser.parse(run.output)["schema"]?.string == "plimsoll.scan/1")
  }

  @Test func aHomeThatCannotBeWrittenCostsNothing() throws {
    for home in ["/proc", "/dev/null/home", "relative"] {
      let run = try BuiltProgram.shell("exec \"$P\" hardware --json", environment: ["HOME": home])
      #expect(run.code == 0, "\(run.messages)")
    }
  }

  @Test func outputIsTheSameWhereverItGoes() throws {
    let folder = try TestFolder()
    let words = "fit qwen3-8b \(desktop) --quant Q4_K_M"
    let environment = ["PATH": "/bin:/usr/bin", "COLUMNS": "200", "TERM": "dumb"]
    let run = try BuiltProgram.shell(
      "\"$P\" \(words) > \(folder.path)/a; \"$P\" \(words) | cat > \(folder.path)/b", environment: environment)
    #expect(run.code == 0)
    #expect(try Files.text(folder.path + "/a") == Files.text(folder.path + "/b"))
    #expect(try !Files.text(folder.path + "/a").contains("\u{1B}"))
  }

  @Test(arguments: [(SIGINT, 130, "interrupted"), (SIGTERM, 143, "terminated")] as [(Int32, Int32, String)])
  func interruptionEndsAPullCleanly(signal: Int32, code: Int32, message: String) throws {
    let server = try FakeOllama(.stalls([#"{"status":"pulling manifest"}"#]))
    let process = try BuiltProgram.Process(
      [BuiltProgram.path, "pull", "qwen3:8b"], environment: ["OLLAMA_HOST": server.host])
    for _ in 0..<30_000 where !process.messagesSoFar.contains("pulling manifest") { usleep(10_000) }
    kill(process.identifier, signal)
    let run = process.wait()
    #expect(run.code == code)
    #expect(run.messages.contains(message))
  }

  @Test func interruptionLeavesNoChild() throws {
    let folder = try TestFolder()
    // A driver that never answers: the loader is told of a manifest that is a pipe nobody writes to.
    mkfifo(folder.path + "/driver.json", 0o600)
    let process = try BuiltProgram.Process(
      [BuiltProgram.path, "hardware"], environment: ["VK_DRIVER_FILES": folder.path + "/driver.json"])
    usleep(300_000)
    kill(process.identifier, SIGINT)
    let run = process.wait()
    #expect(run.code == -SIGINT || run.code == 130 || run.code == 0)
    // A killed child is gone when the kernel comes to it.
    var left = "?"
    for _ in 0..<1000 where !left.isEmpty {
      usleep(10_000)
      left = try BuiltProgram.shell(
        "for f in /proc/[0-9]*/environ; do grep -qs '\(folder.path)/driver' $f && echo $f; done; true",
        environment: ["PATH": "/bin:/usr/bin"]
      ).output
    }
    #expect(left.isEmpty, "\(left)")
  }
}

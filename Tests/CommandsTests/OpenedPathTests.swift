import Glibc
import TestSupport
import Testing

/// The long tests of this suite.
enum Verify {}

extension Verify {
  /// A recorded machine is answered from its recording: strace writes down what the process opens.
  ///
  /// What libpci is to read is copied to a folder in memory first.
  @Suite struct OpenedPathTests {
    /// What the loader and the C library open of this machine before any of our own code runs, or for a thread's stack.
    private static let own = [
      "/etc/ld.so.cache", "/proc/self/maps", "/sys/devices/system/cpu/possible", "/etc/localtime",
      "/usr/share/zoneinfo/",
    ]

    static let recordings: [String] = {
      let folder = ProjectFolder.path + "/Tests/Recordings/"
      guard let stream = opendir(folder) else { return [] }
      defer { closedir(stream) }
      var paths: [String] = []
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if access(folder + name + "/machine.tar.xz", R_OK) == 0 { paths.append(folder + name + "/machine.tar.xz") }
      }
      return paths.sorted()
    }()

    /// Containers may forbid to trace a process; then nothing can be said.
    static let canTrace =
      (try? BuiltProgram.shell(
        "strace -o /dev/null true", environment: ["PATH": "/bin:/usr/bin"]
      ).code) == 0

    @Test(.enabled(if: canTrace), arguments: recordings)
    func nothingOutsideARecordingIsOpened(archive: String) throws {
      let folder = try TestFolder()
      let run = try BuiltProgram.shell(
        """
        tar -C \(folder.path) -xJf \(archive) && cd / &&
        strace -f -y -e trace=open,openat,openat2,connect -o \(folder.path)/opened "$P" hardware --root \(folder.path) --json
        """, environment: ["PATH": "/bin:/usr/bin"])
      #expect(run.code == 0 || run.code == 65, "\(run.messages)")
      let lines = try Files.text(folder.path + "/opened").split(separator: "\n")
      #expect(lines.count > 10)
      let outside = lines.compactMap { Self.opened(in: $0) }.filter { path in
        !path.hasPrefix(folder.path) && !path.hasPrefix("/dev/shm/plimsoll-")
          && !Self.own.contains { path.hasPrefix($0) } && !Self.isLibrary(path)
          && !(folder.path + "/").hasPrefix(path == "/" ? path : path + "/") && !path.hasPrefix("/proc/")
      }
      #expect(outside == [])
      #expect(!lines.contains { $0.contains(" connect(") })
      // Of /proc the process may look at itself alone.
      let processes = lines.compactMap { Self.opened(in: $0) }.filter { $0.hasPrefix("/proc/") }
      #expect(processes.allSatisfy { $0.hasSuffix("/maps") || $0.hasSuffix("/exe") }, "\(processes)")
    }

    /// The path of what a line of strace says was opened: `openat(…) = 3</path>`.
    private static func opened(in line: Substring) -> String? {
      guard let equals = line.last(" = "), let start = line[equals...].firstIndex(of: "<") else {
        return nil
      }
      return String(line[line.index(after: start)...].prefix { $0 != ">" })
    }

    private static func isLibrary(_ path: String) -> Bool {
      path.hasSuffix(".so") || path.contains(".so.")
    }
  }
}

extension Substring {
  /// Where `word` stands last.
  fileprivate func last(_ word: String) -> Index? { indices.last { self[$0...].hasPrefix(word) } }
}

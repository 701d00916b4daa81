import Base
import Glibc
import TestSupport
import Testing

@Suite struct SystemRootTests {
  private let place: TestFolder
  private let root: SystemRoot
  private var folder: String { place.path }

  init() throws {
    place = try TestFolder()
    root = SystemRoot(place.path)
    mkdir(place.path + "/etc", 0o755)
    mkdir(place.path + "/sys", 0o755)
  }

  @Test func absoluteLinksStayInsideTheRoot() throws {
    symlink("/etc/passwd", folder + "/sys/link")
    #expect(root.resolve("/sys/link") == folder + "/etc/passwd")
    #expect(throws: ReadFailure(path: "/sys/link", errorNumber: ENOENT)) { try root.bytes("/sys/link").get() }
  }

  @Test func parentFoldersStopAtTheRoot() {
    #expect(root.resolve("/sys/../../../etc/passwd") == folder + "/etc/passwd")
  }

  @Test func aLoopOfLinksIsAnError() {
    symlink("b", folder + "/a")
    symlink("a", folder + "/b")
    #expect(root.resolve("/a/x") == nil)
  }

  @Test func paddingIsNotPartOfAText() throws {
    let file = try #require(fopen(folder + "/sys/padded", "wb"))
    fwrite([0x31, 0x32, 0x0A, 0, 0] as [UInt8], 1, 5, file)
    fclose(file)
    #expect(try root.text("/sys/padded").get() == "12")
    #expect(root.names(in: "/sys") == ["padded"])
  }

  @Test func aFolderIsNotAFile() {
    #expect(throws: ReadFailure(path: "/etc", errorNumber: EISDIR)) { try root.bytes("/etc").get() }
  }
}

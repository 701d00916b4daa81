import Glibc
import SystemAccess
import Testing

@Suite struct SystemRootTests {
  let folder: String
  let root: SystemRoot

  init() throws {
    var template = Array("/tmp/plimsoll-root-XXXXXX".utf8CString)
    _ = try #require(mkdtemp(&template))
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    root = SystemRoot(folder)
    mkdir(folder + "/etc", 0o755)
    mkdir(folder + "/sys", 0o755)
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

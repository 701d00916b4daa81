import Testing

@testable import Probe

@Suite struct ListeningProcessTests {
  /// A line of the kernel's table for a socket that listens on port 8080, and one that is connected.
  private static let table = """
      sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
       0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000 100 0 0 10 0
       1: 0100007F:1F90 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000 100 0 0 10 0
    """

  @Test func aListenerIsFoundByItsPort() {
    #expect(ListeningProcess.inodes(of: 8080, in: Self.table) == ["socket:[4711]"])
    #expect(ListeningProcess.inodes(of: 8081, in: Self.table) == [])
  }

  @Test func residentMemoryIsInKibibytes() {
    #expect(ListeningProcess.residentBytes(status: "Name:\tx\nVmRSS:\t    1024 kB\n") == 1 << 20)
    #expect(ListeningProcess.residentBytes(status: "VmRSS:\t99999999999999999999 kB\n") == nil)
  }
}

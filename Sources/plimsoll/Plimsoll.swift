import CSystem
import Commands
import Glibc

@main
struct Plimsoll {
  static func main() {
    plimsoll_keep_freed_memory()
    // Not CommandLine.arguments: Swift reads those from /proc, which may not be there.
    let words = (0..<plimsoll_argument_count()).compactMap { plimsoll_argument($0).map { String(cString: $0) } }
    exit(Program.run(words: words))
  }
}

import CSystem
import Commands
import Glibc

@main
struct Plimsoll {
  static func main() {
    plimsoll_keep_freed_memory()
    exit(Program.run(arguments: Array(CommandLine.arguments.dropFirst())))
  }
}

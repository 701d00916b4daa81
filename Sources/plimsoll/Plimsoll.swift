import Commands
import Glibc

@main
struct Plimsoll {
  static func main() {
    exit(Program.run(arguments: Array(CommandLine.arguments.dropFirst())))
  }
}

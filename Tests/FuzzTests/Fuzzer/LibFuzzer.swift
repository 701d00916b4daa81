/// libFuzzer as a library (llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library").
@_extern(c, "LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

enum LibFuzzer {
  private static let parser = ForeignParser.all.first { CommandLine.arguments.dropFirst().first == $0.name }

  /// Runs libFuzzer on the parser that the first word names; the others are its own.
  static func run(_ words: [String]) -> Int32 {
    guard parser != nil else {
      print("no parser is called '\(words.dropFirst().first ?? "")'")
      return 64
    }
    var list = CommandLine.unsafeArgv
    list[1] = list[0]
    list += 1
    var count = CommandLine.argc - 1
    return withUnsafeMutablePointer(to: &list) { list in
      list.withMemoryRebound(to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self, capacity: 1) {
        runDriver(&count, $0) { start, count in
          let bytes = Array(UnsafeBufferPointer(start: start, count: count))
          do {
            try LibFuzzer.parser?.parse(bytes)
          } catch {
            fatalError("\(error)")
          }
          return 0
        }
      }
    }
  }
}

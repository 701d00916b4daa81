import Base
import Glibc

/// What libFuzzer calls (llvm.org/docs/LibFuzzer.html); the variable `PARSER` names the parser.
enum LibFuzzer {
  static let parser = ForeignParser.all.first { $0.name == ProcessEnvironment.all()["PARSER"] }

  /// Writes the seeds into a folder for each parser.
  static func writeSeeds(to place: String) {
    for parser in ForeignParser.all {
      let folder = place + "/" + parser.name
      mkdir(folder, 0o755)
      for (number, seed) in parser.seeds.enumerated() {
        let file = open("\(folder)/seed-\(number)", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        _ = Descriptor.write(seed, to: file)
        close(file)
      }
      print(parser.name)
    }
  }
}

@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer, _ words: UnsafeMutableRawPointer) -> Int32 {
  if let folder = ProcessEnvironment.all()["SEEDS"] {
    LibFuzzer.writeSeeds(to: folder)
    exit(0)
  }
  return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  guard let parser = LibFuzzer.parser else { fatalError("PARSER names no parser") }
  do {
    try parser.parse(Array(UnsafeBufferPointer(start: start, count: count)))
  } catch {
    fatalError("\(error)")
  }
  return 0
}

/// Where SwiftPM begins an executable; the driver looks at the words itself, and calls the initializer above.
@_cdecl("fuzzer_main")
public func main(
  _ count: Int32, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  var (count, list) = (count, words)
  return runDriver(&count, &list, testOneInput)
}

/// libFuzzer as a library.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

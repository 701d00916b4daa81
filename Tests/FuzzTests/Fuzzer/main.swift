import Base
import Glibc

// fuzzer PARSER [options and folders of libFuzzer] · fuzzer --seeds FOLDER: a folder of seeds for each parser

let words = CommandLine.arguments
if words.count == 3, words[1] == "--seeds" {
  for parser in ForeignParser.all {
    let folder = words[2] + "/" + parser.name
    mkdir(folder, 0o755)
    for (number, seed) in parser.seeds.enumerated() {
      let file = open("\(folder)/seed-\(number)", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
      _ = Descriptor.write(seed, to: file)
      close(file)
    }
    print(parser.name)
  }
} else {
  exit(LibFuzzer.run(words))
}

import Base
import Machines
import Models
import Options

@testable import Commands

/// Words of the command line, names that others chose, and what is printed of them.
extension ForeignParser {
  static let words = [
    ForeignParser("sizes", texts: ["12GB", "1.5 GiB", "100GB/s", "32k", "0.30", "30%", "-2%", "$1,600.50", "2M"]) {
      text in
      if let bytes = ByteSize.bytes(from: text) { try demand(bytes >= 0, "\(bytes) bytes") }
      if let rate = ByteSize.bytesPerSecond(from: text) { try demand(rate >= 0 && rate.isFinite, "\(rate) bytes/s") }
      if let tokens = TokenCount(argument: text) { try demand(tokens.tokens > 0, "\(tokens.tokens) tokens") }
      if let money = MoneyArgument(argument: text) { try demand(money.amount.usd >= 0, "\(money.amount)") }
      if let share = ShareArgument(argument: text) { try demand((0...1).contains(share.share), "\(share.share)") }
      if let volume = VolumeArgument(argument: text) { try demand(volume.value > 0, "\(volume.value)") }
      _ = (SizeArgument(argument: text), RateArgument(argument: text), PositiveNumber(argument: text))
      _ = (GrowthArgument(argument: text), ElectricityArgument(argument: text))
    },
    ForeignParser(
      "gpu-names",
      texts: [
        "2xRTX 3090 + RTX 3060", "RTX 4090:48GiB", "2x A100, 1x T4", "Radeon RX 7900 XTX", "GB10", "M4 Max 128GB",
      ]
    ) { text in
      let table = fewProducts
      for request in GPURequest.all(in: text, isName: { table.gpu(meantBy: $0) != nil }) ?? [] {
        try demand((1...64).contains(request.count), "\(request.count) cards")
        _ = request.withSizeApart
        if table.gpu(meantBy: request.name) == nil { _ = table.nearest(to: request.name) }
      }
      _ = BoardTable.builtIn.named(text)
    },
    ForeignParser(
      "model-names", texts: ["qwen3:8b", "hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M", "Llama 3.1 8B", "gpt-4o"]
    ) { text in
      guard let resolver else { throw Finding(description: "no catalogue") }
      _ = resolver.resolve(text)
      _ = prices?.match(text)
    },
    ForeignParser(
      "command-line",
      texts: [
        "fit\nqwen3:8b\n--gpu\nRTX 3090\n--ram=64GiB\n--json", "cost\n--requests-per-day\n5k\n--api\ngpt-4o\n--",
        "help\ncatalog\nlist", "recommend\n-h",
      ], rounds: 5_000
    ) { text in
      let words = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      _ = try? CommandParser(root: RootCommand.self).parse(words)
      _ = CompletionEngine(root: RootCommand.self) { _ in [] }.answer(words)
      let line = ShellLine(text)
      _ = line.bashReply("a b")
    },
    ForeignParser(
      "terminal-text", texts: ["a \u{1B}[31mred\u{1B}[0m \u{202E}x\u{9B}2J", "é – … ✓ \u{200F}名前 \u{0301}"]
    ) { text in
      let plain = text.printable
      try demand(!plain.unicodeScalars.contains(where: \.isTerminalControl), "a control is left")
      try demand(plain.inASCII.utf8.allSatisfy { $0 < 0x80 }, "more than ASCII is left")
      _ = WordWrap.hanging(plain, indentation: 2, width: 20)
      let quoted = ShellWord.quoted(plain)
      try demand(ShellLine(quoted).words == [plain], "\(quoted) is another word to a shell")
    },
  ]

  // Some of each list: whatever is typed is compared with all that are there, and it is the typed words that are tried.
  private static let resolver = (try? Catalog.builtIn()).map { ModelResolver(some(of: $0.models)) }
  private static let fewProducts = GPUTable(gpus: some(of: GPUTable.builtIn.gpus))
  private static let prices = (try? PriceList.builtIn()).map {
    PriceList(own: some(of: $0.prices), asOf: $0.asOf, source: "")
  }

  private static func some<Element>(of all: [Element]) -> [Element] {
    stride(from: 0, to: all.count, by: max(1, all.count / 8)).map { all[$0] }
  }
}

import Base

/// A board that is a whole machine: its processor, memory and graphics are soldered together.
package struct Board: Sendable, Equatable {
  package var id: String
  package var name: String
  /// What it is called too, in small letters.
  package var aliases: [String]
  package var cores: Int
  package var isa: [String]
  package var memorySizesBytes: [Int]
  package var memoryType: String
  package var bandwidthBytesPerSecond: Double
  /// Part of the memory that the system sees; firmware keeps the rest.
  var visibleShare: Double
  /// Ids of the GPU table by memory size; empty for graphics that nothing can use.
  package var gpus: [Int: String]
  package var modes: [Mode]
  /// The one that it is delivered in, by its name.
  package var defaultMode: String?

  /// A power mode, such as `15W`.
  package struct Mode: Sendable, Equatable {
    package var name: String
    package var cores: Int?
    package var bandwidthBytesPerSecond: Double?
    /// Id of the GPU table.
    package var gpu: String?
  }

  /// A board with the memory and mode that were asked for.
  package struct Choice: Sendable, Equatable {
    package var board: Board
    package var memoryBytes: Int
    package var mode: Mode?
    package var assumptions: [String] = []
  }
}

/// The boards of `catalog/boards.json`.
package struct BoardTable: Sendable, Equatable {
  package let boards: [Board]

  package static let builtIn: BoardTable =
    (EmbeddedFile.named("boards.json").flatMap { try? BoardTable(JSONNode(lasting: $0.bytes)) })
    ?? BoardTable(boards: [])

  private init(boards: [Board]) { self.boards = boards }

  package init(_ node: JSONNode) throws(JSONShapeError) {
    var boards: [Board] = []
    for row in try node.required("boards").elements() { boards.append(try Board(row)) }
    self.boards = boards
  }

  /// The board that a person means, such as `raspberry pi 5 8GB` or `jetson agx orin 64gb 30W`; nil where none is known.
  package func named(_ text: String) -> Board.Choice? {
    var words = Self.words(text)
    let memory = Self.takeMemory(&words)
    var best: (board: Board, rest: [String], length: Int)?
    for board in boards {
      for alias in board.aliases + [board.name, board.id] {
        let own = Self.words(alias)
        guard words.starts(with: own), own.count > best?.length ?? 0 else { continue }
        best = (board, Array(words.dropFirst(own.count)), own.count)
      }
    }
    guard let best else { return nil }
    let rest = best.rest.filter { !Self.fillers.contains($0) }
    let mode = best.board.modes.first { rest == [$0.name.lowercased()] }
    guard rest.isEmpty || mode != nil else { return nil }
    return choice(best.board, memory: memory, mode: mode)
  }

  private func choice(_ board: Board, memory: Int?, mode: Board.Mode?) -> Board.Choice? {
    guard let largest = board.memorySizesBytes.max() else { return nil }
    if let memory, !board.memorySizesBytes.contains(memory) { return nil }
    var choice = Board.Choice(board: board, memoryBytes: memory ?? largest, mode: mode)
    if memory == nil, board.memorySizesBytes.count > 1 {
      choice.assumptions.append("\(board.name) with \(ByteSize.text(largest)), the most it is made with")
    }
    if mode == nil, let usual = board.modes.first(where: { $0.name == board.defaultMode }) {
      choice.mode = usual
      let others = board.modes.map(\.name).filter { $0 != usual.name }.joined(separator: ", ")
      choice.assumptions.append("its power mode \(usual.name); others may stand behind its name: \(others)")
    }
    return choice
  }

  /// Names for a message about one that is not known, the nearest first.
  package func nearest(to text: String) -> [String] {
    let wanted = Array(text.lowercased().utf8.prefix(64))
    return boards.map { board in
      let names = board.aliases + [board.name.lowercased()]
      return (board.name, names.map { EditDistance.between(wanted, Array($0.utf8)) }.min() ?? Int.max)
    }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }

  private static let fillers: Set<String> = ["board", "kit", "developer", "devkit", "module", "model", "b", "single"]

  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for character in text.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber {
        word.append(character)
      } else if character == "+" {
        if !word.isEmpty { words.append(word) }
        words.append("plus")
        word = ""
      } else {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  /// Takes a memory size such as `8gb`, or `8` and `gb`, out of the words.
  private static func takeMemory(_ words: inout [String]) -> Int? {
    for index in words.indices {
      var (word, count) = (words[index], 1)
      if Int(word) != nil, words.indices.contains(index + 1), ["gb", "gib", "g"].contains(words[index + 1]) {
        (word, count) = (word + "gb", 2)
      }
      let digits = word.prefix { $0.isNumber }
      guard ["gb", "gib", "g"].contains(String(word.dropFirst(digits.count))), let size = Int(digits), size < 1 << 16
      else { continue }
      words.removeSubrange(index..<index + count)
      return size * ByteSize.gibibyte
    }
    return nil
  }
}

extension Board {
  fileprivate init(_ node: JSONNode) throws(JSONShapeError) {
    id = try node.required("id").string()
    name = try node.required("name").string()
    aliases = try node.required("aliases").strings()
    cores = try node.required("cores").integer(in: 1...1024)
    isa = try node.required("isa").strings()
    memorySizesBytes = []
    for size in try node.required("memory_gib").elements() {
      memorySizesBytes.append(try size.integer(in: 1...4096) * ByteSize.gibibyte)
    }
    memoryType = try node.required("memory_type").string()
    bandwidthBytesPerSecond = try node.required("bandwidth_gbs").number() * 1e9
    visibleShare = try node.required("visible_share").number()
    gpus = [:]
    for (size, id) in try node.optional("gpus")?.members() ?? [] {
      guard let gibibytes = Int(size) else { throw id.complaint("a number of GiB as key") }
      gpus[gibibytes * ByteSize.gibibyte] = try id.string()
    }
    defaultMode = try node.optional("default_mode")?.string()
    modes = []
    for mode in try node.optional("modes")?.elements() ?? [] {
      modes.append(
        Mode(
          name: try mode.required("name").string(), cores: try mode.optional("cores")?.integer(in: 1...1024),
          bandwidthBytesPerSecond: try mode.optional("bandwidth_gbs").map { (node) throws(JSONShapeError) in
            try node.number() * 1e9
          }, gpu: try mode.optional("gpu")?.string()))
    }
  }
}

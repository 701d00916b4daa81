/// What an edit changes, in the unified form of `diff -u`.
package enum LineDifference {
  private enum Line {
    case same(Substring), removed(Substring), added(Substring)

    var text: String {
      switch self {
      case .same(let line): " \(line)"
      case .removed(let line): "-\(line)"
      case .added(let line): "+\(line)"
      }
    }

    var isSame: Bool { if case .same = self { true } else { false } }
  }

  /// Lines around a change.
  private static let context = 3

  /// Empty where nothing changes; `old` is nil for a file that is not there.
  package static func text(_ old: String?, _ new: String, path: String) -> String {
    guard old != new else { return "" }
    let lines = lines(Self.split(old ?? ""), Self.split(new))
    var text = "--- \(old == nil ? "/dev/null" : path)\n+++ \(path)\n"
    var (start, oldLine, newLine) = (0, 1, 1)
    for hunk in hunks(lines) {
      for line in lines[start..<hunk.lowerBound] where line.isSame { (oldLine, newLine) = (oldLine + 1, newLine + 1) }
      let part = lines[hunk]
      let removed = part.count { if case .added = $0 { false } else { true } }
      let added = part.count { if case .removed = $0 { false } else { true } }
      text +=
        "@@ -\(removed == 0 ? oldLine - 1 : oldLine),\(removed) +\(added == 0 ? newLine - 1 : newLine),\(added) @@\n"
      text += part.map { $0.text + "\n" }.joined()
      (start, oldLine, newLine) = (hunk.upperBound, oldLine + removed, newLine + added)
    }
    return text
  }

  private static func split(_ text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }

  /// Both texts in one, removals before what takes their place.
  private static func lines(_ old: [Substring], _ new: [Substring]) -> [Line] {
    let difference = new.difference(from: old)
    var (removed, added): (Set<Int>, Set<Int>) = ([], [])
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var (lines, from, to): ([Line], Int, Int) = ([], 0, 0)
    while from < old.count || to < new.count {
      if from < old.count, removed.contains(from) {
        lines.append(.removed(old[from]))
        from += 1
      } else if to < new.count, added.contains(to) {
        lines.append(.added(new[to]))
        to += 1
      } else {
        lines.append(.same(old[from]))
        (from, to) = (from + 1, to + 1)
      }
    }
    return lines
  }

  /// Changes with the lines around them; those that touch are one.
  private static func hunks(_ lines: [Line]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for index in lines.indices where !lines[index].isSame {
      let around = max(0, index - context)..<min(lines.count, index + context + 1)
      if let last = hunks.last, last.upperBound >= around.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<around.upperBound
      } else {
        hunks.append(around)
      }
    }
    return hunks
  }
}

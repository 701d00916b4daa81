import Base

/// What a name means in a list of prices.
package enum PriceMatch: Sendable, Equatable {
  /// The prices of one model, of all that host it.
  case found([HostedPrice])
  /// The same for a name with more to it, such as a date, which the list does not tell apart.
  case foundWithout(ending: String, [HostedPrice])
  case ambiguous([String])
  case unknown(nearest: [String])
}

extension PriceList {
  /// The prices that a person means by a name such as `GPT-4o`, `4o-mini`, `Claude Sonnet 4.5` or `openai/gpt-4o`.
  ///
  /// The provider's own name comes first, then the same words in any order and with any separators, then a model of the
  /// catalogue by its id, then the one model whose name has all the words and at most one more.
  package func match(_ name: String) -> PriceMatch {
    if let found = exact(name) { return .found(found) }
    let words = Self.words(name)
    guard !words.isEmpty else { return .unknown(nearest: []) }
    for count in Self.endings(words) {
      let shorter = words.dropLast(count)
      if let found = exact(shorter.joined(separator: " ")) {
        return .foundWithout(ending: words.suffix(count).joined(separator: "-"), found)
      }
    }
    let wanted = Set(words)
    let candidates = prices.filter { wanted.isSubset(of: Set(Self.words($0.model))) }
    let extra = candidates.map { Self.words($0.model).count - words.count }
    let names = Set(candidates.map(\.model))
    if names.count == 1 { return .found(candidates) }
    let closest = zip(candidates, extra).filter { $0.1 == extra.min() && $0.1 <= 1 }.map(\.0)
    if Set(closest.map(\.model)).count == 1 { return .found(closest) }
    if !candidates.isEmpty { return .ambiguous(names.sorted()) }
    return .unknown(nearest: nearest(to: name))
  }

  private func exact(_ name: String) -> [HostedPrice]? {
    let named = prices(named: name)
    if !named.isEmpty { return name.contains("/") ? named : withOtherHosts(named) }
    let words = Self.words(name).sorted()
    let same = prices.filter { price in
      let own = Self.words(price.model)
      return own.sorted() == words || (Self.words(price.provider) + own).sorted() == words
    }
    if !same.isEmpty { return withOtherHosts(same) }
    let hosted = prices(ofCatalogModel: name.lowercased())
    return hosted.isEmpty ? nil : hosted
  }

  /// The prices with those of whoever else hosts the same open model.
  private func withOtherHosts(_ named: [HostedPrice]) -> [HostedPrice] {
    let ids = Set(named.compactMap(\.catalogID))
    guard ids.count == 1, let id = ids.first else { return named }
    let known = Set(named.map(\.provider))
    return named + prices(ofCatalogModel: id).filter { !known.contains($0.provider) }
  }

  /// How many words at the end may be a date or `latest`: none is not among them.
  private static func endings(_ words: [String]) -> [Int] {
    func isDigits(_ word: String, _ count: Int) -> Bool { word.utf8.count == count && Int(word) != nil }
    guard words.count > 1, let last = words.last else { return [] }
    if last == "latest" || isDigits(last, 8) { return [1] }
    let tail = words.suffix(3)
    let isDay = tail.count == 3 && zip(tail, [4, 2, 2]).allSatisfy { isDigits($0, $1) }
    return isDay && words.count > 3 ? [3] : []
  }

  /// The words and numbers of a name in lower case; `+` is the word `plus`.
  private static func words(_ name: String) -> [String] {
    let plain = name.lowercased().replacing("+", with: " plus ")
    return plain.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
  }

  private func nearest(to name: String) -> [String] {
    let wanted = Array(name.lowercased().utf8)
    let distances = Set(prices.map(\.model)).map { ($0, EditDistance.between(wanted, Array($0.lowercased().utf8))) }
    return distances.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }
}

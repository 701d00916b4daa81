import Synchronization
import Testing

@testable import Base

@Suite struct DeferredTests {
  private struct Holder: Equatable {
    @Deferred var value: Int
  }

  @Test func aValueIsMadeOnceForAllCopies() {
    let count = Mutex(0)
    var first = Holder(value: 0)
    first.$value = Deferred {
      count.withLock { $0 += 1 }
      return 7
    }
    let second = first
    #expect(count.withLock { $0 } == 0)
    #expect(first.value == 7 && second.value == 7 && first == second)
    #expect(count.withLock { $0 } == 1)
    first.value = 8
    #expect(first.value == 8 && second.value == 7 && first != second)
  }
}

@Suite struct LastingTextTests {
  /// Long enough to be read in parts.
  private static let text = #"""
    {"longest": [\#(Array(repeating: #"{"[": "{\\\"", "b": [[], {}]}"#, count: 60).joined(separator: ", "))], "id": "a", "long": [{"text": "[{\"]}\\"}, [1, 2.5]], "plain": {"long": {"x": "}"}, "y": 1}, "more": "long", "long2": []}
    """#

  /// The bytes stay where they are as long as the tests run.
  private static let bytes = lasting(text)

  private static func lasting(_ text: String) -> UncheckedBytes {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
    _ = copy.initialize(fromContentsOf: Array(text.utf8))
    return UncheckedBytes(bytes: UnsafeBufferPointer(copy))
  }

  private struct UncheckedBytes: @unchecked Sendable { let bytes: UnsafeBufferPointer<UInt8> }

  @Test(arguments: [1, 2, 3, 4, .max]) func whatIsReadLaterIsTheSame(levels: Int) throws {
    let read = try JSONNode(lasting: Self.bytes.bytes, levels: levels)
    #expect(read.value == (try JSONParser.parse(Self.text)))
    #expect(try read.required("long").elements().count == 2)
    #expect(try read.required("plain").required("long").required("x").string() == "}")
    #expect(try read.required("more").string() == "long")
  }

  @Test(arguments: [1, 2, .max]) func whetherAListHasElementsIsSeenFromOutside(levels: Int) throws {
    let text = Self.text.dropLast() + ", \"none\": [\n\t], \"object\": {\"a\": 1}, \"null\": null}"
    let read = try JSONNode(lasting: Self.lasting(String(text)).bytes, levels: levels)
    #expect(read.hasElements("longest") && read.hasElements("long"))
    for key in ["long2", "none", "object", "null", "id", "missing"] as [StaticString] {
      #expect(!read.hasElements(key), "\(key)")
    }
  }

  @Test func whatComesAfterTheLastWantedMemberIsNotLookedAt() throws {
    let text = Self.text.dropLast() + ", \"part\": {\"a\": [1], \"b\": {\"c\": 2}, \"d\": nothing}}"
    let outer = try JSONNode(lasting: Self.lasting(String(text)).bytes, levels: 1)
    let part = try #require(try outer.optional("part", upTo: "b"))
    #expect(try part.required("b").required("c").integer() == 2)
    #expect(try part.required("a").first()?.integer() == 1)
    #expect(try part.optional("d") == nil)
    #expect(try outer.optional("part")?.isObject == false, "it is no JSON")
  }

  @Test(arguments: [30, 1500, 1600, 1664, 1700]) func whatDoesNotEndIsRefused(count: Int) {
    #expect(throws: JSONSyntaxError.self) {
      try JSONNode(lasting: UnsafeBufferPointer(rebasing: Self.bytes.bytes.prefix(count)), levels: 1)
    }
  }
}

@Suite struct ShortDecimalTests {
  private static func number(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer(ShortDecimal.number)
  }

  @Test func numbersAreThoseOfTheStandardLibrary() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let digits = Int.random(in: 1...15, using: &generator)
      var text = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
      let point = Int.random(in: 0...digits, using: &generator)
      if point < digits { text.insert(".", at: text.index(text.startIndex, offsetBy: point)) }
      if Bool.random(using: &generator) { text = "-" + text }
      #expect(
        Self.number(text) == Double(text.hasPrefix(".") ? "0" + text : text.replacing("-.", with: "-0.")), "\(text)")
    }
  }

  @Test(arguments: ["", "-", "1e5", "1234567890123456", "1.2.3", "NaN", "0.0000000000000001"])
  func othersAreLeftToIt(text: String) {
    #expect(Self.number(text) == nil)
  }
}

@Suite struct TextSearchTests {
  @Test(arguments: [
    ("", "", true), ("", "a", false), ("a", "", true), ("abc", "bc", true), ("abc", "bd", false), ("ab", "abc", false),
    ("aab", "ab", true), ("über 🦙", "🦙", true), ("über", "r ", false),
  ])
  func textsAreFoundInWholeTextsAndInParts(text: String, part: String, isThere: Bool) {
    #expect(text.contains(part) == isThere)
    #expect(text[...].contains(part) == isThere)
  }
}

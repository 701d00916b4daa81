import Glibc

/// A JSON text with the places of all its values, none of which is made before it is asked for.
///
/// It owns bytes and places, which never change, and every `JSONNode` holds the document: no node outlives what it reads.
final class JSONDocument: @unchecked Sendable {
  /// One value or key, in the order of the text.
  struct Entry {
    enum Kind: UInt8 {
      case null, bool, integer, number, string, escapedString, array, object
      /// An array or an object that has not been looked into (`JSONOptions.levels`).
      case unread
    }
    var start: UInt32
    /// Bytes of the value; strings without their quotes.
    var count: UInt32
    /// Index behind the value and all it holds.
    var next: UInt32
    var kind: Kind
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let entries: UnsafeBufferPointer<Entry>
  private let ownsBytes: Bool

  /// Reads `text` where it is: it lives as long as the program; so many levels of it, unless it is so short that it is read as
  /// soon as looked over.
  init(
    lasting text: UnsafeBufferPointer<UInt8>, levels: Int, upTo lastMember: StaticString? = nil
  ) throws(JSONSyntaxError) {
    (bytes, ownsBytes) = (text, false)
    var options = JSONOptions()
    if text.count > Self.shortBytes || lastMember != nil { options.levels = levels }
    options.lastMember = lastMember
    entries = try JSONScanner.entries(of: text, options)
  }

  private static let shortBytes = 1024

  /// Reads a copy of `text`.
  init(_ text: UnsafeBufferPointer<UInt8>, _ options: JSONOptions) throws(JSONSyntaxError) {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
    _ = copy.initialize(from: text)
    (bytes, ownsBytes) = (UnsafeBufferPointer(copy), true)
    do throws(JSONSyntaxError) {
      entries = try JSONScanner.entries(of: bytes, options)
    } catch {
      copy.deallocate()
      throw error
    }
  }

  deinit {
    if ownsBytes { bytes.deallocate() }
    entries.deallocate()
  }

  /// The bytes of a value as they are written.
  func part(_ entry: Entry) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[Int(entry.start)..<Int(entry.start) + Int(entry.count)])
  }

  /// The text of a string or a key, or of a number as it is written.
  func text(of entry: Entry) -> String {
    let content = part(entry)
    return entry.kind == .escapedString ? JSONText.decoded(content) : String(decoding: content, as: UTF8.self)
  }

  /// The index of the first value of an object whose key has those bytes.
  func member(named key: UnsafeBufferPointer<UInt8>, of object: Int) -> Int? {
    let end = Int(entries[object].next)
    var position = object + 1
    while position < end {
      // Most keys are told apart by their lengths.
      if Int(entries[position].count) == key.count || entries[position].kind == .escapedString,
        spells(entries[position], key)
      {
        return position + 1
      }
      position = Int(entries[position + 1].next)
    }
    return nil
  }

  private func spells(_ entry: Entry, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    guard entry.kind == .string, let start = bytes.baseAddress, let keyStart = key.baseAddress else {
      return text(of: entry).utf8.elementsEqual(key)
    }
    return memcmp(start + Int(entry.start), keyStart, key.count) == 0
  }

  /// The line, counted from 1, of a place in the text.
  func line(at offset: Int) -> Int {
    bytes[..<offset].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
  }
}

/// What is accepted beyond or within RFC 8259.
package struct JSONOptions: Sendable {
  /// Bytes of the largest text.
  var maximumBytes = Int(UInt32.max) - 1
  /// Values and keys of the largest text; the built-in catalogue has fewer than a hundred thousand, a tokenizer a million.
  var maximumValues = 1 << 22
  /// Arrays and objects may nest this deep, so that a hostile text ends in an error and not in a full stack.
  var maximumDepth = 128
  /// `NaN`, `Infinity` and `-Infinity`, which Python's `json` writes, are numbers.
  package var allowsNonFiniteNumbers = false
  /// Arrays and objects that lie deeper are not looked into, nor checked, before they are asked for: for texts that are trusted
  /// and last as long as the program.
  fileprivate(set) var levels = Int.max
  /// What comes after the outermost object's member with this key is not read; for the same texts.
  fileprivate(set) var lastMember: StaticString?

  package init() {}
}

/// An answer that is taken whole into memory, up to a limit.
final class AnswerBuffer {
  private(set) var bytes: [UInt8] = []
  /// Whether more came than the limit, which stopped the transfer.
  private(set) var isTooLong = false
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Takes the next bytes; false where there are too many.
  func take(_ chunk: UnsafeRawBufferPointer) -> Bool {
    isTooLong = bytes.count + chunk.count > limit
    if !isTooLong { bytes += chunk }
    return !isTooLong
  }
}

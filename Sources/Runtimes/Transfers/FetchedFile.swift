/// A file that is fetched whole into memory.
package enum FetchedFile {
  /// Its bytes; nil where there is none (404, 410).
  ///
  /// `limit` is the size of the largest that is taken; `shouldStop` is asked about once a second, and true stops the
  /// transfer.
  package static func bytes(
    _ address: String, limit: Int, shouldStop: @escaping () -> Bool
  ) throws(TransferProblem) -> [UInt8]? {
    let answer = AnswerBuffer(limit: limit)
    let transfer = Transfer(receive: answer.take, shouldStop: shouldStop)
    let status: Int
    do throws(TransferProblem) {
      status = try transfer.get(address, avoidingProxies: false)
    } catch {
      throw answer.isTooLong ? .brokeOff("more than \(limit >> 20) MiB") : error
    }
    if status == 404 || status == 410 { return nil }
    guard status == 200 else { throw .brokeOff("HTTP status \(status)") }
    return answer.bytes
  }
}

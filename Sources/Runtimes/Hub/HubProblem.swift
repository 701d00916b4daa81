/// Why a Hugging Face Hub, or a mirror of one, did not give what was asked for.
package enum HubProblem: Error, Equatable {
  case transfer(TransferProblem)
  /// It answered with a status that is no success; `message` is its own word, if it has one.
  case refused(status: Int, message: String?)
  /// It asks to come back later; seconds, where it says.
  case busy(seconds: Double?)
  /// Its answer is not what a Hub says.
  case unlikeHub(String)
  /// More or less came than the file has.
  case wrongSize(expected: Int, found: Int)
  case wrongDigest(expected: String, found: String)
  /// A file of the cache cannot be written.
  case cannotWrite(path: String, reason: String)
  case interrupted
}

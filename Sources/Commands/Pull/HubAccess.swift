import Base
import Runtimes

/// Where the Hub is, who asks it, where its cache is, and what its problems mean to the user.
struct HubAccess {
  let surroundings: Surroundings
  /// The address that the user named; nil: that of the environment, or Hugging Face's own.
  let mirror: String?

  func endpoint() throws -> HubEndpoint {
    let named = mirror ?? surroundings.nonEmpty("HF_ENDPOINT") ?? "https://huggingface.co"
    guard let endpoint = HubEndpoint(named, token: token) else {
      guard HubEndpoint(named, token: nil) == nil else {
        throw Failure(.usage, "the Hub's token has characters that no token has", hint: "look at HF_TOKEN")
      }
      throw Failure(
        .usage, "'\(named)' is no address of a Hub", hint: "such as https://huggingface.co (--mirror, HF_ENDPOINT)")
    }
    return endpoint
  }

  /// As huggingface_hub looks for it: HF_TOKEN, then the file that `hf auth login` writes.
  private var token: String? {
    for name in ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"] {
      if let text = surroundings.nonEmpty(name).map(Self.trimmed), !text.isEmpty { return text }
    }
    let base = surroundings.nonEmpty("HF_HOME") ?? cacheBase.map { $0 + "/huggingface" }
    guard let path = surroundings.nonEmpty("HF_TOKEN_PATH") ?? base.map({ $0 + "/token" }),
      let bytes = try? RandomAccessFile(path).bytes(upTo: 1 << 12)
    else { return nil }
    let text = Self.trimmed(String(decoding: bytes, as: UTF8.self))
    return text.isEmpty ? nil : text
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  private var cacheBase: String? { surroundings.nonEmpty("XDG_CACHE_HOME") ?? surroundings.home.map { $0 + "/.cache" } }

  /// The cache's folder: of llama.cpp `LLAMA_CACHE` goes before the variables that huggingface_hub knows too.
  func cacheFolder(isLlamaCpp: Bool) throws -> String {
    let named = (isLlamaCpp ? ["LLAMA_CACHE"] : []) + ["HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"]
    let folder =
      named.lazy.compactMap { surroundings.nonEmpty($0) }.first
      ?? surroundings.nonEmpty("HF_HOME").map { $0 + "/hub" } ?? cacheBase.map { $0 + "/huggingface/hub" }
    guard let folder else {
      throw Failure(.cannotCreate, "there is no folder for models", hint: "set HF_HUB_CACHE or HOME")
    }
    return folder.hasPrefix("~/") ? (surroundings.home ?? "") + folder.dropFirst() : folder
  }

  /// What went wrong while `what` was fetched from a repository.
  static func failure(_ problem: HubProblem, _ what: String, _ repository: String, _ endpoint: HubEndpoint) -> Failure {
    let place = endpoint.address
    switch problem {
    case .interrupted: return OllamaAccess.interruption
    case .transfer(.noLibrary): return OllamaAccess.noLibrary
    case .transfer(.notReachable(let reason)):
      return Failure(
        .unavailable, "\(place) is not reachable: \(reason)",
        hint: "a mirror can be named with --mirror or HF_ENDPOINT, a proxy with https_proxy")
    case .transfer(.notEncrypted(let reason)), .transfer(.notHTTP(let reason)):
      return Failure(.unavailable, "\(place): \(reason)", hint: "is it http:// or https:// that is spoken there?")
    case .transfer(.untrusted(let reason)):
      return Failure(
        .unavailable, "the certificate of \(place) is not trusted: \(reason)",
        hint: "name a file with its issuer in SSL_CERT_FILE")
    case .transfer(.brokeOff), .transfer(.stopped), .wrongSize:
      return Failure(
        .unavailable, "\(place) broke off when asked for \(what): \(reason(problem))",
        hint: "run the command again: it goes on where it stopped")
    case .busy:
      return Failure(.unavailable, "\(place) is busy: \(reason(problem))", hint: "run the command again later")
    case .refused(401, _):
      return Failure(
        .unavailable, "\(place) wants to know who asks for \(repository): \(reason(problem))",
        hint: endpoint.token == nil
          ? "set HF_TOKEN to a token of yours, or log in with 'hf auth login'; or is the name mistyped?"
          : "the token of HF_TOKEN or of the file of 'hf auth login' is not accepted")
    case .refused(403, _):
      return Failure(
        .unavailable, "\(place) does not give you \(repository): \(reason(problem))",
        hint: "accept its terms at \(place)/\(repository), and use a token that may read it (HF_TOKEN)")
    case .refused(404, _):
      return Failure(
        .unavailable, "\(place) has no \(what)", hint: "look at \(place)/\(repository), or name another --quant")
    case .refused:
      return Failure(.unavailable, "\(place) does not give \(what): \(reason(problem))")
    case .unlikeHub(let reason):
      return Failure(
        .unavailable, "\(place) does not answer like a Hub when asked for \(what): \(reason)",
        hint: "look at what --mirror or HF_ENDPOINT names")
    case .wrongDigest(let expected, let found):
      return Failure(
        .badData, "\(what) is not what it should be: sha256 \(found), expected \(expected); it was thrown away",
        hint: "run the command again; if it stays so, do not trust \(place)")
    case .cannotWrite(let path, let reason):
      return Failure(.cannotCreate, "\(path) cannot be written: \(reason)", hint: "HF_HUB_CACHE names another place")
    }
  }

  /// Why, in few words.
  static func reason(_ problem: HubProblem) -> String {
    switch problem {
    case .refused(let status, let message): (message ?? "no reason given") + " (HTTP status \(status))"
    case .busy(let seconds): "asked to wait" + (seconds.map { " \(Int($0)) s" } ?? "")
    case .transfer(.brokeOff(let reason)), .transfer(.notReachable(let reason)): reason
    case .wrongSize(let expected, let found): "\(found) of \(expected) bytes came"
    default: "no reason given"
    }
  }
}

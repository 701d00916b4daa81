import Base
import Documents
import Web

/// Answers what is asked of a server: the page, the documents of the commands, and the server's own figures.
final class ServeService: HTTPService {
  /// Where the interface is.
  static let prefix = "/api/v1"

  /// What a status other than success means, for the description of the interface.
  static let statuses: [(status: Int, meaning: String)] = [
    (400, "The request is wrong: an unknown parameter, a value out of range, an unknown model or GPU."),
    (401, "A token is needed."), (403, "The server is not what the request's Host or Origin names."),
    (404, "There is no such place."), (413, "The request is too large."), (415, "The body is no JSON."),
    (422, "The request is understood, and nothing can be answered to it."), (500, "It could not be answered."),
    (503, "Something that it needs is not there."),
  ]

  private let answers: AnswerMaker
  private let jobs: EventJobs
  private let keeper: InputKeeper
  private let hosts: HostRule
  private let token: AccessToken
  /// Whether every answer needs the token.
  private let isGuarded: Bool
  private let limits: ServerLimits
  /// Folders and files of the fleet's documents.
  private let fleet: [String]
  private let description: [UInt8]
  private let metrics = ServerMetrics()
  private let connections: @Sendable () -> Int

  /// `connections` tells how many are open.
  init(
    answers: AnswerMaker, jobs: EventJobs, keeper: InputKeeper, hosts: HostRule, token: AccessToken, isGuarded: Bool,
    limits: ServerLimits, fleet: [String], address: String, connections: @escaping @Sendable () -> Int
  ) {
    (self.answers, self.jobs, self.keeper, self.hosts, self.token) = (answers, jobs, keeper, hosts, token)
    (self.isGuarded, self.limits, self.fleet, self.connections) = (isGuarded, limits, fleet, connections)
    description = Array(JSONWriter.text(OpenAPI.document(address: address)).utf8)
  }

  // MARK: - Before the body

  func refusal(of head: HTTPRequest) -> HTTPResponse? {
    refused(head).map { refusal in
      metrics.count("refused", status: refusal.status, seconds: 0)
      return finished(refusal, for: head)
    }
  }

  private func refused(_ head: HTTPRequest) -> HTTPResponse? {
    guard hosts.accepts(host: head.headers["host"]) else {
      return error(
        403, "this server is not what the request's Host names", hint: "--host NAME lets it answer to a name")
    }
    guard hosts.accepts(origin: head.headers["origin"], host: head.headers["host"]) else {
      return error(403, "pages of other sites may not ask", hint: "--allow-origin URL lets one")
    }
    guard let target = head.target else { return error(400, "the address cannot be understood") }
    if head.method == "OPTIONS", hosts.named(origin: head.headers["origin"]) != nil {
      return HTTPResponse(
        204,
        [
          ("Access-Control-Allow-Methods", "GET, POST"),
          ("Access-Control-Allow-Headers", "authorization, content-type"),
          ("Access-Control-Max-Age", "600"),
        ])
    }
    guard let place = ServePlace(target.path) else {
      return error(404, "there is nothing at this address", hint: "\(Self.prefix)/openapi.json lists what there is")
    }
    let allowed = place.methods
    guard allowed.contains(head.method) else {
      var refusal = error(405, "this address takes \(allowed.joined(separator: ", ")) alone")
      refusal.headers.append(("Allow", allowed.joined(separator: ", ")))
      return refusal
    }
    if let length = head.headers["content-length"].flatMap({ Int($0) }), length > limits.bodyBytes {
      return error(413, "the body is larger than \(limits.bodyBytes >> 10) KiB")
    }
    let type = head.headers["content-type"]?.split(separator: ";").first?.lowercased()
    if head.method == "POST", type?.filter({ $0 != " " }) != "application/json" {
      return error(415, "the body must be JSON", hint: "Content-Type: application/json")
    }
    guard needsToken(place), !token.isIn(authorization: head.headers["authorization"]) else { return nil }
    var refusal = error(401, "the token is needed", hint: "Authorization: Bearer TOKEN")
    refusal.headers.append(("WWW-Authenticate", "Bearer"))
    return refusal
  }

  private func needsToken(_ place: ServePlace) -> Bool {
    switch place {
    case .page: false
    case .job: true
    case .endpoint, .description, .metrics: isGuarded
    }
  }

  // MARK: - With the body

  func response(to request: HTTPRequest) -> HTTPResponse {
    guard let place = request.target.flatMap({ ServePlace($0.path) }) else {
      return error(404, "there is nothing here")
    }
    let start = MonotonicClock.seconds()
    let response = finished(made(place, request), for: request)
    metrics.count(place.name, status: response.status, seconds: MonotonicClock.seconds() - start)
    return response
  }

  private func made(_ place: ServePlace, _ request: HTTPRequest) -> HTTPResponse {
    switch place {
    case .page(let file): return PageResponse.response(file, hasFleet: !fleet.isEmpty)
    case .description: return HTTPResponse(200, [("Content-Type", "application/json")], body: description)
    case .metrics:
      return HTTPResponse(
        200, type: "text/plain; version=0.0.4; charset=utf-8",
        text: metrics.text(keeper.reading, connections: connections()))
    case .job(let job): return started(job, request)
    case .endpoint(let endpoint):
      do throws(Failure) {
        let words = try endpoint.commandLine(EndpointInput.given(request), files: fleet)
        let stamp = endpoint.isAboutFiles ? FileStamp.digest(ofDocuments: fleet) : ""
        return answered(answers.answer(words, stamp: stamp), request)
      } catch {
        return answered(AnswerMaker.Answer(error), request)
      }
    }
  }

  /// Starts what runs for a while; what cannot be asked is refused as the command itself would refuse it.
  private func started(_ job: Endpoint, _ request: HTTPRequest) -> HTTPResponse {
    do throws(Failure) {
      let words = try job.commandLine(EndpointInput.given(request))
      try Program.check(words)
      var response = HTTPResponse(200, [("Content-Type", "text/event-stream"), ("X-Accel-Buffering", "no")])
      response.events = try jobs.start(words)
      return response
    } catch {
      return answered(AnswerMaker.Answer(error), request)
    }
  }

  private func answered(_ answer: AnswerMaker.Answer, _ request: HTTPRequest) -> HTTPResponse {
    if answer.isError {
      return HTTPResponse(Self.status(of: answer.code), [("Content-Type", "application/json")], body: answer.body)
    }
    let tag = [("ETag", answer.tag), ("Plimsoll-Exit-Code", String(answer.code.rawValue))]
    if request.isReading, Self.names(answer.tag, request.headers["if-none-match"]) { return HTTPResponse(304, tag) }
    return HTTPResponse(200, [("Content-Type", "application/json")] + tag, body: answer.body)
  }

  /// Whether a header `If-None-Match` names a tag.
  private static func names(_ tag: String, _ header: String?) -> Bool {
    guard let header else { return false }
    return header.split(separator: ",").contains { given in
      let plain = given.filter { $0 != " " }
      return plain == "*" || plain == tag || plain == "W/" + tag
    }
  }

  /// The status that says the same as an exit code.
  private static func status(of code: ExitCode) -> Int {
    switch code {
    case .answered: 200
    case .usage: 400
    case .nothingFits, .hardLimit, .badData: 422
    case .noInput: 404
    case .unavailable, .interrupted, .terminated: 503
    case .failed, .cannotCreate: 500
    }
  }

  /// What the server itself refuses.
  private func error(_ status: Int, _ message: String, hint: String? = nil) -> HTTPResponse {
    HTTPResponse(
      status, type: "application/json", text: JSONWriter.text(Failure(.usage, message, hint: hint).document))
  }

  /// With the headers that every answer has.
  private func finished(_ response: HTTPResponse, for request: HTTPRequest) -> HTTPResponse {
    var response = response
    response.headers += [
      ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-cache"),
    ]
    if !response.headers.contains(where: { $0.name == "Content-Security-Policy" }) {
      response.headers.append(("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"))
    }
    if let origin = hosts.named(origin: request.headers["origin"]) {
      response.headers += [
        ("Access-Control-Allow-Origin", origin), ("Vary", "Origin"),
        ("Access-Control-Expose-Headers", "ETag, Plimsoll-Exit-Code"),
      ]
    } else {
      response.headers.append(("Cross-Origin-Resource-Policy", "same-origin"))
    }
    return response
  }
}

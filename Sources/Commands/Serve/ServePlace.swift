import Base

/// What the path of a request leads to.
enum ServePlace {
  case page(EmbeddedFile)
  case endpoint(Endpoint)
  /// What is done rather than told.
  case job(Endpoint)
  case description, metrics

  /// Nil where there is nothing.
  init?(_ path: [String]) {
    let found: ServePlace? =
      if path.isEmpty {
        PageFile.named("index.html").map(ServePlace.page)
      } else if path.starts(with: ["api", "v1"]) {
        Self.inInterface(Array(path.dropFirst(2)))
      } else if path == ["metrics"] {
        .metrics
      } else {
        path.count == 1 ? PageFile.named(path[0]).map(ServePlace.page) : nil
      }
    guard let found else { return nil }
    self = found
  }

  private static func inInterface(_ path: [String]) -> ServePlace? {
    if path == ["openapi.json"] { return .description }
    if let job = Endpoint.jobs.first(where: { $0.words == path }) { return .job(job) }
    return Endpoint.at(path).map(ServePlace.endpoint)
  }

  /// Few enough to count by.
  var name: String {
    switch self {
    case .page: "page"
    case .endpoint(let endpoint), .job(let endpoint): endpoint.words.joined(separator: "/")
    case .description: "openapi.json"
    case .metrics: "metrics"
    }
  }

  var methods: [String] {
    switch self {
    case .endpoint: ["GET", "HEAD", "POST"]
    case .job: ["POST"]
    case .page, .description, .metrics: ["GET", "HEAD"]
    }
  }
}

import Base
import Documents
import Glibc
import Options
import Web

/// The documents of the commands for programs, and a page of them for people, over HTTP.
struct ServeCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "serve", abstract: "Answer programs and browsers over HTTP, for this machine.",
      discussion: """
        The documents of the commands are under /api/v1/, with the same options as parameters, and /api/v1/openapi.json \
        describes them; / is a page that shows them, and /metrics is for Prometheus. It listens on this machine alone \
        unless --listen says otherwise; then every answer needs the token. It runs until Ctrl-C or SIGTERM, which let \
        answers under way go out first, and takes the socket that systemd hands over. The exit code is 69 when the port \
        is taken or libmicrohttpd is not there, 130 and 143 after Ctrl-C and SIGTERM.
        """,
      examples: [
        ("plimsoll serve --open", "The page of this machine in a browser."),
        ("curl 'http://127.0.0.1:8717/api/v1/fit?model=qwen3:8b&context=32k'", "The document of 'plimsoll fit'."),
        ("plimsoll serve --export report.html --view 'use-case=coding'", "The page as one file, for a colleague."),
        ("plimsoll serve --fleet inventory/", "With the machines whose documents are there."),
        (
          "plimsoll serve --listen 0.0.0.0 --token-file ~/.config/plimsoll/token",
          "For a team, which sends the token as 'Authorization: Bearer'."
        ),
      ])
  }

  @OptionGroup var options: ServeOptions
  @OptionGroup var benchOptions: BenchOptions
  @OptionGroup var outputOptions: OutputOptions

  static var forms: [DocumentFormat] { DocumentFormat.withoutTables }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    _ = try FleetFiles.named(options.fleet)
    if let file = options.export { return try export(to: file, surroundings) }
    if options.view != nil { throw Failure(.usage, "--view says what --export writes", hint: "give --export FILE too") }
    let token = try options.tokenFile.map(AccessToken.init(file:)) ?? AccessToken()
    let socket = try socket(surroundings)
    let address = socket.isLocalSocket ? "http://localhost" : "http://\(socket.place)"
    let keeper = try InputKeeper(benchOptions, Surroundings.answering)
    let jobs = EventJobs(program: surroundings.executable)
    let count = ConnectionCount()
    let limits = Self.limits()
    let service = ServeService(
      answers: AnswerMaker(keeper: keeper), jobs: jobs, keeper: keeper,
      hosts: HostRule(
        isLoopback: socket.isLoopback, names: options.hosts + (socket.isLoopback ? [] : Self.ownNames()),
        origins: options.origins), token: token, isGuarded: !socket.isLoopback, limits: limits, fleet: options.fleet,
      address: address,
      connections: { count.server?.connections ?? 0 })
    Interrupts.note()
    let server = try Self.server(socket, limits, service)
    count.server = server
    announce(socket, address, token, surroundings)
    while !Interrupts.wasInterrupted {
      if jobs.go() { keeper.takeMeasurements(benchOptions) }
      keeper.renewIfWanted()
      server.endLateConnections()
      // Whoever comes after a while waits no longer than people notice.
      usleep(server.connections == 0 && jobs.areOver ? 100_000 : 20_000)
    }
    // A second Ctrl-C ends it at once.
    jobs.end()
    server.stop()
    return Interrupts.wasTerminated ? .terminated : .interrupted
  }

  /// Writes the page as it is now, with the machine and the catalogue read once.
  private func export(to file: String, _ surroundings: Surroundings) throws -> ExitCode {
    let kept = try InputKeeper(benchOptions, Surroundings.answering).reading.kept
    let page = try PageExport(view: options.view ?? "", fleet: options.fleet) { AnswerMaker.answer($0, from: kept) }
      .html()
    if let reason = FileReplacement.write(page, to: file) {
      throw Failure(.cannotCreate, "cannot write '\(file)': \(reason)")
    }
    if !outputOptions.quiet { surroundings.console.message("plimsoll: written: \(file)\n") }
    return .answered
  }

  /// The server tells of itself what it is told of only when it is there.
  private final class ConnectionCount: @unchecked Sendable { weak var server: HTTPServer? }

  /// The socket that systemd hands over, or one that is opened here.
  private func socket(_ surroundings: Surroundings) throws -> ServerSocket {
    if let socket = ServerSocket.activated(surroundings.environment) { return socket }
    let address = options.listen?.address ?? "127.0.0.1"
    let port = options.port ?? options.listen?.port ?? 8717
    switch ServerSocket.listen(address: address, port: port) {
    case .success(let socket): return socket
    case .failure(let error):
      throw Failure(
        .unavailable, "cannot listen on \(address), port \(port): \(error.description)",
        hint: error.number == EADDRINUSE ? "name another one with --port, or end the program that has it" : nil)
    }
  }

  private static func server(
    _ socket: ServerSocket, _ limits: ServerLimits, _ service: ServeService
  ) throws -> HTTPServer {
    do throws(HTTPServer.Problem) {
      return try HTTPServer(
        listener: socket.descriptor, threads: min(16, max(4, 2 * Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))),
        limits: limits, service: service)
    } catch {
      switch error {
      case .noLibrary:
        throw Failure(
          .unavailable, "libmicrohttpd.so.12 is not there, which takes connections",
          hint: "sudo apt-get install libmicrohttpd12")
      case .notStarted: throw Failure(.failed, "libmicrohttpd cannot start on \(socket.place)")
      }
    }
  }

  /// As many connections as files may be open.
  private static func limits() -> ServerLimits {
    var limits = ServerLimits()
    var files = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0 else { return limits }
    files.rlim_cur = min(files.rlim_max, rlim_t(limits.connections) + 256)
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    limits.connections = max(16, min(limits.connections, Int(clamping: files.rlim_cur) - 128))
    return limits
  }

  /// The machine's name, with and without its domain.
  private static func ownNames() -> [String] {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return [] }
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let short = String(text.prefix { $0 != "." })
    return [text, short, short + ".local"]
  }

  private func announce(_ socket: ServerSocket, _ address: String, _ token: AccessToken, _ surroundings: Surroundings) {
    let opened = socket.isLocalSocket ? nil : "\(address)/#token=\(token.text)"
    let answer = ServeAnswer(
      address: address, opened: opened, isLoopback: socket.isLoopback, processIdentifier: Int(getpid()))
    if outputOptions.form == .json {
      let line = JSONWriter.line(Contract.serve.json(answer, version: programVersion))
      surroundings.console.output(line + "\n", isDocument: true)
    } else if !outputOptions.quiet {
      surroundings.console.output(ServeText.page(answer, style: surroundings.style(outputOptions)))
    }
    if !socket.isLoopback, !outputOptions.quiet {
      surroundings.console.message(
        "plimsoll: \(ServeText.warning(answer, hasOwnToken: options.tokenFile != nil))\n")
    }
    if options.open, let opened { open(opened, surroundings) }
  }

  private func open(_ address: String, _ surroundings: Surroundings) {
    guard let program = SearchPath(surroundings.environment).program("xdg-open"),
      case .success = ChildStart.start(
        program, [program, address],
        streams: { actions in
          posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
          posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        })
    else {
      return surroundings.console.message("plimsoll: no browser is opened: xdg-open is not on the search path\n")
    }
  }
}

import Base

/// The page with its styles, scripts and documents in one file, which needs no server and asks for nothing.
enum StandalonePage {
  /// The file; the same for the same data.
  ///
  /// `files` are those of `page/` by name.
  static func html(_ files: [String: String], carrying data: JSONValue) throws -> String {
    func file(_ name: String) throws -> String {
      guard let text = files[name] else { throw Failure(.failed, "the page's file \(name) is missing") }
      return text
    }
    let style = try file("style.css")
    let script = try ModuleBundle(entry: "main.js", sources: files).text
    let places = [
      (
        "<meta charset=\"utf-8\">",
        "<meta charset=\"utf-8\">\n" + policy(script: script, style: style)
      ),
      ("<link rel=\"stylesheet\" href=\"style.css\">", "<style>\(style)</style>"),
      (
        "<script src=\"main.js\" type=\"module\"></script>",
        "<script type=\"application/json\" id=\"carried\">\(inert(data))</script>\n"
          + "<script type=\"module\">\(script)</script>"
      ),
    ]
    var rest = try file("index.html")[...]
    var page = ""
    for (place, text) in places {
      guard let found = rest.firstRange(of: place) else { throw Failure(.failed, "the page lacks \(place)") }
      page += rest[..<found.lowerBound] + text
      rest = rest[found.upperBound...]
    }
    return page + rest
  }

  /// Only what is inside the file runs, and nothing is fetched.
  private static func policy(script: String, style: String) -> String {
    """
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-\(digest(script))'; \
    style-src 'sha256-\(digest(style))'; img-src data:; base-uri 'none'; form-action 'none'">
    """
  }

  private static func digest(_ text: String) -> String {
    var digest = SHA256()
    digest.add(Array(text.utf8))
    return digest.base64
  }

  /// JSON that ends no element and begins no comment, whatever its texts say.
  private static func inert(_ data: JSONValue) -> String {
    String(decoding: JSONWriter.line(data).utf8.flatMap { $0 == 0x3C ? Array("\\u003c".utf8) : [$0] }, as: UTF8.self)
  }
}

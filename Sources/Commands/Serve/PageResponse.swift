import Base
import Web

/// The files of the page, as a browser gets them.
enum PageResponse {
  /// Nothing comes from elsewhere, nothing that is not a file of its own is run, and no other page shows it.
  static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'
    """

  /// `hasFleet` tells the page whether it is to ask for one.
  static func response(_ file: EmbeddedFile, hasFleet: Bool) -> HTTPResponse {
    HTTPResponse(
      200,
      [
        ("Content-Type", type(of: file.name)), ("Content-Security-Policy", policy),
        ("Cross-Origin-Opener-Policy", "same-origin"),
      ] + (hasFleet ? [("Plimsoll-Fleet", "yes")] : []), body: Array(file.bytes))
  }

  private static func type(of name: String) -> String {
    switch name.split(separator: ".").last ?? "" {
    case "html": "text/html; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "json": "application/json"
    case "woff2": "font/woff2"
    case "txt": "text/plain; charset=utf-8"
    default: "application/octet-stream"
    }
  }
}

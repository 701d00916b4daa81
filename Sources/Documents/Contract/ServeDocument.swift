import Base

/// A server that has begun to answer.
package struct ServeAnswer: Sendable {
  package var address: String
  /// The address with the token, for a browser; nil where there is none to open, as for a local socket.
  package var opened: String?
  package var isLoopback: Bool
  package var processIdentifier: Int

  package init(address: String, opened: String?, isLoopback: Bool, processIdentifier: Int) {
    (self.address, self.opened) = (address, opened)
    (self.isLoopback, self.processIdentifier) = (isLoopback, processIdentifier)
  }
}

extension Contract {
  package static let serve = Document<ServeAnswer>("serve", command: "plimsoll serve") {
    Field("address", .text, "Where it answers.") { $0.address }
    Field("opened", optional: .text, "The address for a browser, with the token; null where none can be opened.") {
      $0.opened
    }
    Field("loopback", .flag, "Whether only this machine reaches it.") { $0.isLoopback }
    Field("process_id", .count, "The server's process.") { $0.processIdentifier }
  }
}

/// The same for a person.
package enum ServeText {
  package static func page(_ answer: ServeAnswer, style: TextStyle) -> String {
    guard let opened = answer.opened else { return "plimsoll answers on \(answer.address); Ctrl-C ends it\n" }
    return "plimsoll answers at \(style.bold(TextStyle.plain(answer.address))); Ctrl-C ends it\n"
      + "  \(TextStyle.plain(opened))\n  opens the page with the right to change something; keep it to yourself\n"
  }

  /// What to say where others reach the server too.
  package static func warning(_ answer: ServeAnswer, hasOwnToken: Bool) -> String {
    "warning: others can reach \(answer.address), without encryption; "
      + (hasOwnToken
        ? "every answer needs the token of the file"
        : "every answer needs the token above, which is another one at the next start (--token-file keeps one)")
  }
}

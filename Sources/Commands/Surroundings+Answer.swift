import Base
import Documents

extension Surroundings {
  /// Prints an answer as the options want it: in a form for programs, or as `text` for a person.
  func print<Content>(
    _ answer: Content, as document: @autoclosure () -> Document<Content>, _ options: OutputOptions,
    text: (TextStyle) -> String
  ) {
    // A text needs no table of the document's keys, which takes a while to make.
    if options.form != .text, let document = document().printed(answer, as: options.form, version: programVersion) {
      console.output(document, isDocument: true)
    } else {
      console.output(text(style(options)))
    }
  }
}

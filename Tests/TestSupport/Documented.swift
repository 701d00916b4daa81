import Testing

/// Records an issue unless a page of the project holds this line, so that no figure of the pages outlives the code.
package func expectDocumented(
  _ line: String, in page: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let text = try Files.text(ProjectFolder.path + "/" + page)
  // Paragraphs are wrapped in the pages.
  guard !text.contains(line), !text.split(whereSeparator: \.isNewline).joined(separator: " ").contains(line) else {
    return
  }
  Issue.record("\(page) should say: \(line)", sourceLocation: sourceLocation)
}

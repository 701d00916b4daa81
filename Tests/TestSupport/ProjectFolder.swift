/// The folder of the project that the tests were built from.
package enum ProjectFolder {
  package static let path = folder()

  private static func folder(file: StaticString = #filePath) -> String {
    "\(file)".split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
  }
}

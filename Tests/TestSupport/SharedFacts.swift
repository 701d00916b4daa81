/// The folder `../shared` beside the project, with truths to test against; absent on most machines.
package enum SharedFacts {
  /// Path of the project.
  package static let project = projectFolder()

  /// Path of the shared folder, whether it is there or not.
  package static let folder = project + "/../shared"

  /// What a test that needs the folder says when it is skipped.
  package static let absence = "../shared is not there: the facts this test compares with are kept outside the project"

  private static func projectFolder(file: StaticString = #filePath) -> String {
    "\(file)".split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
  }
}

import Glibc

/// The folders of `PATH` in which programs are looked for.
package struct SearchPath: Sendable {
  private let folders: [String]

  /// Relative folders are left out: what lies there changes with where the user is.
  package init(_ environment: [String: String]) {
    folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
  }

  /// The path of a program of that name; nil where there is none.
  package func program(_ name: String) -> String? {
    folders.lazy.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 && !FileQuestions.isFolder($0) }
  }
}

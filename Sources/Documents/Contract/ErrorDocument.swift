import Base

/// Why a command failed.
package typealias ErrorAnswer = (code: Int, message: String, hint: String?)

extension Contract {
  package static let error = Document<ErrorAnswer>("error", command: "any command that fails", hasVersion: false) {
    Field("error", Tables.error.codec, "What went wrong.") { $0 }
  }
}

extension Tables {
  static let error = Table<ErrorAnswer>("error", "Why a command failed.") {
    Field("code", .count, "The exit code.") { $0.code }
    Field("message", .text, "One sentence that names the input and the place.") { $0.message }
    Field("hint", optional: .text, "What to do about it.") { $0.hint }
  }
}

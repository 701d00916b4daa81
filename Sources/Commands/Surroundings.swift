import Base
import Glibc

/// The world around a command, as one value that tests replace.
package struct Surroundings {
  package var environment: [String: String]
  package var console: Console
  /// Path of this program, for the driver probe; nil refuses child processes.
  package var executable: String?
  /// The day as `2026-11-21`, for the catalogue's age.
  package var today: String
  package var allowsNetwork: Bool
  /// Whether a name may be a path: false where whoever asks is not who may read this machine's files.
  var allowsPaths = true
  /// The words of the command line that is answered, after the program's name.
  var words: [String] = []
  /// What was read before for many answers; nil where each reads for itself.
  var kept: KeptInputs?

  package init(
    environment: [String: String], console: Console, executable: String?, today: String, allowsNetwork: Bool
  ) {
    self.environment = environment
    self.console = console
    self.executable = executable
    self.today = today
    self.allowsNetwork = allowsNetwork
  }

  /// The real world.
  package static func live() -> Surroundings {
    var live = Surroundings(
      environment: ProcessEnvironment.all(), console: .standard, executable: "/proc/self/exe", today: calendarDay(),
      allowsNetwork: true)
    live.allowsPaths = live.environment[CommandProcess.mark] == nil
    return live
  }

  /// The user's home folder, or nil.
  package var home: String? { nonEmpty("HOME") }

  /// Where the benchmark and the drivers' answers are kept, or nil when there is no place.
  var cacheFolder: String? {
    let base = absolute("XDG_CACHE_HOME") ?? absolute("HOME").map { $0 + "/.cache" }
    return base.map { $0 + "/plimsoll" }
  }

  /// What the program keeps until it is told otherwise, such as an updated catalogue; nil when there is no place.
  var dataFolder: String? {
    let base = absolute("XDG_DATA_HOME") ?? absolute("HOME").map { $0 + "/.local/share" }
    return base.map { $0 + "/plimsoll" }
  }

  /// The user's own catalogue entries, or nil.
  var userCatalogFolder: String? {
    let base = absolute("XDG_CONFIG_HOME") ?? home.map { $0 + "/.config" }
    return base.map { $0 + "/plimsoll/catalog.d" }
  }

  func nonEmpty(_ name: String) -> String? {
    guard let value = environment[name], !value.isEmpty else { return nil }
    return value
  }

  /// The XDG specification ignores relative paths.
  private func absolute(_ name: String) -> String? { nonEmpty(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }

  private static func calendarDay() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    let digits = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)].map { number in
      number < 10 ? "0\(number)" : "\(number)"
    }
    return digits.joined(separator: "-")
  }
}

import Base
import Ranking

/// What the full-screen browser says of itself.
package enum TUISentences {
  /// What a setting is called, by the option that it stands for.
  package static func setting(_ option: String) -> String {
    switch option {
    case "use-case": "use case"
    case "min-speed": "speed at least"
    case "quant": "quantization"
    case "kv-type": "KV cache"
    case "max-ttft": "first token in"
    case "license": "licence"
    case "add-gpu": "added card"
    case "add-ram": "added memory"
    case "gpu": "another GPU"
    case "ram": "its memory"
    case "cores": "its cores"
    case "memory-bandwidth": "its bandwidth"
    default: option
    }
  }

  /// A value of a setting as it is read; an empty one is what holds where nothing is asked for.
  package static func value(_ text: String, of option: String) -> String {
    guard text.isEmpty else {
      switch option {
      case "context": return Int(text).map(Amounts.tokens) ?? text
      case "min-speed": return text + " tok/s"
      case "max-ttft": return text + " s"
      default: return text.replacing("GiB", with: " GiB")
      }
    }
    switch option {
    case "context": return "usual"
    case "quant": return "the best"
    case "kv-type": return "f16"
    case "add-gpu", "add-ram": return "none"
    case "gpu", "ram", "cores", "memory-bandwidth": return "as it is"
    default: return "any"
    }
  }

  package static func isTyped(_ option: String) -> String {
    "\(setting(option)): = types a value; \(example(option))"
  }

  /// What a value looks like; nothing takes back what was asked for.
  package static func example(_ option: String) -> String {
    switch option {
    case "gpu", "add-gpu": "such as RTX 4090, or 2xRTX 3090"
    case "ram", "add-ram": "such as 64GiB"
    case "cores": "such as 16"
    case "memory-bandwidth": "such as 80GB/s"
    case "context": "such as 24k"
    default: "nothing takes it back"
    }
  }

  package static let isAnotherMachine = "this is another machine, which cannot be looked at again"
  package static let fetchesForThisMachine =
    "models are fetched onto this machine as it is: 0 takes back what is added or simulated"
  package static let nothingPasses = "No model passes the gates on this machine."

  /// Why a model is not among those that pass.
  package static func heldBack(_ rejection: Rejection, style: TextStyle) -> String {
    style.bold(TextStyle.plain(rejection.model.name)) + " is held back.\n"
      + HardwareText.fitted(TextStyle.plain(rejection.sentence), indentation: 0, style) + "\n"
  }

  /// What a model that is held back lacks, in a few words.
  package static func lack(_ rejection: Rejection) -> String {
    let shortfall = rejection.shortfall
    return "\(rejection.gate.words): needs \(shortfall.needed), has \(shortfall.available)"
  }

  /// A near miss in one line.
  package static func miss(_ rejection: Rejection) -> String {
    TextStyle.plain("\(rejection.model.name) \(rejection.quantization): \(rejection.brief)")
  }

  /// What a machine with more in it would change: its first pick beside the one now.
  package static func change(from now: Pick?, to then: Pick?) -> String {
    guard let then else { return "with that nothing passes either" }
    let first = "then first: \(TextStyle.plain(then.model.name)) \(then.fit.quantization)"
    guard let now else { return "\(first); now nothing passes" }
    let gain = then.utility.points - now.utility.points
    guard abs(gain) >= 0.05 else { return "\(first), worth the same as now" }
    return "\(first), \(ByteSize.decimal(abs(gain), places: 1)) points \(gain > 0 ? "more" : "less") than "
      + "\(TextStyle.plain(now.model.name)) \(now.fit.quantization) now"
  }

  /// A line of a pull's report as it is read; nil where nothing is to be said.
  package static func pulled(_ document: JSONValue) -> String? {
    if let error = document["error"] {
      return [error["message"]?.string, error["hint"]?.string].compactMap(\.self).joined(separator: "\n")
    }
    switch document["event"]?.string {
    case "status", "success": return document["status"]?.string
    case "waiting":
      return document["seconds"]?.number.map { PullText.line(.waiting(seconds: $0)) } ?? nil
    case "retry":
      return PullText.line(
        .retry(reason: document["reason"]?.string ?? "", seconds: document["seconds"]?.number ?? 0))
    case "placed": return document["path"]?.string.flatMap { PullText.line(.placed(path: $0)) }
    case "verified":
      return PullText.line(
        .verified(
          (document["findings"]?.array ?? []).map { ($0["subject"]?.string ?? "", $0["text"]?.string ?? "") }))
    case "settings":
      return PullText.line(
        .settings(
          (document["settings"]?.array ?? []).compactMap { setting in
            guard let place = setting["place"]?.string.flatMap(PullSetting.Place.init),
              let name = setting["name"]?.string
            else { return nil }
            return PullSetting(name: name, value: setting["value"]?.string ?? "", place: place)
          }))
    default: return nil
    }
  }

  /// How much has come of what is fetched.
  package static func fetched(_ completed: Int, of total: Int, bytesPerSecond: Double?) -> String {
    let rate = bytesPerSecond.map { "  \(ByteSize.text(Int(min($0, 1e18))))/s" } ?? ""
    return "\(ByteSize.text(completed)) of \(ByteSize.text(total))\(rate)"
  }

  /// How fetching ended.
  package static func ended(_ code: Int32) -> String {
    switch code {
    case 0: "fetched"
    case 130, 143: "ended before everything had come; what has come is kept and not fetched again"
    default: "not fetched (exit code \(code))"
    }
  }

  /// The keys of the list, the most wanted first: as many as there is room for.
  package static let hints: [Hint] = [
    ("?", "help"), ("q", "quit"), ("Enter", "details"), ("/", "filter"), ("Tab", "setting"), ("Left Right", "change"),
    ("a", "all models"), ("o", "order"), ("p", "fetch"), ("w", "what if"), ("c", "columns"), ("m", "machine"),
  ]

  package typealias Hint = (keys: String, meaning: String)

  /// Keys and what they do; a line without keys is a heading.
  package static let help: [Hint] = [
    ("", "The list"),
    ("Up Down, j k", "choose a model; PgUp PgDn Home End (g G) go further"),
    ("Enter", "reasons, sums, files, users, what to buy, its card"),
    ("a", "all models, or the picks"),
    ("/", "filter as you type: words of the name, maker, licence, file"),
    ("Esc", "no filter"),
    ("o O, r", "order by the next or the last column; the other way round"),
    ("c", "choose the columns"),
    ("", "What is asked for"),
    ("Tab, Shift-Tab", "the next setting, the one before"),
    ("Left Right, h l", "move it"),
    ("=", "type its value"),
    ("Backspace, 0", "take it back; take all back"),
    ("w", "what if it had another card? Its name is typed; Tab takes the first"),
    ("", "The machine"),
    ("m", "what it has"),
    ("R", "look at it again"),
    ("p", "fetch the chosen model onto it"),
    ("", "Pages"),
    ("Left Right, Tab", "the page before, the next"),
    ("Up Down, Space", "scroll; PgUp PgDn Home End too"),
    ("Esc, q", "back"),
    ("", "Everywhere"),
    ("Ctrl-L", "draw the screen anew"),
    ("Ctrl-Z", "stop; fg goes on"),
    ("q, Ctrl-C", "end; Ctrl-C and Esc end what is being fetched first"),
  ]
}

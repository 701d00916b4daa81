import Economics
import Options

/// An amount of US dollars such as `1600`, `$1,600.50` or `1600 USD`.
package struct MoneyArgument: ArgumentValue {
  package let amount: Money

  package init?(argument text: String) {
    var rest = text.filter { $0 != " " && $0 != "," && $0 != "_" }[...]
    if rest.hasPrefix("$") { rest = rest.dropFirst() }
    if rest.uppercased().hasPrefix("USD") {
      rest = rest.dropFirst(3)
    } else if rest.uppercased().hasSuffix("USD") {
      rest = rest.dropLast(3)
    }
    let isPlain = !rest.isEmpty && rest.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard isPlain, let usd = Double(rest), usd <= 1e12 else { return nil }
    amount = Money(usd: usd)
  }

  package static var expectation: String { "an amount of 0 or more in US dollars, such as 1600 or $1,600.50" }
  package static var jsonTypes: [String] { ["number", "string"] }
}

/// A share such as `0.3` or `30%`.
package struct ShareArgument: ArgumentValue {
  package let share: Double

  package init?(argument text: String) {
    let isPercent = text.hasSuffix("%")
    let digits = isPercent ? text.dropLast() : text[...]
    guard digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let number = Double(digits) else {
      return nil
    }
    let share = isPercent ? number / 100 : number
    guard (0...1).contains(share) else { return nil }
    self.share = share
  }

  package static var expectation: String { "a share from 0 to 1, such as 0.3 or 30%" }
  package static var jsonTypes: [String] { ["number", "string"] }
}

/// A change from month to month such as `5%`, `0.05` or `-2%`.
package struct GrowthArgument: ArgumentValue {
  package let share: Double

  package init?(argument text: String) {
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? String(text.dropLast()) : text), number.isFinite else { return nil }
    let share = isPercent ? number / 100 : number
    guard (-0.9...1).contains(share) else { return nil }
    self.share = share
  }

  package static var expectation: String { "a change a month from -90% to 100%, such as 5%" }
}

/// What electricity costs: an amount for a kilowatt-hour, or a place whose price is known.
package enum ElectricityArgument: ArgumentValue {
  case perKWh(Money)
  case place(String)

  package init?(argument text: String) {
    guard let first = text.unicodeScalars.first(where: { $0 != " " }) else { return nil }
    if first.properties.isAlphabetic, !text.uppercased().hasPrefix("USD") {
      self = .place(text)
    } else if let money = MoneyArgument(argument: text), money.amount <= Money(usd: 100) {
      self = .perKWh(money.amount)
    } else {
      return nil
    }
  }

  package static var expectation: String {
    "US dollars for a kilowatt-hour, such as 0.30, or a place, such as DE, US-CA or World"
  }
}

/// A number above nothing, such as `5000` or `0.5`; `5k` and `2M` are thousands and millions.
package struct VolumeArgument: ArgumentValue {
  package let value: Double

  package init?(argument text: String) {
    let factors: [Character: Double] = ["k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6]
    let factor = text.last.flatMap { factors[$0] }
    let digits = (factor == nil ? text : String(text.dropLast())).filter { $0 != "_" && $0 != "," }
    guard digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let number = Double(digits) else {
      return nil
    }
    value = number * (factor ?? 1)
    guard value > 0, value <= 1e12 else { return nil }
  }

  package static var expectation: String { "a number above 0, such as 5000, 5k or 2M" }
  package static var jsonTypes: [String] { ["number", "string"] }
}
